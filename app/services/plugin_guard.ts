import type { Sight } from '#services/accounts/sight'
import { pluginEnabled } from '#services/plugin_switches'
import { NATIONAL } from '#services/scope'

/** What stands before a route of a module. */
export interface PluginGuard {
  plugin: string
  permission: string
  /** A desk of the ministry, which needs no regency. */
  national: boolean
}

/** How a person gets through it: with the regency that the page is about, null for a desk of the ministry, or not at all. */
export type Passage = { regency: string | null } | 'missing' | 'forbidden'

/**
 * A regency's own supervisor may name a former code of it, under which sealed results stay.
 *
 * @param asked the regency that the address names, as it was typed; undefined where it names none
 */
export async function passageOf({ scope, regency: own, can }: Sight, asked: unknown, guard: PluginGuard): Promise<Passage> {
  const { plugin, permission, national } = guard
  if (national && !can(permission)) return 'missing'
  if (national && asked === undefined) {
    const open = scope.regions.includes(NATIONAL) && (await pluginEnabled(plugin, NATIONAL))
    return open ? { regency: null } : 'missing'
  }
  const regency = asked ?? own
  if (typeof regency !== 'string' || !regency.includes('.') || !scope.regions.includes(regency)) return 'missing'
  if (!(await pluginEnabled(plugin, own ?? regency))) return 'missing'
  return can(permission) ? { regency } : 'forbidden'
}
