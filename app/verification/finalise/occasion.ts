import type { Occasion } from '#services/documents/strings'
import type { RegencyPeriod } from '#verification/periods/index'
import { regencyName } from './institution.js'

/** How prints name module, regency, period and decree. */
export async function occasionOf({ module, regency, period, edition }: RegencyPeriod): Promise<Occasion> {
  return {
    program: module.words.title,
    regency: await regencyName(regency),
    period: period.name,
    decree: edition.decree,
    decreeDate: edition.decreeDate,
  }
}
