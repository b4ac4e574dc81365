import { ToldError, type Faults } from '#services/told_error'
import type { Text } from '#verification/instrument'

/**
 * Why an act on an account is refused. `message` is the Indonesian sentence for the person, with what to do; `text` has both languages.
 *
 * - `E_SIGN_IN`            wrong name or password, or an account nobody may know is locked; always the same sentence
 * - `E_SIGN_IN_RATE`       too many wrong attempts from one network address
 * - `E_ACCOUNT_LOCKED`     right password, but locked; only its owner learns it
 * - `E_ACCOUNT_DISABLED`   right password, but the account was closed
 * - `E_ONE_TIME_EXPIRED`   right one-time password after its 24 hours
 * - `E_PASSWORD_CURRENT`   the present password was typed wrongly
 * - `E_SECOND_STEP_CODE`   wrong code of the second step, or one that was used or is out of date
 * - `E_SECOND_STEP_OVER`   too long between password and code; the sign-in begins anew
 * - `E_SECOND_STEP_REQUIRED` the installation asks this role for a second step
 * - `E_PASSWORD_WEAK`      the new password is too short, holds the user name or is the old one
 * - `E_USER_UNKNOWN`       no such login
 * - `E_USER_EXISTS`        the login is taken
 * - `E_USER_LOGIN`         the login has letters that are not allowed
 * - `E_USER_ROLE`          no such role
 * - `E_USER_REGION`        the region does not fit the role
 * - `E_USER_FIELDS`        fields that cannot be; `problems` tells each by its name
 * - `E_USER_RIGHT`         who acts has no right to manage users
 * - `E_USER_REASON`        no reason, or one that says nothing
 * - `E_USER_STALE`         somebody changed the account meanwhile
 * - `E_USER_STATE`         the account is not in the state that the act needs
 * - `E_USER_SELF`          nobody locks, closes or moves his own account
 * - `E_USER_LAST`          the last account that can manage users stays as it is
 * - `E_USERS_FILE`         a file of accounts that cannot be read as one
 * - `E_SHEET_OVER`         the sheet with the one-time password can no longer be printed
 * - `E_SETUP_DONE`         the first account exists already
 * - `E_SETUP_LOGIN`        no name was told and there is no terminal to ask on
 */
export type AccountErrorCode =
  | 'E_SIGN_IN'
  | 'E_SIGN_IN_RATE'
  | 'E_ACCOUNT_LOCKED'
  | 'E_ACCOUNT_DISABLED'
  | 'E_ONE_TIME_EXPIRED'
  | 'E_PASSWORD_CURRENT'
  | 'E_PASSWORD_WEAK'
  | 'E_SECOND_STEP_CODE'
  | 'E_SECOND_STEP_OVER'
  | 'E_SECOND_STEP_REQUIRED'
  | 'E_USER_UNKNOWN'
  | 'E_USER_EXISTS'
  | 'E_USER_LOGIN'
  | 'E_USER_ROLE'
  | 'E_USER_REGION'
  | 'E_USER_FIELDS'
  | 'E_USER_RIGHT'
  | 'E_USER_REASON'
  | 'E_USER_STALE'
  | 'E_USER_STATE'
  | 'E_USER_SELF'
  | 'E_USER_LAST'
  | 'E_USERS_FILE'
  | 'E_SHEET_OVER'
  | 'E_SETUP_DONE'
  | 'E_SETUP_LOGIN'

export class AccountError extends ToldError {
  override readonly name = 'AccountError'
  readonly status = 422

  constructor(
    readonly code: AccountErrorCode,
    said: Text | string,
    readonly problems: Faults = {},
  ) {
    super(said)
  }
}
