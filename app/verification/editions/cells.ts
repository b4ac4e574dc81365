import { parseDate } from '#domain/date_text'
import { meantDecimal, parseDecimal, parseMeasure, wholeText, withoutDoubt } from '#domain/decimal'
import { DomainError } from '#domain/domain_error'
import { cleanIdentifier } from '#domain/identifier'
import { CONTROL, isBlank, plainCell, withoutMisleading } from '#domain/plain_cell'
import type { CalendarDate } from '#domain/calendar_date'
import { CellKind } from '#services/documents/table'
import type { CodeVariant, Text, Variable } from '../instrument.js'
import { listedCodes, type Locale } from '../message.js'
import { narrowDecimal } from '../number_text.js'
import { wordReader, type WordReader } from './code_words.js'

/** What of a variable says how its cells are read. */
export type ReadableVariable = Pick<Variable, 'type' | 'length' | 'min' | 'max' | 'codes'>

/** Why a cell cannot be read. */
export class Unreadable {
  constructor(readonly reason: Text) {}
}

/** Text of a value as PostgreSQL reads it, null for an empty answer, or why there is none. */
export type CellReader = (cell: string) => string | null | Unreadable

const WHOLE = /^[0-9]{1,5}$/
/** How an empty answer is written where a box must not stay empty. */
const NOTHING = /^[-\u2010-\u2015\u2212]?$/
/** How a database or a form writes that no day is known: `0000-00-00`, `00/00/0000`, `0`. */
const NO_DAY = /^0[0\-./: ]*$/
/** What a spreadsheet leaves of a long number; no name, address or key looks like it. */
const EXPONENT = /^\s*\d(?:[.,]\d+)?E\+\d+\s*$/i
/** What a well-kept register holds: digits and nothing else, not all of them zero. */
const DIGITS = /^0*[1-9][0-9]*$/
const SMALLINT_MAX = 32_767
const INTEGER_MAX = 2_147_483_647
const MAX_IDENTIFIER = 64
const MAX_TEXT_BYTES = 8192
const REMEMBERED = 20_000
const SHORT = 12

/**
 * Reads the cells of one variable the way the field cases ask: what cannot be read is refused and never repaired, a readable but
 * wrong value (a code outside its list, a NIK of 15 digits) is taken and left to the rules.
 *
 * @param today no date of a register lies after it
 * @param translation codes of a declared foreign code list and their codes here
 */
export function cellReader(
  variable: ReadableVariable,
  today: CalendarDate,
  translation: Readonly<Record<number, number>> = {},
): CellReader {
  switch (variable.type) {
    case 'text':
      return (cell) => readText(cell, variable.length)
    case 'digits':
      return readDigits
    case 'code':
    case 'flags': {
      const known = { translation, codeOf: wordReader(variable), unknown: noAnswer(variable) }
      return remembering((cell) => readCode(cell, known))
    }
    case 'int':
      return remembering((cell) => readNumber(cell, (text) => parseDecimal(text, { decimals: 0 })))
    case 'number':
      return (cell) => narrowDecimal(variable, cell) ?? readNumber(cell, parseMeasure)
    case 'date':
      return remembering((cell) => reasonOf(() => (isNoDay(plainCell(cell)) ? null : parseDate(cell, { notAfter: today }))))
  }
}

/**
 * The same for a cell of which a spreadsheet says that it is a number or a date: nothing is read into it that it does not say, so
 * that a number never becomes a date and a long number that lost its last digit is no identifier.
 */
export function typedCellReader(
  variable: ReadableVariable,
  today: CalendarDate,
  translation: Readonly<Record<number, number>> = {},
): (cell: string, kind: number) => string | null | Unreadable {
  const read = cellReader(variable, today, translation)
  return (cell, kind) => {
    if (kind === CellKind.date) return readDateCell(cell, variable.type, read)
    if (variable.type === 'date') {
      return new Unreadable({
        id: 'Sel berisi angka, bukan tanggal. Beri format tanggal, atau tulis sebagai hari-bulan-tahun.',
        en: 'The cell holds a number, not a date. Format it as a date, or write it as day-month-year.',
      })
    }
    if (variable.type === 'digits') return reasonOf(() => cleanIdentifier(Number(cell), null))
    if (variable.type === 'text' && Math.abs(Number(cell)) >= INEXACT) return reasonOf(() => cleanIdentifier(Number(cell), null))
    if (variable.type === 'int' || variable.type === 'number') return read(withoutDoubt(meantDecimal(Number(cell))))
    return read(cell)
  }
}

function isNoDay(cell: string): boolean {
  return NOTHING.test(cell) || NO_DAY.test(cell)
}

function readDateCell(cell: string, type: Variable['type'], read: CellReader): string | null | Unreadable {
  if (type === 'date') return read(cell)
  if (type !== 'text') {
    return new Unreadable({
      id: 'Sel berisi tanggal atau jam, bukan angka. Ubah formatnya dan ketik ulang angkanya.',
      en: 'The cell holds a date or a time, not a number. Change its format and type the number again.',
    })
  }
  return new Unreadable({
    id: 'Sel berisi tanggal atau jam, bukan teks: spreadsheet menjadikan isian seperti 01/02 sebuah tanggal dan 01.02 sebuah jam. Jadikan kolomnya teks dan ketik ulang.',
    en: 'The cell holds a date or a time, not text: a spreadsheet makes a date of what looks like 01/02 and a time of 01.02. Make the column text and type it again.',
  })
}

/** From here on a spreadsheet no longer keeps every digit. */
export const INEXACT = 1e15

/** Form of a text in COPY: the four signs that have a meaning there are escaped. */
export function copyText(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign]!) : text
}

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** Codes of a foreign list for the variables of one group. */
export function translationsOf(
  variant: CodeVariant | undefined,
  group: string,
): Readonly<Record<string, Readonly<Record<number, number>>>> {
  return variant?.groups[group] ?? {}
}

function readText(cell: string, length = Infinity): string | null | Unreadable {
  if (isBlank(cell)) return null
  if (CONTROL.test(cell)) {
    return new Unreadable({
      id: 'Isian memuat karakter yang tidak dapat dibaca.',
      en: 'The text holds signs that cannot be read.',
    })
  }
  if (cell.length > length && [...cell].length > length) {
    return new Unreadable({ id: `Isian lebih dari ${length} karakter.`, en: `The text has more than ${length} characters.` })
  }
  if (cell.length * 3 > MAX_TEXT_BYTES && Buffer.byteLength(cell) > MAX_TEXT_BYTES) {
    return new Unreadable({ id: 'Isian terlalu panjang.', en: 'The text is too long.' })
  }
  if (EXPONENT.test(cell)) return new Unreadable(new DomainError('E_IDENTIFIER_SCIENTIFIC').text)
  return withoutMisleading(cell)
}

function readDigits(cell: string): string | null | Unreadable {
  if (cell === '') return null
  if (cell.length > MAX_IDENTIFIER) return new Unreadable({ id: 'Nomor terlalu panjang.', en: 'The number is too long.' })
  if (DIGITS.test(cell)) return cell
  return reasonOf(() => cleanIdentifier(cell, null))
}

/** Lists of answers that are told whole. */
const MOST_TOLD = 8

function noAnswer({ codes = [] }: ReadableVariable): Unreadable {
  const isTold = codes.length > 0 && codes.length <= MOST_TOLD
  const listed = (locale: Locale) => (isTold ? `: ${listedCodes(codes, locale)}` : '')
  return new Unreadable({
    id: `Isian ini bukan jawaban yang dikenal. Tulis kodenya, atau jawabannya persis seperti pada formulir${listed('id')}.`,
    en: `This is no known answer. Write its code, or the answer exactly as on the form${listed('en')}.`,
  })
}

interface KnownAnswers {
  translation: Readonly<Record<number, number>>
  codeOf: WordReader
  unknown: Unreadable
}

function readCode(cell: string, { translation, codeOf, unknown }: KnownAnswers): string | null | Unreadable {
  const text = wholeText(plainCell(cell))
  if (NOTHING.test(text)) return null
  if (!WHOLE.test(text) || Number(text) > SMALLINT_MAX) {
    const code = codeOf(cell)
    return code === undefined ? unknown : String(code)
  }
  return String(translation[Number(text)] ?? Number(text))
}

function readNumber(cell: string, parse: (text: string) => number): string | null | Unreadable {
  const text = plainCell(cell)
  if (NOTHING.test(text)) return null
  return reasonOf(() => {
    const value = parse(text)
    if (Math.abs(value) > INTEGER_MAX) throw new DomainError('E_NUMBER_SIZE')
    return String(value)
  })
}

function reasonOf(read: () => string | null): string | null | Unreadable {
  try {
    return read()
  } catch (error) {
    if (error instanceof DomainError) return new Unreadable(error.text)
    throw error
  }
}

/**
 * The same cells come again and again in columns of codes, ages and dates. Only short ones are remembered: a longer one may be a view
 * on the text it was cut from, and would keep all of that.
 */
function remembering(read: CellReader): CellReader {
  const known = new Map<string, string | null | Unreadable>([['', null]])
  return (cell) => {
    const found = known.get(cell)
    if (found !== undefined) return found
    const value = cell.trim() === '' ? null : read(cell)
    if (cell.length <= SHORT && known.size < REMEMBERED) known.set(cell, value)
    return value
  }
}
