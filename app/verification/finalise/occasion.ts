import { findRegion } from '#services/regions'
import type { Occasion } from '#services/documents/strings'
import type { RegencyPeriod } from '#verification/periods/index'

/** How prints name module, regency, period and decree. */
export async function occasionOf({ module, regency, period, edition }: RegencyPeriod): Promise<Occasion> {
  return {
    program: module.words.title,
    regency: (await findRegion(regency))?.name ?? regency,
    period: period.name,
    decree: edition.decree,
    decreeDate: edition.decreeDate,
  }
}
