import User from '#models/user'
import { recordActivity } from '#services/activity'
import { clock } from '#services/clock'
import { scope } from '#services/scope'
import { ATTEMPTS } from './attempts.js'
import { AccountError } from './errors.js'

/**
 * Lets somebody in whose password, and code where he has one, were right.
 *
 * @throws AccountError `E_SIGN_IN`, `E_ACCOUNT_LOCKED`, `E_ACCOUNT_DISABLED`, `E_ONE_TIME_EXPIRED`
 */
export async function letIn(user: User): Promise<User> {
  refuseClosed(user)
  // A password that was replaced while this one was looked at lets nobody in any more.
  const entered = await User.query().where({ id: user.id, password: user.password }).update({ last_sign_in_at: clock.now() })
  if (Number(entered) === 0) throw wrongPassword()
  await noteOf(user, 'account.signed_in')
  return user
}

/** Notes accounts that a wrong password has locked. */
export async function noteLocked(ids: readonly string[]): Promise<void> {
  for (const id of ids) await noteOf(await User.findOrFail(id), 'account.locked', { attempts: ATTEMPTS })
}

export function wrongPassword(): AccountError {
  return new AccountError('E_SIGN_IN', {
    id: `Nama pengguna atau kata sandi salah. Setelah ${ATTEMPTS} kali salah, akun dikunci dan hanya Pusdatin yang dapat membukanya.`,
    en: `Wrong user name or password. After ${ATTEMPTS} wrong attempts the account is locked and only Pusdatin can unlock it.`,
  })
}

/** @throws AccountError `E_ACCOUNT_LOCKED`, `E_ACCOUNT_DISABLED`, `E_ONE_TIME_EXPIRED` */
export function refuseClosed(user: User) {
  if (user.lockedAt) {
    throw new AccountError('E_ACCOUNT_LOCKED', {
      id: 'Akun Anda terkunci. Kirim surat tugas lewat Bantuan masuk (/masuk/bantuan) atau ke pusdatinkesos@kemsos.go.id untuk membukanya.',
      en: 'Your account is locked. To have it unlocked, send an assignment letter through Help with signing in (/masuk/bantuan) or to pusdatinkesos@kemsos.go.id.',
    })
  }
  if (user.disabledAt)
    throw new AccountError('E_ACCOUNT_DISABLED', {
      id: 'Akun Anda sudah ditutup. Hubungi Pusdatin Kesos.',
      en: 'Your account has been closed. Contact Pusdatin Kesos.',
    })
  if (user.oneTimeUntil && user.oneTimeUntil.toMillis() < clock.now().getTime()) {
    throw new AccountError('E_ONE_TIME_EXPIRED', {
      id: 'Kata sandi sekali pakai sudah lewat 24 jam. Mintalah yang baru kepada Pusdatin Kesos.',
      en: 'The one-time password is more than 24 hours old. Ask Pusdatin Kesos for a new one.',
    })
  }
}

/** Writes down what a person does who is not signed in yet. */
export async function noteOf(user: User, action: string, data: Record<string, unknown> = {}) {
  const actor = { id: user.id, name: user.name, role: user.role }
  await scope.aside(scope.of(user.regionCode, actor), (tx) =>
    recordActivity(tx, { action, regency: user.regionCode, object: { type: 'user', id: user.id }, data }),
  )
}
