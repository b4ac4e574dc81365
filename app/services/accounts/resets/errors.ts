import { ToldError, type Faults } from '#services/told_error'
import type { Text } from '#verification/instrument'

/**
 * Why an act on a request for a new way in is refused. `message` is the Indonesian sentence for the person, with what to do; `text` has
 * both languages.
 *
 * - `E_RESET_FIELDS`     fields that cannot be; `problems` tells each by its name
 * - `E_RESET_SCAN`       the scan is absent or none that is kept
 * - `E_RESET_RATE`       too many requests from one network address, or from everywhere
 * - `E_RESET_UNKNOWN`    no such request
 * - `E_RESET_TAKEN`      another officer answers it now
 * - `E_RESET_NOT_TAKEN`  it has to be taken first
 * - `E_RESET_DECIDED`    another has decided it
 * - `E_RESET_CHECKS`     what has to be checked before is not, or speaks against it
 * - `E_RESET_NUMBER`     a call to a number that is not on file
 * - `E_RESET_SELF`       nobody answers a request for his own account
 * - `E_RESET_GRANT`      an act that was not granted, or was done before
 */
export type ResetErrorCode =
  | 'E_RESET_FIELDS'
  | 'E_RESET_SCAN'
  | 'E_RESET_RATE'
  | 'E_RESET_UNKNOWN'
  | 'E_RESET_TAKEN'
  | 'E_RESET_NOT_TAKEN'
  | 'E_RESET_DECIDED'
  | 'E_RESET_CHECKS'
  | 'E_RESET_NUMBER'
  | 'E_RESET_SELF'
  | 'E_RESET_GRANT'

export class ResetError extends ToldError {
  override readonly name = 'ResetError'
  readonly status = 422

  constructor(
    readonly code: ResetErrorCode,
    said: Text | string,
    readonly problems: Faults = {},
  ) {
    super(said)
  }
}
