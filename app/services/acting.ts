import { roleMay } from '#kernel/permissions'
import { registry } from '#kernel/registry'
import { actorOrConsole } from '#services/actors'
import { assertPluginOn } from '#services/plugin_switches'
import { findRegion } from '#services/regions'
import type { Actor, Scope } from '#services/scope'

/**
 * The person named by `--as` with his scope, checked as the pages would: the regency is his, the module is on there, and he has the right.
 *
 * @param key of the permission with its owner, e.g. `core.letters`
 * @param login the console itself when absent
 * @param refuse makes the caller's error of an Indonesian sentence
 * @throws what `refuse` makes; PluginOff; AccountError for an unknown, locked or closed account
 */
export async function actAs(
  plugin: string,
  key: string,
  regency: string,
  login: string | undefined,
  refuse: (message: string) => Error,
): Promise<{ actor: Actor; scope: Scope }> {
  const found = await actorIn(regency, login, refuse)
  await assertPluginOn(plugin, regency)
  assertRight(key, found.actor, refuse)
  return found
}

/** As `actAs`, for an act on a regency that belongs to no module. */
export async function actInRegency(
  key: string,
  regency: string,
  login: string | undefined,
  refuse: (message: string) => Error,
): Promise<{ actor: Actor; scope: Scope }> {
  const found = await actorIn(regency, login, refuse)
  assertRight(key, found.actor, refuse)
  return found
}

/**
 * The person named by `--as` for an act of a desk of the ministry or of a province, by his right alone: the desk's service looks whether
 * the regency is his and whether the module is on there.
 *
 * @param key of the permission with its owner, e.g. `core.periods`
 * @param login the console itself when absent
 * @param refuse makes the caller's error of an Indonesian sentence
 * @throws what `refuse` makes; AccountError for an unknown, locked or closed account
 */
export async function actAtDesk(
  key: string,
  login: string | undefined,
  refuse: (message: string) => Error,
): Promise<{ actor: Actor; scope: Scope }> {
  const { actor, scope } = await actorOrConsole(login)
  assertRight(key, actor, refuse)
  return { actor, scope }
}

/** Who acts, once the regency is known to be his. */
async function actorIn(regency: string, login: string | undefined, refuse: (message: string) => Error) {
  const found = await actorOrConsole(login)
  const region = await findRegion(regency)
  if (region?.level !== 2 || !found.scope.regions.includes(regency))
    throw refuse(`Kabupaten/kota ${regency} tidak ada atau di luar wilayah ${found.actor.name}.`)
  return found
}

function assertRight(key: string, { role, name }: Actor, refuse: (message: string) => Error): void {
  if (role !== 'console' && role !== 'system' && !roleMay(registry, role, key))
    throw refuse(`${name} tidak berhak melakukan ini.`)
}
