import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { v7 as uuid } from 'uuid'
import User from '#models/user'
import { recordActivity } from '#services/activity'
import { clock } from '#services/clock'
import { notify } from '#services/notifications'
import { NATIONAL, query, type Tx } from '#services/scope'
import { FAULTY } from '#services/told_error'
import { AccountError } from './errors.js'
import { judgeAccount, knownOf, oneAfterAnother, type Fault, type TypedAccount } from './judge.js'
import { refuseSelf, takeAccount } from './last_right.js'
import { checkPassword, oneTimePassword } from './passwords.js'

const ONE_TIME_HOURS = 24
const FAILURES_DAYS = 30

export interface NewUser extends TypedAccount {
  /** Absent: a one-time password is made. */
  password?: string
}

/** An account with the password it was given; `oneTime` is set only when that must be passed on and changed within 24 hours. */
export interface AccountMade {
  user: User
  oneTime: string | null
}

/** @throws AccountError */
export async function createUser(tx: Tx, wanted: NewUser): Promise<AccountMade> {
  await oneAfterAnother(tx)
  const judged = judgeAccount(wanted, await knownOf(tx, [wanted]))
  if ('faults' in judged) throw refusalOf(judged.faults)
  const { region, ...account } = judged.account
  if (wanted.password !== undefined) checkPassword(wanted.password, account.login)
  const oneTime = wanted.password === undefined ? oneTimePassword() : null
  const user = await User.create(
    {
      ...{ ...account, id: uuid(), regionCode: region, locale: 'id' },
      ...{ failedAttempts: 0, password: wanted.password ?? oneTime!, mustChangePassword: oneTime !== null },
      oneTimeUntil: oneTime === null ? null : oneTimeEnd(tx),
    },
    { client: tx.trx },
  )
  await note(tx, user, 'account.created', { role: user.role })
  return { user, oneTime }
}

/** The first fault gives the code, and the words where it is the only one; all of them stand by their fields. */
function refusalOf(faults: readonly Fault[]): AccountError {
  const [first] = faults
  const said = faults.length === 1 ? first!.said : FAULTY
  return new AccountError(first!.code, said, Object.fromEntries(faults.map((fault) => [fault.field, fault.said])))
}

/** The first account of an installation; refused once a pusdatin exists. @throws AccountError */
export async function setUp(tx: Tx, wanted: Omit<NewUser, 'role' | 'region'>): Promise<AccountMade> {
  await tx.trx.rawQuery('select pg_advisory_xact_lock(720004)')
  if (await User.query({ client: tx.trx }).where('role', 'pusdatin').first()) {
    throw new AccountError('E_SETUP_DONE', {
      id: 'Akun pusdatin pertama sudah ada. Pakai "user:create" untuk akun berikutnya.',
      en: 'The first account of Pusdatin exists already. Use "user:create" for further accounts.',
    })
  }
  return createUser(tx, { ...wanted, role: 'pusdatin', region: NATIONAL })
}

/** Opens a locked account; its password stays. One that is open stays so, and nothing is noted. @throws AccountError `E_USER_UNKNOWN` */
export async function unlockUser(tx: Tx, login: string): Promise<{ user: User; opened: boolean }> {
  const user = await takeAccount(tx, (await userByLogin(tx, login)).id)
  if (!user.lockedAt) return { user, opened: false }
  await user.merge({ lockedAt: null, lockReason: null, failedAttempts: 0 }).save()
  await note(tx, user, 'account.unlocked')
  await tell(tx, user, 'account.unlocked')
  return { user, opened: true }
}

/** What a command says of an account that it was asked to unlock. */
export function unlockedWords(login: string, opened: boolean): string {
  return opened
    ? `Akun "${login}" sudah dibuka. Kata sandinya tidak berubah.`
    : `Akun "${login}" tidak terkunci. Tidak ada yang diubah.`
}

/**
 * Gives an account a one-time password that is valid for 24 hours and must then be changed, and ends its sessions. A locked
 * account stays locked: unlocking is an act of its own.
 *
 * @throws AccountError `E_USER_UNKNOWN`, `E_USER_SELF`, `E_USER_STATE`
 */
export async function resetUser(tx: Tx, login: string): Promise<{ user: User; oneTime: string }> {
  const user = await userByLogin(tx, login)
  refuseSelf(tx, user, {
    id: 'Kata sandi Anda sendiri diganti di halaman Ganti Kata Sandi.',
    en: 'Change your own password on the page Change password.',
  })
  if (user.disabledAt)
    throw new AccountError('E_USER_STATE', {
      id: `Akun "${user.login}" sudah ditutup. Buka dahulu akunnya.`,
      en: `The account "${user.login}" is closed. Reopen it first.`,
    })
  const oneTime = oneTimePassword()
  user.useTransaction(tx.trx)
  await user.merge({ password: oneTime, mustChangePassword: true, oneTimeUntil: oneTimeEnd(tx) }).save()
  await endSessions(tx, user.id)
  await note(tx, user, 'account.reset')
  await tell(tx, user, 'account.reset')
  return { user, oneTime }
}

/**
 * Gives an invited account another one-time password; who has chosen his own asks for a new one by letter.
 *
 * @throws AccountError `E_USER_UNKNOWN`, `E_USER_STATE`
 */
export async function inviteAgain(tx: Tx, login: string, seen?: string): Promise<{ user: User; oneTime: string }> {
  const user = await userByLogin(tx, login)
  await query(tx, 'select 1 from users where id = ? for update', [user.id])
  await user.refresh()
  if (user.mustChangePassword && seen !== undefined && seen !== inviteMark(user))
    throw new AccountError('E_USER_STATE', {
      id: `Kata sandi sekali pakai "${login}" sudah diberikan dan tidak diganti. Bila hilang, buat yang baru dengan tombolnya.`,
      en: `The one-time password of "${login}" was given already and was not replaced. If it is lost, make a new one with the button.`,
    })
  if (user.mustChangePassword) return resetUser(tx, login)
  throw new AccountError('E_USER_STATE', {
    id: `"${login}" sudah memakai kata sandinya sendiri. Kata sandi baru diberikan atas surat tugas, di Permohonan Sandi.`,
    en: `"${login}" already has a password of their own. A new one is given on an assignment letter, under Password requests.`,
  })
}

/** Which one-time password an account has, as the form that asks for another one carries it: a page that is sent again gives none. */
export function inviteMark({ oneTimeUntil }: User): string {
  return String(oneTimeUntil?.toMillis() ?? '')
}

/** @throws AccountError `E_USER_UNKNOWN` */
export async function userByLogin(tx: Tx, login: string): Promise<User> {
  const user = await User.query({ client: tx.trx }).whereRaw('lower(login) = ?', [login.trim().toLowerCase()]).first()
  if (!user)
    throw new AccountError('E_USER_UNKNOWN', {
      id: `Tidak ada pengguna dengan nama "${login}".`,
      en: `There is no user named "${login}".`,
    })
  return user
}

/** Ends the sessions of a person, but for the one named. */
export async function endSessions(tx: Tx, userId: string, except = '') {
  await tx.trx.from('sessions').where('user_id', userId).whereNot('id', except).delete()
}

/** Writes down what was done with an account. */
export async function note(tx: Tx, user: User, action: string, data: Record<string, unknown> = {}) {
  await recordActivity(tx, {
    action,
    regency: user.regionCode,
    object: { type: 'user', id: user.id },
    data: { login: user.login, ...data },
  })
}

/** Whoever was given a new way in is told of it in the application too: an owner who did not ask for it learns that somebody did. */
async function tell(tx: Tx, user: User, kind: string) {
  await notify(tx, { regency: user.regionCode, to: { user: user.id }, kind, params: { by: tx.actor.name }, href: '/notifikasi' })
}

/** Until when a one-time password made now can be used. */
export function oneTimeEnd(tx: Tx): DateTime {
  return DateTime.fromJSDate(tx.now).plus({ hours: ONE_TIME_HOURS })
}

/** Sessions that ended and failed sign-ins of more than 30 days ago are of no more use. Returns how many went. */
export async function tidyAccounts(): Promise<number> {
  const aside = db.connection('aside')
  const now = clock.now()
  const sessions = await aside.rawQuery('delete from sessions where expires_at < ?', [now])
  const before = new Date(now.getTime() - FAILURES_DAYS * 86_400_000)
  const failures = await aside.rawQuery('delete from sign_in_failures where at < ?', [before])
  const tries = await aside.rawQuery('delete from reset_tries where at < ?', [before])
  return Number(sessions.rowCount) + Number(failures.rowCount) + Number(tries.rowCount)
}
