import { SiksError, type SiksErrorCode } from '#siks/errors'
import { MESSAGES } from '#siks/messages'
import type { Text } from '../instrument.js'
import { PeriodError } from '../periods/errors.js'
import { IMPORT_MESSAGES, type ImportCode } from './messages.js'

export type ReasonParams = Record<string, string | number | Text>

/**
 * A refusal with a stable code; `message` is the Indonesian sentence, `text` both languages. Never carries a value of a record
 * that is a secret.
 */
export class ImportRefusal extends Error {
  readonly status: number
  readonly text: Text

  constructor(
    readonly code: ImportCode,
    readonly params: ReasonParams = {},
  ) {
    const text = sentence(IMPORT_MESSAGES[code], params)
    super(text.id)
    this.name = 'ImportRefusal'
    this.text = text
    this.status = code === 'E_IMPORT_MISSING' ? 404 : 422
  }
}

/** The sentence of a stored refusal, whichever catalogue its code belongs to. */
export function reasonText(code: string, params: ReasonParams): Text {
  if (code in IMPORT_MESSAGES) return sentence(IMPORT_MESSAGES[code as ImportCode], params)
  if (code in MESSAGES) return new SiksError(code as SiksErrorCode, params).text
  const said = params.message ?? code
  return typeof said === 'object' ? said : { id: String(said), en: String(said) }
}

/** A refusal of a whole file, from whichever part it comes, as `import_files` keeps it; null for a fault of the program. */
export function refusalOf(error: unknown): { code: string; params: ReasonParams } | null {
  if (error instanceof ImportRefusal || error instanceof SiksError) return { code: error.code, params: error.params }
  return error instanceof PeriodError ? { code: error.code, params: { message: error.text } } : null
}

/** The refusal of the lock, by which a finalisation keeps every writer out, in words for the page. */
export function spoken(error: unknown): unknown {
  const locked = error instanceof Error && 'code' in error && error.code === 'SK001'
  return locked ? new PeriodError('E_PERIOD_FINALISED', FINALISED) : error
}

const FINALISED = {
  id: 'Periode ini sedang atau sudah difinalisasi, sehingga datanya tidak dapat diubah lagi.',
  en: 'This period is being finalised or has been, so its data cannot be changed any more.',
}

function sentence(text: Text, params: ReasonParams): Text {
  return { id: fill(text.id, params, 'id'), en: fill(text.en, params, 'en') }
}

function fill(template: string, params: ReasonParams, language: keyof Text): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = params[name]
    if (value === undefined) return placeholder
    return typeof value === 'object' ? value[language] : String(value)
  })
}
