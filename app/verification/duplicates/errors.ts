import { ToldError } from '#services/told_error'
import type { Text } from '#verification/instrument'

export type DuplicateErrorCode =
  | 'E_DUPLICATE_MISSING'
  | 'E_DUPLICATE_DECIDED'
  | 'E_DUPLICATE_UNDECLARED'
  | 'E_DUPLICATE_CLASH'
  | 'E_DUPLICATE_SHAPE'
  | 'E_DUPLICATE_CHOICE'
  | 'E_DUPLICATE_UNDONE'
  | 'E_DUPLICATE_OVERTAKEN'
  | 'E_DUPLICATE_PERIOD'
  | 'E_RECORD_MERGED'

/** A refusal of an act on a possible duplicate; the sentence says what, where and what to do. Nothing was changed. */
export class DuplicateError extends ToldError {
  override readonly name = 'DuplicateError'
  readonly status: number

  constructor(
    readonly code: DuplicateErrorCode,
    said: Text | string,
  ) {
    super(said)
    this.status = code === 'E_DUPLICATE_DECIDED' || code === 'E_DUPLICATE_UNDONE' ? 409 : 422
  }
}
