/**
 * Why a comparison is not made. `message` is the Indonesian sentence shown to the user, with the cure.
 *
 * - `E_COMPARISON_SIDES`    the sides are unknown in this regency, or the same
 * - `E_COMPARISON_MISSING`  there is no such comparison
 */
export type ComparisonErrorCode = 'E_COMPARISON_SIDES' | 'E_COMPARISON_MISSING'

export class ComparisonError extends Error {
  override readonly name = 'ComparisonError'
  readonly status = 422

  constructor(
    readonly code: ComparisonErrorCode,
    message: string,
  ) {
    super(message)
  }
}
