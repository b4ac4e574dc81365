import { ToldError } from '#services/told_error'
import type { Text } from '../instrument.js'

/** - `E_NOTICE_STANDING` the record is not off the list by an accepted decision; `E_EXPLAIN_UNKNOWN` there is no such record or person */
export class ExplainError extends ToldError {
  override readonly name = 'ExplainError'
  readonly status = 422

  constructor(
    readonly code: 'E_NOTICE_STANDING' | 'E_EXPLAIN_UNKNOWN',
    said: Text | string,
  ) {
    super(said)
  }
}
