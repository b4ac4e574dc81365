import { registry } from '#kernel/registry'
import { roleMay } from '#kernel/permissions'
import { actorOrConsole } from '#services/actors'
import { pluginEnabled } from '#services/plugin_switches'
import { findRegion } from '#services/regions'
import type { Scope } from '#services/scope'
import { Refused } from './refused.js'

/**
 * The scope of the person named by `--as`, checked as the pages would: the regency is his, the module is on there, and he has the right.
 *
 * @param permission of the module, by its short name
 * @param login the console itself when absent
 * @throws Refused `E_FORBIDDEN`; AccountError for an unknown, locked or closed account
 */
export async function actingFor(plugin: string, permission: string, regency: string, login: string | undefined): Promise<Scope> {
  const { actor, scope } = await actorOrConsole(login)
  const region = await findRegion(regency)
  if (region?.level !== 2 || !scope.regions.includes(regency)) {
    throw forbidden(`Kabupaten/kota ${regency} tidak ada atau di luar wilayah ${actor.name}.`)
  }
  if (!(await pluginEnabled(plugin, regency))) {
    throw forbidden(`${registry.find(plugin)?.title ?? plugin} tidak aktif untuk ${region.name}.`)
  }
  if (actor.role !== 'console' && actor.role !== 'system' && !roleMay(registry, actor.role, `${plugin}.${permission}`)) {
    throw forbidden(`${actor.name} tidak berhak melakukan ini.`)
  }
  return scope
}

function forbidden(message: string): Refused {
  return new Refused('E_FORBIDDEN', message, {}, 403)
}
