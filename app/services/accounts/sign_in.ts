import { createHmac } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import hash from '@adonisjs/core/services/hash'
import User from '#models/user'
import { recordActivity } from '#services/activity'
import { clock } from '#services/clock'
import { applicationKey } from '#services/database/addresses'
import { scope } from '#services/scope'
import { AccountError } from './errors.js'

export const ATTEMPTS = 5
export const ADDRESS_ATTEMPTS = 30
const ADDRESS_MINUTES = 15

export interface SignInRequest {
  login: string
  password: string
  /** Network address the request came from. */
  address: string
}

/**
 * Checks name and password. The answer to a wrong name, a wrong password and a wrong password of a locked account is the same,
 * in words and in time. The fifth wrong password locks the account until Pusdatin unlocks it.
 *
 * @throws AccountError `E_SIGN_IN`, `E_SIGN_IN_RATE`; with the right password also `E_ACCOUNT_LOCKED`, `E_ACCOUNT_DISABLED`,
 * `E_ONE_TIME_EXPIRED`
 */
export async function signIn({ login, password, address }: SignInRequest): Promise<User> {
  const name = login.trim().toLowerCase()
  await refuseBusyAddress(address)
  const user = await User.query().whereRaw('lower(login) = ?', [name]).first()
  const right = await hash.verify(user?.password ?? (await decoy()), password)
  if (!user || !right) {
    await countFailure(name, address)
    throw new AccountError(
      'E_SIGN_IN',
      `Nama pengguna atau kata sandi salah. Setelah ${ATTEMPTS} kali salah, akun dikunci dan hanya Pusdatin yang dapat membukanya.`,
    )
  }
  refuseClosed(user)
  const now = clock.now()
  await User.query().where('id', user.id).update({ failed_attempts: 0, last_sign_in_at: now })
  await noteOf(user, 'account.signed_in')
  return user
}

function refuseClosed(user: User) {
  if (user.lockedAt) {
    throw new AccountError(
      'E_ACCOUNT_LOCKED',
      'Akun Anda terkunci. Kirim surat tugas ke pusdatinkesos@kemsos.go.id untuk membukanya.',
    )
  }
  if (user.disabledAt) throw new AccountError('E_ACCOUNT_DISABLED', 'Akun Anda sudah ditutup. Hubungi Pusdatin Kesos.')
  if (user.oneTimeUntil && user.oneTimeUntil.toMillis() < clock.now().getTime()) {
    throw new AccountError(
      'E_ONE_TIME_EXPIRED',
      'Kata sandi sekali pakai sudah lewat 24 jam. Mintalah yang baru kepada Pusdatin Kesos.',
    )
  }
}

async function refuseBusyAddress(address: string) {
  const since = new Date(clock.now().getTime() - ADDRESS_MINUTES * 60_000)
  const { rows } = await db
    .connection('aside')
    .rawQuery('select count(*)::int as total from sign_in_failures where address = ? and at > ?', [address, since])
  if (rows[0].total < ADDRESS_ATTEMPTS) return
  throw new AccountError(
    'E_SIGN_IN_RATE',
    `Terlalu banyak percobaan masuk dari jaringan ini. Tunggu ${ADDRESS_MINUTES} menit, lalu coba lagi.`,
  )
}

/** The same statements run for a name that does not exist. Neither name nor password is stored in clear. */
async function countFailure(name: string, address: string) {
  const now = clock.now()
  const lockedIds: string[] = await db.connection('aside').transaction(async (trx) => {
    await trx.table('sign_in_failures').insert({ login_hash: loginHash(name), address, at: now })
    const { rows } = await trx.rawQuery(
      `update users set failed_attempts = least(failed_attempts + 1, 1000),
         locked_at = case when locked_at is null and failed_attempts + 1 >= ? then ? else locked_at end,
         lock_reason = case when locked_at is null and failed_attempts + 1 >= ? then 'attempts' else lock_reason end
       where lower(login) = ? returning id, locked_at = ? as locked`,
      [ATTEMPTS, now, ATTEMPTS, name, now],
    )
    return rows.filter((row: { locked: boolean | null }) => row.locked).map((row: { id: string }) => row.id)
  })
  for (const id of lockedIds) await noteOf(await User.findOrFail(id), 'account.locked', { attempts: ATTEMPTS })
}

async function noteOf(user: User, action: string, data: Record<string, unknown> = {}) {
  const actor = { id: user.id, name: user.name, role: user.role }
  await scope.aside(scope.of(user.regionCode, actor), (tx) =>
    recordActivity(tx, { action, regency: user.regionCode, object: { type: 'user', id: user.id }, data }),
  )
}

function loginHash(name: string): string {
  return createHmac('sha256', applicationKey()).update(`sign-in:${name}`).digest('hex')
}

let decoyHash: Promise<string> | undefined

/** A hash that no password fits, so that an unknown name costs the same work as a known one. */
function decoy(): Promise<string> {
  decoyHash ??= hash.make('no password fits this one')
  return decoyHash
}
