import { meantDecimal } from '#domain/decimal'
import { attribute, elements, tagsOf } from './xml.js'

/** What the format of a cell makes of its number: a calendar date, a time of day, hundredths, or so many digits with noughts in front. */
export type NumberFormat = 'date' | 'time' | 'percent' | { digits: number } | null

/** Number formats of Excel itself that show a date, and those of times alone. */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])
const BUILT_IN_TIMES = new Set([18, 19, 20, 21, 45, 46, 47])
const BUILT_IN_PERCENT = new Set([9, 10])
/** Longest format code that Excel writes. */
const LONGEST_CODE = 255

const cellFormatsIn = elements('cellXfs')

/** By number of a cell's format, what it makes of a number; from the part of a workbook that holds its styles. */
export function numberFormats(xml: string): NumberFormat[] {
  const own = new Map(
    tagsOf(xml, 'numFmt').map((tag) => [Number(attribute(tag, 'numFmtId')), formatOf(attribute(tag, 'formatCode') ?? '')]),
  )
  const [formats] = cellFormatsIn(xml)
  return tagsOf(formats?.inside ?? '', 'xf').map((tag) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0)
    const named = own.get(id)
    return named === undefined ? builtIn(id) : named
  })
}

/**
 * The text that a cell shows where its number alone would be read as another value: an account number loses the noughts in front of it, a
 * percentage becomes its hundredth. Null where the number says what the cell shows.
 */
export function shownText(value: number, format: NumberFormat): string | null {
  if (format === null || format === 'date' || format === 'time') return null
  if (format === 'percent') return `${meantDecimal(value * 100)}%`
  const digits = String(value)
  return Number.isSafeInteger(value) && value > 0 && digits.length < format.digits ? digits.padStart(format.digits, '0') : null
}

/** `11:10:00` for a fraction of a day. */
export function timeOfDay(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 19)
}

function builtIn(id: number): NumberFormat {
  if (BUILT_IN_DATES.has(id)) return 'date'
  if (BUILT_IN_TIMES.has(id)) return 'time'
  return BUILT_IN_PERCENT.has(id) ? 'percent' : null
}

/** What a format code says outside quoted text, colours and escaped signs. */
function formatOf(code: string): NumberFormat {
  const bare = code.slice(0, LONGEST_CODE).replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '')
  if (/[dy]/i.test(bare) || /m{3,}/i.test(bare)) return 'date'
  if (/[hs]|:m|m:/i.test(bare)) return 'time'
  if (bare.includes('%')) return 'percent'
  const [positive = ''] = bare.split(';')
  return /^[0\s-]+$/.test(positive) ? { digits: positive.replace(/[^0]/g, '').length } : null
}
