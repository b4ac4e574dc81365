import { SiksError } from '#siks/errors'
import type { Locale } from '#verification/message'
import { FAULTS } from './words/faults.js'

const CHOICE = /\{(\w+)\|((?:[^{}|]|\{\w+\})*)\|((?:[^{}|]|\{\w+\})*)\}/g

/** A refusal of the application: a stable code and a sentence that says what to do. */
export class OfflineError extends Error {
  constructor(
    readonly code: keyof typeof FAULTS,
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(code)
    this.name = 'OfflineError'
  }
}

/** The sentence of whatever went wrong, for the operator; codes of the files come from their own catalogue. */
export function sentenceOf(error: unknown, locale: Locale): string {
  if (error instanceof OfflineError) return filled(FAULTS[error.code][locale], error.params)
  if (error instanceof SiksError) return own(error, locale)
  if (error instanceof DOMException && error.name === 'QuotaExceededError') return FAULTS.E_OFFLINE_FULL[locale]
  return filled(FAULTS.E_OFFLINE_UNEXPECTED[locale], { message: error instanceof Error ? error.message : String(error) })
}

/** A sentence with its blanks filled: `{count}` is the value, `{count|record|records}` the first where it is one, else the second. */
export function filled(sentence: string, params: Readonly<Record<string, string | number>>): string {
  return sentence
    .replace(CHOICE, (_, name: string, one: string, other: string) => (String(params[name]) === '1' ? one : other))
    .replace(/\{(\w+)\}/g, (placeholder, name: string) => String(params[name] ?? placeholder))
}

/** Sentences of the catalogue of files that speak to the office; the operator's own stand in their place. */
function own(error: SiksError, locale: Locale): string {
  const code = `OPERATOR_${error.code}`
  if (code in FAULTS) return filled(FAULTS[code as keyof typeof FAULTS][locale], error.params as Record<string, string>)
  return error.text[locale]
}
