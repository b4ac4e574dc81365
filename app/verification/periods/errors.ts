import { ToldError } from '#services/told_error'
import type { Text } from '../instrument.js'

/**
 * Why an act on a period is refused. `message` is the Indonesian sentence shown to the user, with what to do; `text` has both languages.
 *
 * - `E_PERIOD_NONE`       the module has no period for the regency
 * - `E_PERIOD_UNKNOWN`    the regency takes part in no such period, or several bear the name
 * - `E_PERIOD_UPCOMING`   the period has not begun
 * - `E_PERIOD_CLOSED`     imports and edits are over
 * - `E_PERIOD_OVER`       finalising is over too
 * - `E_PERIOD_FINALISED`  the regency has finalised (or is about to)
 * - `E_PERIOD_RUNNING`    another period of the module is not closed yet
 * - `E_PERIOD_DATE`       the dates given cannot be
 * - `E_PERIOD_NAME`       the desk has a period of that name already
 * - `E_PERIOD_CHANGED`    somebody changed it since the person looked
 * - `E_REQUEST_UNKNOWN`   no such request
 * - `E_REQUEST_WAITING`   the regency has asked already
 * - `E_REQUEST_STATE`     the period is at a step where the request makes no sense
 * - `E_REQUEST_ANSWERED`  somebody has answered it; the message says who and when
 * - `E_REASON_MISSING`    a reason is needed
 * - `E_FORBIDDEN`         the person has no right to do this
 */
export type PeriodErrorCode =
  | 'E_PERIOD_NONE'
  | 'E_PERIOD_UNKNOWN'
  | 'E_PERIOD_UPCOMING'
  | 'E_PERIOD_CLOSED'
  | 'E_PERIOD_OVER'
  | 'E_PERIOD_FINALISED'
  | 'E_PERIOD_RUNNING'
  | 'E_PERIOD_DATE'
  | 'E_PERIOD_NAME'
  | 'E_PERIOD_CHANGED'
  | 'E_REQUEST_UNKNOWN'
  | 'E_REQUEST_WAITING'
  | 'E_REQUEST_STATE'
  | 'E_REQUEST_ANSWERED'
  | 'E_REASON_MISSING'
  | 'E_FORBIDDEN'

export class PeriodError extends ToldError {
  override readonly name = 'PeriodError'
  readonly status: number

  constructor(
    readonly code: PeriodErrorCode,
    said: Text | string,
  ) {
    super(said)
    this.status = code === 'E_PERIOD_UNKNOWN' || code === 'E_REQUEST_UNKNOWN' ? 404 : code === 'E_FORBIDDEN' ? 403 : 409
  }
}
