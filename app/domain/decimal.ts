import { DomainError } from './domain_error.js'
import type { Cell } from './identifier.js'
import { plainCell } from './plain_cell.js'

/** How exact a number that is read may be. */
export interface DecimalOptions {
  /** Most decimals allowed; 2 unless told, since a third makes `1,250` ambiguous. */
  decimals?: number
}

const WHOLE = /^(-?)([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?$/
/** Decimals that an accountant's format writes behind whole numbers; three noughts may be thousands, written the American way. */
const NO_SEN = /^0{1,2}$/
/** A whole number as programs write those of a column with gaps, `35.0`: one or two noughts behind a point group nothing. */
const OF_A_FLOAT = /^(-?[0-9]+)\.0{1,2}$/
const MOST_DIGITS = 15
/** Digits of a number that somebody meant; more are the noise of binary fractions. */
const MEANT_DIGITS = 12

/**
 * Reads a number written the Indonesian way: `1250000`, `1.250.000`, `1250,5`. A point only groups thousands, so `1.250` is
 * 1250 and `1.25` is refused; `35.0` is 35. A numeric cell is taken as it is.
 * @throws DomainError `E_NUMBER_FORMAT`, `E_NUMBER_WHOLE`, `E_NUMBER_DECIMALS` or `E_NUMBER_SIZE`
 */
export function parseDecimal(cell: Cell, { decimals = 2 }: DecimalOptions = {}): number {
  const text =
    typeof cell === 'number' ? withoutNoise(cell, MOST_DIGITS) : wholeText(plainCell(cell ?? '').replace('\u2212', '-'))
  const match = WHOLE.exec(text)
  if (!match) throw new DomainError(decimals === 0 ? 'E_NUMBER_WHOLE' : 'E_NUMBER_FORMAT')
  const [, sign = '', whole = '', written = ''] = match
  const fraction = decimals === 0 && NO_SEN.test(written) ? '' : written
  if (fraction.length > decimals && decimals === 0) throw new DomainError('E_NUMBER_WHOLE')
  if (fraction.length > decimals) throw new DomainError('E_NUMBER_DECIMALS', { decimals })
  const digits = whole.replaceAll('.', '')
  if (digits.length + fraction.length > MOST_DIGITS) throw new DomainError('E_NUMBER_SIZE')
  return Number(`${sign}${digits}.${fraction || '0'}`)
}

/** A whole number without the noughts that a program writes behind its point. */
export function wholeText(text: string): string {
  return text.replace(OF_A_FLOAT, '$1')
}

/** `1.250.000`, or `1.250.000,50` with two decimals; to those who read English `1,250,000.50`. */
export function formatDecimal(value: number, decimals = 0, language: 'id' | 'en' = 'id'): string {
  const [group, point] = language === 'en' ? [',', '.'] : ['.', ',']
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(?:[0-9]{3})+$)/g, group)
  const text = fraction ? `${grouped}${point}${fraction}` : grouped
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text
}

const THREE_DECIMALS = /,[0-9]{3}$/
const MORE_DECIMALS = /,[0-9]{4,}$/

/** A number with a decimal comma as anybody reads it: three decimals, which may be thousands written the American way, get a nought behind them. */
export function withoutDoubt(text: string): string {
  return THREE_DECIMALS.test(text) ? `${text}0` : text
}

/** Reads a measure, which may have any number of decimals but three. @throws DomainError as `parseDecimal` */
export function parseMeasure(text: string): number {
  return parseDecimal(text, MORE_DECIMALS.test(plainCell(text)) ? { decimals: MOST_DIGITS } : {})
}

/** A number as an Indonesian hand writes it, without the noise behind the twelfth digit that binary fractions bring. */
export function meantDecimal(value: number): string {
  return withoutNoise(value, MEANT_DIGITS)
}

/** Sums of binary fractions bring noise behind the digits that were meant. */
function withoutNoise(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits))).replace('.', ',')
}
