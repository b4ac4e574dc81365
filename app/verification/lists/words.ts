import type { VerificationModule } from '#kernel/registry'
import type { Locale } from '#verification/message'
import { decileBands, PROBLEMS, STATES } from './filters.js'
import type { Dimension, Recap } from './recap.js'

type Translate = (key: string) => string

export interface Choice {
  value: string
  label: string
}

/** A column of a recap, with the colour that its value has in every chart; none where the order of columns decides. */
export interface RecapColumn extends Choice {
  shade?: string
}

const OF_PROBLEM: Readonly<Record<string, string>> = {
  ...{ conflict: 'clash', block: 'bad', warn: 'warn', inherited: 'none', none: 'good' },
}
const OF_STATE: Readonly<Record<string, string>> = {
  ...{ untouched: 'none', received: 'info', accepted: 'good', returned: 'warn', rejected: 'bad', withdrawn: 'quiet' },
}

/** Words of an outcome in the reader's language; the code itself where the module does not know it. */
export function outcomeLabel(module: VerificationModule, code: string, locale: Locale): string {
  const outcome = module.outcomes.find((entry) => entry.code === code)
  return outcome ? outcome.label[locale] : code
}

/** Words of a band of the recap in the reader's language. */
export function decileLabel(module: VerificationModule, band: number, locale: Locale): string {
  const { deciles, beyond, unknown } = module.recap
  return (band === 0 ? unknown : (deciles[band - 1]?.label ?? beyond))[locale]
}

/** Every value a dimension can take, in the order in which pages show them. */
export function choicesOf(module: VerificationModule, dimension: Dimension, locale: Locale, t: Translate): Choice[] {
  if (dimension === 'outcome') return module.outcomes.map(({ code, label }) => ({ value: code, label: label[locale] }))
  if (dimension === 'state') return STATES.map((value) => ({ value, label: t(`component.status.${value}`) }))
  if (dimension === 'problem') return PROBLEMS.map((value) => ({ value, label: t(`verification.problem.${value}`) }))
  return decileBands(module).map((band) => ({
    value: String(band),
    label: decileLabel(module, band, locale),
  }))
}

/** Columns of a recap: the values that anybody has. */
export function columnsOf(module: VerificationModule, recap: Recap, locale: Locale, t: Translate): RecapColumn[] {
  return choicesOf(module, recap.dimension, locale, t)
    .filter(({ value }) => (recap.total.values[value] ?? 0) > 0)
    .map((choice) => {
      const shade = shadeOf(recap.dimension, choice.value)
      return { ...choice, ...(shade ? { shade } : {}) }
    })
}

/** What nobody has looked at is grey everywhere; decisions and problems have the colours of their badges, deciles those of one scale. */
function shadeOf(dimension: Dimension, value: string): string | undefined {
  if (dimension === 'outcome') return value === 'unverified' ? 'none' : undefined
  if (dimension === 'state') return OF_STATE[value]
  if (dimension === 'problem') return OF_PROBLEM[value]
  return value === '0' ? 'none' : `step-${value}`
}
