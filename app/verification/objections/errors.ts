import { ToldError } from '#services/told_error'
import type { Text } from '#verification/instrument'

/**
 * - `E_OBJECTION_FIELDS`   faults of single fields, by name
 * - `E_OBJECTION_RECORD`   the period has no such record
 * - `E_OBJECTION_OPEN`     an objection to the same record is open already; the sentence says which
 * - `E_OBJECTION_UNKNOWN`  there is none within the scope
 * - `E_OBJECTION_CLOSED`   somebody decided it first; the sentence says who and when
 * - `E_OBJECTION_RESTORE`  nothing waits to be put back, or no period is open for it
 * - `E_FORBIDDEN`          by command, without the right
 */
export type ObjectionErrorCode =
  | 'E_OBJECTION_FIELDS'
  | 'E_OBJECTION_RECORD'
  | 'E_OBJECTION_OPEN'
  | 'E_OBJECTION_UNKNOWN'
  | 'E_OBJECTION_CLOSED'
  | 'E_OBJECTION_RESTORE'
  | 'E_FORBIDDEN'

export class ObjectionError extends ToldError {
  override readonly name = 'ObjectionError'

  constructor(
    readonly code: ObjectionErrorCode,
    said: Text | string,
    readonly problems: Readonly<Record<string, Text | string>> = {},
    readonly status: 403 | 409 | 422 = 422,
  ) {
    super(said)
  }
}
