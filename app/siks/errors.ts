import { excerpt } from '#domain/plain_cell'
import type { Text } from '#verification/instrument'
import { SUPPORTED_VERSIONS } from './format.js'
import { MESSAGES } from './messages.js'

export type SiksErrorCode = keyof typeof MESSAGES
export type ErrorParams = Record<string, string | number | Text>

/**
 * A refusal with a stable code and a sentence that says what is wrong, where, and what to do. `message` is the
 * Indonesian sentence; `text` holds both languages. Never carries a value of a record, only names and line numbers.
 */
export class SiksError extends Error {
  readonly status = 422
  readonly text: Text

  constructor(
    readonly code: SiksErrorCode,
    readonly params: ErrorParams = {},
    options?: ErrorOptions,
  ) {
    const text = { id: fill(MESSAGES[code].id, params, 'id'), en: fill(MESSAGES[code].en, params, 'en') }
    super(text.id, options)
    this.name = 'SiksError'
    this.text = text
  }
}

/** Refusal of a format version, naming the one found and those this reader knows; what is no number is no version. */
export function unknownVersion(found: unknown): SiksError {
  if (!Number.isSafeInteger(found)) return new SiksError('E_SIKS_MANIFEST', { field: 'version' })
  return new SiksError('E_SIKS_VERSION', { found: excerpt(String(found), 20), supported: SUPPORTED_VERSIONS.join(', ') })
}

function fill(sentence: string, params: ErrorParams, language: keyof Text): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = params[name]
    if (value === undefined) return placeholder
    if (typeof value === 'object') return value[language]
    if (typeof value === 'string') return value
    return String(value).replace(/\B(?=(\d{3})+$)/g, language === 'id' ? '.' : ',')
  })
}
