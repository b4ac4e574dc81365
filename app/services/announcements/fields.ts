import { formatDate, type CalendarDate } from '#domain/calendar_date'
import { tryParseDate } from '#domain/date_text'
import { RegionCode } from '#domain/region_code'
import { regionNames } from '#services/regions'
import type { Text } from '#verification/instrument'

type Typed = Readonly<Record<string, unknown>>
/** What is wrong with each field of a form, by name. */
export type Problems = Record<string, Text>

/** A NIK, or the number of a family card, as people write it: sixteen digits, in groups or not. An NIP has eighteen. */
const PERSONAL = /(?<!\d)\d(?:[ .-]?\d){15}(?![ .-]?\d)/
/** Village codes and dates, of which two beside each other have as many digits, and ids of records, which have sixteen themselves. */
const NAMES_NOBODY = [
  /(?<![\d.])\d\d\.\d\d\.\d\d\.\d{4}(?!\.?\d)/g,
  /(?<![\d-])\d\d-\d\d-\d{4}(?!-?\d)/g,
  /\bID(?: ?(?!NIK)[A-Z]{3})?[ :]{0,2}\d{16}(?!\d)/gi,
]

const NEEDED: Text = { id: 'Isian ini wajib.', en: 'This field is required.' }
const NAMES_SOMEBODY: Text = {
  id: 'Memuat angka seperti NIK atau nomor KK. Hapus angkanya; bila itu ID data, tulis kata "ID" tepat di depannya.',
  en: 'It holds digits like a NIK or KK number. Remove them; if they are the ID of a record, write "ID" right before them.',
}

/** Text of a field without blanks around it; a fault where it is empty, too long or names somebody by his number. */
export function textField(typed: Typed, name: string, most: number, problems: Problems): string {
  const text = typeof typed[name] === 'string' ? typed[name].trim().replaceAll('\r\n', '\n') : ''
  if (text === '') problems[name] = NEEDED
  else if (text.length > most) {
    problems[name] = {
      id: `Paling banyak ${most} karakter; sekarang ${text.length}.`,
      en: `At most ${most} characters; now there are ${text.length}.`,
    }
  } else if (PERSONAL.test(NAMES_NOBODY.reduce((left, known) => left.replace(known, '#'), text))) problems[name] = NAMES_SOMEBODY
  return text
}

/** First and last day of what is in force, both included; no last day = until it is withdrawn. */
export function daysField(typed: Typed, problems: Problems): { validFrom: CalendarDate; validUntil: CalendarDate | null } {
  const from = dateField(typed, 'valid_from', problems)
  const until = dateField(typed, 'valid_until', problems)
  if (from === null && !problems.valid_from) problems.valid_from = NEEDED
  if (from && until && until < from) {
    const day = formatDate(from)
    problems.valid_until = { id: `Tidak boleh sebelum ${day}.`, en: `It cannot be before ${day}.` }
  }
  return { validFrom: from ?? '', validUntil: until }
}

export function dateField(typed: Typed, name: string, problems: Problems): CalendarDate | null {
  const text = typeof typed[name] === 'string' ? typed[name].trim() : ''
  if (text === '') return null
  const date = tryParseDate(text)
  if (date === null) {
    problems[name] = {
      id: 'Bukan tanggal. Tulis tanggal-bulan-tahun, contoh 25-12-2026.',
      en: 'This is no date. Write day-month-year, such as 25-12-2026.',
    }
  }
  return date
}

const LEVELS: readonly string[] = ['province', 'regency']

/** The code that a spreadsheet has cut the last zero of. */
const longer = (code: string) => `${code}0`

/** Provinces and regencies that something is for; none = for all. Their codes are typed with commas or blanks between them, with points or without. */
export async function regionsField(typed: Typed, name: string, problems: Problems): Promise<string[]> {
  const text = typeof typed[name] === 'string' ? typed[name] : ''
  const typedCodes = text.split(/[\s,;]+/).filter(Boolean)
  const codes = [...new Set(typedCodes.map((code) => RegionCode.tryParse(code)?.text ?? code))].sort()
  const names = await regionNames([...codes, ...codes.map(longer)])
  const unknown = codes.filter((code) => !LEVELS.includes(RegionCode.tryParse(code)?.level ?? '') || !names[code])
  const meant = unknown.map((code) => (names[longer(code)] ? `${code} (${longer(code)} ${names[longer(code)]}?)` : code))
  if (unknown.length > 0) {
    const some = meant.slice(0, 5).join(', ')
    problems[name] = {
      id: `Bukan kode provinsi atau kabupaten/kota: ${some}.`,
      en: `No code of a province or regency: ${some}.`,
    }
  }
  return codes
}

export function ticked(typed: Typed, name: string): boolean {
  return typed[name] === '1' || typed[name] === true
}
