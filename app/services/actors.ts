import User from '#models/user'
import { AccountError } from '#services/accounts/errors'
import { nationalScope, scopeRegions } from '#services/regions'
import { CONSOLE, type Actor, type Scope } from '#services/scope'

/** The person a command works for, with what he may see. */
export interface ActingUser {
  actor: Actor
  scope: Scope
  user: User
}

/**
 * Looks up the account named by `--as`. A locked account may not act; neither may a closed one.
 *
 * @throws AccountError `E_USER_UNKNOWN`, `E_ACCOUNT_LOCKED`, `E_ACCOUNT_DISABLED`
 */
export async function actorByLogin(login: string): Promise<ActingUser> {
  const user = await User.query().whereRaw('lower(login) = ?', [login.trim().toLowerCase()]).first()
  if (!user)
    throw new AccountError('E_USER_UNKNOWN', {
      id: `Tidak ada pengguna dengan nama "${login}".`,
      en: `There is no user named "${login}".`,
    })
  if (user.disabledAt)
    throw new AccountError('E_ACCOUNT_DISABLED', {
      id: `Akun "${login}" sudah ditutup.`,
      en: `The account "${login}" is closed.`,
    })
  if (user.lockedAt)
    throw new AccountError('E_ACCOUNT_LOCKED', {
      id: `Akun "${login}" terkunci. Buka dengan "user:unlock".`,
      en: `The account "${login}" is locked. Unlock it with "user:unlock".`,
    })
  const actor: Actor = { id: user.id, name: user.name, role: user.role }
  return { actor, user, scope: { regions: await scopeRegions(user.role, user.regionCode), actor } }
}

/** The person named by `--as`, or the console itself, which may see every regency. */
export async function actorOrConsole(login: string | undefined): Promise<{ actor: Actor; scope: Scope }> {
  return login ? actorByLogin(login) : { actor: CONSOLE, scope: await nationalScope(CONSOLE) }
}
