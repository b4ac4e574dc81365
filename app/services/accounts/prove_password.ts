import hash from '@adonisjs/core/services/hash'
import type User from '#models/user'
import { scope, type Scope } from '#services/scope'
import { takeAttempt } from './attempts.js'
import { noteLocked } from './entry.js'
import { AccountError } from './errors.js'
import { endSessions } from './manage.js'

/**
 * Asks a signed-in person for the present password before an act on his own account. A wrong one counts as a wrong sign-in does: the fifth
 * locks the account and ends all its sessions.
 *
 * @throws AccountError `E_PASSWORD_CURRENT`, `E_SIGN_IN_RATE`, `E_ACCOUNT_LOCKED`
 */
export async function provePassword(of: Scope, user: User, typed: string, address: string): Promise<void> {
  const attempt = await takeAttempt(user.login.toLowerCase(), address)
  if (!attempt.allowed || !(await hash.verify(user.password, typed))) await refuse(of, user, await attempt.wrong())
  await attempt.right()
}

async function refuse(of: Scope, user: User, locked: readonly string[]): Promise<never> {
  if (locked.length === 0) throw wrongCurrent()
  await noteLocked(locked)
  await scope.aside(of, (tx) => endSessions(tx, user.id))
  throw new AccountError('E_ACCOUNT_LOCKED', {
    id: 'Akun Anda terkunci karena kata sandi lima kali salah. Kirim surat tugas lewat Bantuan masuk (/masuk/bantuan) atau ke pusdatinkesos@kemsos.go.id untuk membukanya.',
    en: 'Your account is locked because the password was wrong five times. To have it unlocked, send an assignment letter through Help with signing in (/masuk/bantuan) or to pusdatinkesos@kemsos.go.id.',
  })
}

export function wrongCurrent(): AccountError {
  return new AccountError('E_PASSWORD_CURRENT', { id: 'Kata sandi sekarang salah.', en: 'The current password is wrong.' })
}
