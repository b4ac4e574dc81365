import { permissionMatrix } from '#kernel/permissions'
import { registry } from '#kernel/registry'
import User from '#models/user'
import { query, type Role, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import { AccountError } from './errors.js'

/** The right without whose last holder nobody could give it back. */
const RIGHT = 'core.users'
/** The same lock as the first set-up takes: whoever changes who may manage users waits for the one before. */
const LOCK = 'select pg_advisory_xact_lock(720004)'

/**
 * Takes an account for a change of what it may do. Such changes go one after the other, so that each sees what the one before has left.
 *
 * @throws AccountError `E_USER_UNKNOWN`
 */
export async function takeAccount(tx: Tx, id: string): Promise<User> {
  await tx.trx.rawQuery(LOCK)
  const user = await User.query({ client: tx.trx }).whereRaw('id::text = ?', [id]).forUpdate().first()
  if (!user) throw new AccountError('E_USER_UNKNOWN', { id: 'Akun ini tidak ada.', en: 'There is no such account.' })
  user.useTransaction(tx.trx)
  return user
}

/** @throws AccountError `E_USER_SELF` */
export function refuseSelf(tx: Tx, user: User, said: Text): void {
  if (tx.actor.id === user.id) throw new AccountError('E_USER_SELF', said)
}

/**
 * Refuses to take the right to manage users from the last account that can sign in with it. Call it after `takeAccount`.
 *
 * @throws AccountError `E_USER_LAST`
 */
export async function keepOneManager(tx: Tx, user: User): Promise<void> {
  const roles = managers()
  if (!roles.includes(user.role)) return
  const [others] = await query<{ count: number }>(
    tx,
    `select count(*)::int as count from users where role = any (?) and id <> ? and locked_at is null and disabled_at is null
       and (one_time_until is null or one_time_until > ?)`,
    [roles, user.id, tx.now],
  )
  if (others && others.count > 0) return
  throw new AccountError('E_USER_LAST', {
    id: `"${user.login}" adalah satu-satunya akun aktif yang dapat mengelola pengguna. Buat atau buka dahulu akun lain dengan hak yang sama.`,
    en: `"${user.login}" is the only active account that can manage users. Make or reopen another account with that right first.`,
  })
}

/** Roles that may manage users. */
function managers(): Role[] {
  const right = permissionMatrix(registry).find(({ key }) => key === RIGHT)
  return (right?.roles ?? []) as Role[]
}
