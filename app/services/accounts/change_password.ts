import hash from '@adonisjs/core/services/hash'
import User from '#models/user'
import { recordActivity } from '#services/activity'
import { scope, type Scope } from '#services/scope'
import { AccountError } from './errors.js'
import { endSessions } from './manage.js'
import { checkPassword, readOneTimePassword } from './passwords.js'
import { provePassword, wrongCurrent } from './prove_password.js'

export interface PasswordChange {
  userId: string
  current: string
  next: string
  /** Session that stays; every other one of the person ends. */
  session: string
  /** Network address the request came from. */
  address: string
}

/**
 * A person's own change of password. A wrong present password counts as a wrong sign-in does: the fifth locks the account and ends all
 * its sessions. Passwords are worked on outside the transaction, for that is slow on purpose.
 *
 * @throws AccountError `E_PASSWORD_CURRENT`, `E_PASSWORD_WEAK`, `E_SIGN_IN_RATE`, `E_ACCOUNT_LOCKED`
 */
export async function changePassword(of: Scope, { userId, current, next, session, address }: PasswordChange): Promise<void> {
  const user = await User.findOrFail(userId)
  const read = (typed: string) => (user.mustChangePassword ? readOneTimePassword(typed) : typed)
  const present = read(current)
  await provePassword(of, user, present, address)
  if (present === read(next))
    throw new AccountError('E_PASSWORD_WEAK', {
      id: 'Kata sandi baru harus berbeda dari yang lama.',
      en: 'The new password must differ from the old one.',
    })
  checkPassword(next, user.login)
  const password = await hash.make(next)
  await scope.run(of, async (tx) => {
    const changed = await tx.trx
      .from('users')
      .where({ id: user.id, password: user.password })
      .update({ password, must_change_password: false, one_time_until: null, updated_at: tx.now })
    if (Number(changed) === 0) throw wrongCurrent()
    await endSessions(tx, user.id, session)
    await recordActivity(tx, {
      ...{ action: 'account.password_changed', regency: user.regionCode, object: { type: 'user', id: user.id } },
      data: { login: user.login },
    })
  })
}
