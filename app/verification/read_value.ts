import { isCalendarDate } from '#domain/calendar_date'
import { DomainError } from '#domain/domain_error'
import { cleanIdentifier } from '#domain/identifier'
import { CONTROL, isBlank, withoutMisleading } from '#domain/plain_cell'
import type { Text, Value, Variable } from './instrument.js'

/** Longest text of any kind, known or unknown, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 8192

/** Longest identifier that is kept as it came, to be flagged by the rules instead of rejected. */
const MAX_RAW_IDENTIFIER = 64
const SMALLINT_MAX = 32_767
const INTEGER_MAX = 2_147_483_647

/** Why a record is not of the declared shape, in words for the report. */
export const SHAPE_REASONS = {
  record: { id: 'Susunan rekaman tidak sesuai dengan format berkas.', en: 'The record is not built as the format says.' },
  type: { id: 'Jenis isian tidak sesuai: teks dan angka tidak boleh tertukar.', en: 'Wrong type: text and number are mixed up.' },
  length: { id: 'Isian terlalu panjang.', en: 'The value is too long.' },
  text: { id: 'Isian memuat karakter yang tidak dapat dibaca.', en: 'The value holds unreadable characters.' },
  date: { id: 'Tanggal tidak ada pada kalender; gunakan bentuk TTTT-BB-HH.', en: 'No such calendar date; use YYYY-MM-DD.' },
  number: {
    id: 'Bilangan ini terlalu besar, atau tidak bulat padahal harus bulat. Periksa angkanya.',
    en: 'This number is too large, or not whole where it must be. Check its digits.',
  },
  key: { id: 'Kunci baris kosong atau tidak sah.', en: 'The key of the row is empty or invalid.' },
  duplicate: { id: 'Kunci baris muncul lebih dari satu kali.', en: 'The key of the row occurs more than once.' },
  parent: {
    id: 'Baris menunjuk ke induk yang tidak ada dalam rekaman.',
    en: 'The row points to a parent that is not in the record.',
  },
  rows: {
    id: 'Jumlah baris melebihi batas {limit}. Hapus baris yang tidak perlu, lalu ekspor lagi.',
    en: 'There are more rows than the limit of {limit}. Remove the rows that are not needed, then export again.',
  },
} as const satisfies Record<string, Text>

export type ShapeReason = keyof typeof SHAPE_REASONS

/** The value, nothing where the question is unanswered, or why it cannot be read. */
export type Read = { value?: Value; fault?: undefined } | { fault: ShapeReason }

const utf8 = new TextEncoder()
const LONE_SURROGATE = /\p{Surrogate}/u
/** Rare and found in one look, so that most texts need no closer one; of the signs that control a machine tab and line breaks are text. */
const SUSPECT = /[^\t\n\r -~\u00A0-\uD7FF\uE000-\uFFFC\uFFFE\uFFFF]/

/**
 * No keyboard types a sign that controls a machine and no document can show one, U+FFFD is the trace of a wrong decoding, a lone surrogate
 * has no UTF-8.
 */
export function isReadable(text: string): boolean {
  return !SUSPECT.test(text) || (!CONTROL.test(text) && !text.includes('\uFFFD') && !LONE_SURROGATE.test(text))
}

/** Whether a text exceeds the cap of all texts or, counted in characters, its own. */
export function isTooLong(text: string, length = Infinity): boolean {
  if (text.length > length && [...text].length > length) return true
  return text.length * 3 > MAX_TEXT_BYTES && utf8.encode(text).length > MAX_TEXT_BYTES
}

/** Digits where they can be read, nothing for a placeholder (`0`, `-`), else the text as it came, for the rules to flag. */
function readIdentifier(raw: string): Read {
  if (isTooLong(raw, MAX_RAW_IDENTIFIER)) return { fault: 'length' }
  try {
    const digits = cleanIdentifier(raw, null)
    return digits === null ? {} : { value: digits }
  } catch (error) {
    if (error instanceof DomainError) return { value: raw }
    throw error
  }
}

/** Blanks around make no text too long. */
function readText(variable: Variable, raw: string): Read {
  if (!isReadable(raw)) return { fault: 'text' }
  if (isBlank(raw)) return {}
  if (variable.type === 'date') return isCalendarDate(raw) ? { value: raw } : { fault: 'date' }
  if (variable.type === 'digits') return readIdentifier(raw)
  const given = withoutMisleading(raw)
  const text = isTooLong(given, variable.length) ? given.trim() : given
  return isTooLong(text, variable.length) ? { fault: 'length' } : { value: text }
}

function readNumber(variable: Variable, raw: number): Read {
  const whole = variable.type !== 'number'
  const most = variable.type === 'code' || variable.type === 'flags' ? SMALLINT_MAX : INTEGER_MAX
  const fits = Number.isFinite(raw) && Math.abs(raw) <= most && (!whole || Number.isInteger(raw))
  return fits ? { value: raw } : { fault: 'number' }
}

/** Reads one answer strictly by its type. A code outside its list is a matter of the rules, not of the shape. */
export function readValue(variable: Variable, raw: unknown): Read {
  if (raw === undefined || raw === null || raw === '') return {}
  if (variable.type === 'text' || variable.type === 'digits' || variable.type === 'date') {
    return typeof raw === 'string' ? readText(variable, raw) : { fault: 'type' }
  }
  return typeof raw === 'number' ? readNumber(variable, raw) : { fault: 'type' }
}
