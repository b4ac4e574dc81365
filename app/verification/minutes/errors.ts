import { ToldError } from '#services/told_error'
import type { Text } from '#verification/instrument'

/**
 * Why the minutes of a meeting are not taken. `message` is the Indonesian sentence shown to the user, with the cure; nothing was changed.
 *
 * - `E_MINUTES_VILLAGE`   the village has no records in this period
 * - `E_MINUTES_NUMBER`    no number, or one that is too long
 * - `E_MINUTES_DATE`      no date, or one that is still to come
 * - `E_MINUTES_SCAN`      the scan is missing, the letter of approval, or the one of another village
 * - `E_MINUTES_CHANGED`   somebody else took or withdrew minutes of this village meanwhile
 * - `E_MINUTES_MISSING`   there are none to withdraw
 * - `E_MINUTES_REASON`    withdrawing needs a reason
 */
export type MinutesErrorCode =
  | 'E_MINUTES_VILLAGE'
  | 'E_MINUTES_NUMBER'
  | 'E_MINUTES_DATE'
  | 'E_MINUTES_SCAN'
  | 'E_MINUTES_CHANGED'
  | 'E_MINUTES_MISSING'
  | 'E_MINUTES_REASON'

export class MinutesError extends ToldError {
  override readonly name = 'MinutesError'
  readonly status = 422

  constructor(
    readonly code: MinutesErrorCode,
    said: Text | string,
  ) {
    super(said)
  }
}
