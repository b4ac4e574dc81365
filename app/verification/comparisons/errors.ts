import { ToldError } from '#services/told_error'
import type { Text } from '../instrument.js'

/**
 * Why a comparison is not made. `message` is the Indonesian sentence shown to the user, with the cure; `text` has both languages.
 *
 * - `E_COMPARISON_SIDES`    the sides are unknown in this regency, or the same
 * - `E_COMPARISON_MISSING`  there is no such comparison
 */
export type ComparisonErrorCode = 'E_COMPARISON_SIDES' | 'E_COMPARISON_MISSING'

export class ComparisonError extends ToldError {
  override readonly name = 'ComparisonError'
  readonly status = 422

  constructor(
    readonly code: ComparisonErrorCode,
    said: Text | string,
  ) {
    super(said)
  }
}
