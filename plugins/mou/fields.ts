import { addDays, isCalendarDate, tryParseDate, type CalendarDate } from '#core/domain'
import type { Text } from '#core/plugin'

/** The two signed papers. */
export const DOCUMENTS = ['request', 'agreement'] as const
export type DocumentName = (typeof DOCUMENTS)[number]

/** Facts of a request as typed; keys are those of `FIELDS`. A kept date is `YYYY-MM-DD`. */
export type Facts = Partial<Record<FieldName, string>>

interface Field {
  document: DocumentName
  label: Text
  type: 'text' | 'lines' | 'date'
  /** Letters at most, and at least. */
  max: number
  min?: number
}

const text = (document: DocumentName, max: number, id: string, en: string): Field => ({
  ...{ document, type: 'text', max },
  label: { id, en },
})
const date = (document: DocumentName, id: string, en: string): Field => ({ document, type: 'date', max: 20, label: { id, en } })

/** What is told about the two papers, in the order of the page. All of it is needed to send them. */
export const FIELDS = {
  request_number: text('request', 80, 'Nomor Surat Permohonan', 'Number of the request letter'),
  request_date: date('request', 'Tanggal Surat Permohonan', 'Date of the request letter'),
  purpose: {
    ...text('request', 600, 'Tujuan penggunaan data', 'Purpose of the data'),
    ...{ type: 'lines' as const, min: 20 },
  },
  number: text('agreement', 80, 'Nomor MoU', 'Number of the MoU'),
  signed_on: date('agreement', 'Tanggal MoU', 'Date of the MoU'),
  first_party: text('agreement', 160, 'Pihak pertama', 'First party'),
  first_signatory: text('agreement', 160, 'Penanda tangan pihak pertama', 'Signatory of the first party'),
  second_party: text('agreement', 160, 'Pihak kedua', 'Second party'),
  second_signatory: text('agreement', 160, 'Penanda tangan pihak kedua', 'Signatory of the second party'),
  valid_until: date('agreement', 'Berlaku sampai dengan', 'Valid until'),
} satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[]

/** An agreement that runs longer is taken for a slip of the pen. */
const LONGEST_DAYS = 10 * 366

/** The typed texts of known fields, tidied: no control signs, no blanks at the ends; nothing is refused. */
export function readFacts(typed: Readonly<Record<string, unknown>>): Facts {
  const facts: Facts = {}
  for (const name of FIELD_NAMES) {
    const { type } = fieldOf(name)
    const given = typed[name]
    if (typeof given !== 'string') continue
    const printable = given.replace(/\r\n?/g, '\n').replace(type === 'lines' ? /[^\P{C}\n]/gu : /\p{C}/gu, ' ')
    const tidy = printable
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' ').trim())
      .join('\n')
      .trim()
    const kept = type === 'date' ? (tryParseDate(tidy) ?? tidy) : tidy
    if (kept !== '') facts[name] = kept.slice(0, 2000)
  }
  return facts
}

/**
 * What is wrong with the facts, by field, in Indonesian; nothing when they can be sent.
 *
 * @param today in the regency's zone
 */
export function faultsOf(facts: Facts, today: CalendarDate): Partial<Record<FieldName, string>> {
  const faults: Partial<Record<FieldName, string>> = {}
  for (const name of FIELD_NAMES) {
    const { label, type, max, min = 0 } = fieldOf(name)
    const given = facts[name]
    const length = [...(given ?? '')].length
    if (!given) faults[name] = `${label.id} belum diisi.`
    else if (type === 'date' && !isCalendarDate(given)) faults[name] = `${label.id} bukan tanggal. Tulis seperti 25-12-2026.`
    else if (length > max) faults[name] = `${label.id} paling banyak ${max} karakter, tetapi berisi ${length}.`
    else if (length < min) faults[name] = `${label.id} paling sedikit ${min} karakter. Sebutkan program dan kegiatannya.`
  }
  for (const name of ['request_date', 'signed_on'] as const) {
    if (!faults[name] && facts[name]! > today) faults[name] = `${FIELDS[name].label.id} belum tiba.`
  }
  if (!faults.valid_until) {
    const until = facts.valid_until!
    if (until < today) faults.valid_until = 'Masa berlaku sudah habis. Unggah MoU yang masih berlaku.'
    else if (!faults.signed_on && until > addDays(facts.signed_on!, LONGEST_DAYS))
      faults.valid_until = 'Masa berlaku lebih dari 10 tahun. Periksa tahunnya.'
  }
  return faults
}

export function fieldOf(name: FieldName): Field {
  return FIELDS[name]
}
