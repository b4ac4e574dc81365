/**
 * Why an act on an account is refused. `message` is the Indonesian sentence for the person, with what to do.
 *
 * - `E_SIGN_IN`            wrong name or password, or an account nobody may know is locked; always the same sentence
 * - `E_SIGN_IN_RATE`       too many wrong attempts from one network address
 * - `E_ACCOUNT_LOCKED`     right password, but locked; only its owner learns it
 * - `E_ACCOUNT_DISABLED`   right password, but the account was closed
 * - `E_ONE_TIME_EXPIRED`   right one-time password after its 24 hours
 * - `E_PASSWORD_CURRENT`   the present password was typed wrongly
 * - `E_PASSWORD_WEAK`      the new password is too short, holds the user name or is the old one
 * - `E_USER_UNKNOWN`       no such login
 * - `E_USER_EXISTS`        the login is taken
 * - `E_USER_LOGIN`         the login has letters that are not allowed
 * - `E_USER_ROLE`          no such role
 * - `E_USER_REGION`        the region does not fit the role
 * - `E_SETUP_DONE`         the first account exists already
 */
export type AccountErrorCode =
  | 'E_SIGN_IN'
  | 'E_SIGN_IN_RATE'
  | 'E_ACCOUNT_LOCKED'
  | 'E_ACCOUNT_DISABLED'
  | 'E_ONE_TIME_EXPIRED'
  | 'E_PASSWORD_CURRENT'
  | 'E_PASSWORD_WEAK'
  | 'E_USER_UNKNOWN'
  | 'E_USER_EXISTS'
  | 'E_USER_LOGIN'
  | 'E_USER_ROLE'
  | 'E_USER_REGION'
  | 'E_SETUP_DONE'

export class AccountError extends Error {
  override readonly name = 'AccountError'
  readonly status = 422

  constructor(
    readonly code: AccountErrorCode,
    message: string,
  ) {
    super(message)
  }
}
