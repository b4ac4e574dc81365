import { actAtDesk } from '#services/acting'
import type { Actor, Scope } from '#services/scope'
import { EditionError } from './errors.js'

/**
 * Whom a command of the desk of base data works for; the console itself without a login.
 *
 * @param key the right that the page asks for; of a list it is the one that its module declares
 * @throws EditionError `E_FORBIDDEN`; AccountError for an unknown, locked or closed account
 */
export function atEditionsDesk(login: string | undefined, key = 'core.editions'): Promise<{ actor: Actor; scope: Scope }> {
  return actAtDesk(key, login, (message) => new EditionError('E_FORBIDDEN', message))
}
