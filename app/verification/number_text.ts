import { plainCell } from '#domain/plain_cell'
import type { Variable } from './instrument.js'

/** Widest range in which a point cannot group thousands, so that `-6.2` is a decimal (coordinates, percentiles). */
const BELOW_THOUSANDS = 1000
const NARROW_DECIMAL = /^-?[0-9]{1,3}[.,][0-9]{1,20}$/
const DASH = /^[\u2010-\u2015\u2212]/

/**
 * A number with decimals behind a point or a comma, as maps and programs write it, where the range of the variable leaves no doubt what a
 * point means; null for every other text, which is read the Indonesian way.
 */
export function narrowDecimal({ min, max }: Pick<Variable, 'min' | 'max'>, text: string): string | null {
  if (max === undefined || max >= BELOW_THOUSANDS || (min !== undefined && min <= -BELOW_THOUSANDS)) return null
  const plain = plainCell(text).replace(DASH, '-')
  return NARROW_DECIMAL.test(plain) ? plain.replace(',', '.') : null
}
