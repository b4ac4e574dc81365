import { daysInMonth, formatDate, type CalendarDate } from './calendar_date.js'
import { DomainError, orNull } from './domain_error.js'
import { plainCell } from './plain_cell.js'

/** What else a date that is read must be. */
export interface DateOptions {
  /** Last day allowed, normally today in the regency's zone. */
  notAfter?: CalendarDate
}

const NUMERIC = /^([0-9]{1,2}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]+)$/
const YEAR_FIRST = /^([0-9]{4}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})$/
const NAMED = /^([0-9]{1,2})(?: ?[-/.] ?| )([a-z]+)(?:\.? ?[-/.] ?|\.? )([0-9]+)$/i
const EARLIEST_YEAR = 1900
const DASHES = /[\u2010-\u2015\u2212]/g
/** What databases and spreadsheets put behind a date that has no time, as Indonesia writes it too; one with a zone is a moment and stays unread. */
const MIDNIGHT = /[ T](?:0?0([:.])00(?:\1[0]{2}(?:\.0+)?)?|12:00(?::00)? AM)$/i

/** Spellings met in Indonesian files: full and short, new and old (Pebruari, Nopember), Indonesian and English. */
const MONTH_SPELLINGS = [
  ['januari', 'january', 'jan'],
  ['februari', 'pebruari', 'february', 'feb', 'peb'],
  ['maret', 'march', 'mar'],
  ['april', 'apr'],
  ['mei', 'may'],
  ['juni', 'june', 'jun'],
  ['juli', 'july', 'jul'],
  ['agustus', 'august', 'agu', 'ags', 'agt', 'agst', 'agust', 'aug'],
  ['september', 'sep', 'sept'],
  ['oktober', 'october', 'okt', 'oct'],
  ['november', 'nopember', 'nov', 'nop'],
  ['desember', 'december', 'des', 'dec'],
]
const MONTH_BY_SPELLING = new Map(MONTH_SPELLINGS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)))

/**
 * Reads a typed or imported date. Day comes first, as Indonesia writes it: `04/03/1987`, `4-3-1987`, `04.03.1987`,
 * `4 Maret 1987`, `04 Mar 1987`; or the year, as programs do: `1987-03-04`, `1987/3/4`; each with or without midnight behind it. Nothing is guessed: month 25 does not
 * swap, a year has four figures.
 * @throws DomainError `E_DATE_FORMAT`, `E_DATE_TWO_DIGIT_YEAR`, `E_DATE_YEAR`, `E_DATE_MONTH`, `E_DATE_DAY`, `E_DATE_FUTURE`
 */
export function parseDate(text: string, { notAfter }: DateOptions = {}): CalendarDate {
  const [year, month, day] = fieldsOf(plainCell(text).replace(/\s+/g, ' ').replace(DASHES, '-').replace(MIDNIGHT, ''))
  if (year < EARLIEST_YEAR) throw new DomainError('E_DATE_YEAR', { year })
  if (month < 1 || month > 12) throw new DomainError('E_DATE_MONTH', { month })
  if (day < 1 || day > daysInMonth(year, month)) throw new DomainError('E_DATE_DAY', { day, month, year })
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  if (notAfter !== undefined && date > notAfter) throw new DomainError('E_DATE_FUTURE', { latest: formatDate(notAfter) })
  return date
}

/** `parseDate`, with null in place of a DomainError. */
export function tryParseDate(text: string, options: DateOptions = {}): CalendarDate | null {
  return orNull(() => parseDate(text, options))
}

function fieldsOf(text: string): [year: number, month: number, day: number] {
  const [, year, , month, day] = YEAR_FIRST.exec(text) ?? []
  if (year) return [Number(year), Number(month), Number(day)]
  const numeric = NUMERIC.exec(text)
  if (numeric) return [yearOf(numeric[4]), Number(numeric[3]), Number(numeric[1])]
  const named = NAMED.exec(text)
  const spelt = MONTH_BY_SPELLING.get(named?.[2]?.toLowerCase() ?? '')
  if (!named || spelt === undefined) throw new DomainError('E_DATE_FORMAT')
  return [yearOf(named[3]), spelt, Number(named[1])]
}

function yearOf(figures = ''): number {
  if (figures.length === 2) throw new DomainError('E_DATE_TWO_DIGIT_YEAR')
  if (figures.length !== 4) throw new DomainError('E_DATE_FORMAT')
  return Number(figures)
}
