import type User from '#models/user'
import { actAtDesk } from '#services/acting'
import { scope, type Scope, type Tx } from '#services/scope'
import { AccountError } from './errors.js'
import { userByLogin } from './manage.js'

/**
 * Whom a command of the users' desk works for; the console itself without a login.
 *
 * @throws AccountError `E_USER_RIGHT`, `E_USER_UNKNOWN`, `E_ACCOUNT_LOCKED`, `E_ACCOUNT_DISABLED`
 */
export async function atUsersDesk(login: string | undefined): Promise<Scope> {
  return (await actAtDesk('core.users', login, (message) => new AccountError('E_USER_RIGHT', message))).scope
}

/** Does an act of the users' desk on the account with a login. */
export async function onAccount<T>(login: string, as: string | undefined, act: (tx: Tx, user: User) => Promise<T>): Promise<T> {
  return scope.run(await atUsersDesk(as), async (tx) => act(tx, await userByLogin(tx, login)))
}

/** Whom a command of the desk of letters works for. Requests are taken by a person, so that the console may only look. */
export async function atResetsDesk(login: string | undefined): Promise<Scope> {
  return (await actAtDesk('core.resets', login, (message) => new AccountError('E_USER_RIGHT', message))).scope
}
