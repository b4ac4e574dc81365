/**
 * Why an act on a period is refused. `message` is the Indonesian sentence shown to the user, with what to do.
 *
 * - `E_PERIOD_NONE`       the module has no period for the regency
 * - `E_PERIOD_UNKNOWN`    the regency takes part in no such period, or several bear the name
 * - `E_PERIOD_UPCOMING`   the period has not begun
 * - `E_PERIOD_CLOSED`     imports and edits are over
 * - `E_PERIOD_OVER`       finalising is over too
 * - `E_PERIOD_FINALISED`  the regency has finalised (or is about to)
 * - `E_PERIOD_RUNNING`    another period of the module is not closed yet
 * - `E_PERIOD_DATE`       the dates given cannot be
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

export class PeriodError extends Error {
  override readonly name = 'PeriodError'
  readonly status: number

  constructor(
    readonly code: PeriodErrorCode,
    message: string,
  ) {
    super(message)
    this.status = code === 'E_PERIOD_UNKNOWN' ? 404 : 409
  }
}
