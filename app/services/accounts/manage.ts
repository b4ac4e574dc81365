import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { v7 as uuid } from 'uuid'
import User from '#models/user'
import { recordActivity } from '#services/activity'
import { clock } from '#services/clock'
import { findRegion } from '#services/regions'
import { NATIONAL, type Role, type Tx } from '#services/scope'
import { AccountError } from './errors.js'
import { checkPassword, oneTimePassword } from './passwords.js'

const ONE_TIME_HOURS = 24
const FAILURES_DAYS = 30
const LOGIN = /^[a-z0-9][a-z0-9._-]{2,39}$/
/** Level of region that a role works at; 0 is the ministry. */
const LEVELS: Record<Role, 0 | 1 | 2> = {
  supervisor_regency: 2,
  supervisor_province: 1,
  pfm_reviewer: 0,
  pusdatin: 0,
  auditor: 0,
}

export const ROLES = Object.keys(LEVELS) as Role[]

export interface NewUser {
  login: string
  role: string
  /** `33.71`, `33`, or `00` for the ministry. */
  region: string
  name?: string
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
  const login = wanted.login.trim().toLowerCase()
  if (!LOGIN.test(login)) {
    throw new AccountError(
      'E_USER_LOGIN',
      'Nama pengguna berisi 3 sampai 40 huruf kecil, angka, titik, garis bawah atau tanda hubung.',
    )
  }
  const role = ROLES.find((known) => known === wanted.role)
  if (!role) throw new AccountError('E_USER_ROLE', `Peran "${wanted.role}" tidak dikenal. Pilihan: ${ROLES.join(', ')}.`)
  await checkRegion(role, wanted.region)
  if (await User.query({ client: tx.trx }).whereRaw('lower(login) = ?', [login]).first()) {
    throw new AccountError('E_USER_EXISTS', `Nama pengguna "${login}" sudah dipakai.`)
  }
  if (wanted.password !== undefined) checkPassword(wanted.password, login)
  const oneTime = wanted.password === undefined ? oneTimePassword() : null
  const user = await User.create(
    {
      ...{ id: uuid(), login, name: wanted.name?.trim() || login, role, regionCode: wanted.region, locale: 'id' },
      ...{ failedAttempts: 0, password: wanted.password ?? oneTime!, mustChangePassword: oneTime !== null },
      oneTimeUntil: oneTime === null ? null : oneTimeEnd(tx),
    },
    { client: tx.trx },
  )
  await note(tx, user, 'account.created', { role })
  return { user, oneTime }
}

/** The first account of an installation; refused once a pusdatin exists. @throws AccountError */
export async function setUp(tx: Tx, wanted: Omit<NewUser, 'role' | 'region'>): Promise<AccountMade> {
  await tx.trx.rawQuery('select pg_advisory_xact_lock(720004)')
  if (await User.query({ client: tx.trx }).where('role', 'pusdatin').first()) {
    throw new AccountError('E_SETUP_DONE', 'Akun pusdatin pertama sudah ada. Pakai "user:create" untuk akun berikutnya.')
  }
  return createUser(tx, { ...wanted, role: 'pusdatin', region: NATIONAL })
}

/** Opens a locked account; its password stays. @throws AccountError `E_USER_UNKNOWN` */
export async function unlockUser(tx: Tx, login: string): Promise<User> {
  const user = await userByLogin(tx, login)
  user.useTransaction(tx.trx)
  await user.merge({ lockedAt: null, lockReason: null, failedAttempts: 0 }).save()
  await note(tx, user, 'account.unlocked')
  return user
}

/**
 * Gives an account a one-time password that is valid for 24 hours and must then be changed, and ends its sessions. A locked
 * account stays locked: unlocking is an act of its own.
 *
 * @throws AccountError `E_USER_UNKNOWN`
 */
export async function resetUser(tx: Tx, login: string): Promise<{ user: User; oneTime: string }> {
  const user = await userByLogin(tx, login)
  const oneTime = oneTimePassword()
  user.useTransaction(tx.trx)
  await user.merge({ password: oneTime, mustChangePassword: true, oneTimeUntil: oneTimeEnd(tx) }).save()
  await endSessions(tx, user.id)
  await note(tx, user, 'account.reset')
  return { user, oneTime }
}

/** @throws AccountError `E_USER_UNKNOWN` */
export async function userByLogin(tx: Tx, login: string): Promise<User> {
  const user = await User.query({ client: tx.trx }).whereRaw('lower(login) = ?', [login.trim().toLowerCase()]).first()
  if (!user) throw new AccountError('E_USER_UNKNOWN', `Tidak ada pengguna dengan nama "${login}".`)
  return user
}

async function checkRegion(role: Role, code: string) {
  const level = LEVELS[role]
  const fits = level === 0 ? code === NATIONAL : (await findRegion(code))?.level === level
  if (fits) return
  const wanted = ['kode 00', 'kode provinsi, misalnya 33', 'kode kabupaten/kota, misalnya 33.71'][level]
  throw new AccountError('E_USER_REGION', `Wilayah "${code}" tidak cocok dengan peran ${role}: pakai ${wanted}.`)
}

/** Ends the sessions of a person, but for the one named. */
export async function endSessions(tx: Tx, userId: string, except = '') {
  await tx.trx.from('sessions').where('user_id', userId).whereNot('id', except).delete()
}

async function note(tx: Tx, user: User, action: string, data: Record<string, unknown> = {}) {
  await recordActivity(tx, {
    action,
    regency: user.regionCode,
    object: { type: 'user', id: user.id },
    data: { login: user.login, ...data },
  })
}

function oneTimeEnd(tx: Tx): DateTime {
  return DateTime.fromJSDate(tx.now).plus({ hours: ONE_TIME_HOURS })
}

/** Sessions that ended and failed sign-ins of more than 30 days ago are of no more use. Returns how many went. */
export async function tidyAccounts(): Promise<number> {
  const aside = db.connection('aside')
  const now = clock.now()
  const sessions = await aside.rawQuery('delete from sessions where expires_at < ?', [now])
  const before = new Date(now.getTime() - FAILURES_DAYS * 86_400_000)
  const failures = await aside.rawQuery('delete from sign_in_failures where at < ?', [before])
  return Number(sessions.rowCount) + Number(failures.rowCount)
}
