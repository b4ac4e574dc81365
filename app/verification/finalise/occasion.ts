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

/** How a print names several modules of a regency that it stands for: each title, period and decree once. */
export function occasionOfAll(occasions: readonly Occasion[]): Occasion {
  const listed = (name: 'program' | 'period' | 'decree') => [...new Set(occasions.map((one) => one[name]))].join(', ')
  return { ...occasions[0]!, program: listed('program'), period: listed('period'), decree: listed('decree') }
}
