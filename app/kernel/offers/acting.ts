import { actAs } from '#services/acting'
import type { Scope } from '#services/scope'
import { Refused } from './refused.js'

/**
 * The scope of the person named by `--as`, checked as the pages would: the regency is his, the module is on there, and he has the right.
 *
 * @param permission of the module, by its short name
 * @param login the console itself when absent
 * @throws Refused `E_FORBIDDEN`; PluginOff; AccountError for an unknown, locked or closed account
 */
export async function actingFor(plugin: string, permission: string, regency: string, login: string | undefined): Promise<Scope> {
  const { scope } = await actAs(plugin, `${plugin}.${permission}`, regency, login, forbidden)
  return scope
}

function forbidden(message: string): Refused {
  return new Refused('E_FORBIDDEN', message, {}, 403)
}
