import { registry } from '#kernel/registry'
import { roleMay } from '#kernel/permissions'
import { actorOrConsole } from '#services/actors'
import { findRegion } from '#services/regions'
import type { Actor, Scope } from '#services/scope'
import { ObjectionError } from './errors.js'

export interface ObjectionActing {
  scope: Scope
  actor: Actor
  /** Refuses where the person may not work on the module. @throws ObjectionError `E_FORBIDDEN` */
  assertMay(module: string): void
}

/**
 * The person named by `--as` for the desk of objections of a regency, checked as its pages would.
 * @param login the console itself when absent
 * @throws ObjectionError `E_FORBIDDEN`; AccountError for an unknown, locked or closed account
 */
export async function actingOnObjections(regency: string, login: string | undefined): Promise<ObjectionActing> {
  const { actor, scope } = await actorOrConsole(login)
  const region = await findRegion(regency)
  if (region?.level !== 2 || !scope.regions.includes(regency))
    throw forbidden(`Kabupaten/kota ${regency} tidak ada atau di luar wilayah ${actor.name}.`)
  const may = (key: string) => actor.role === 'console' || actor.role === 'system' || roleMay(registry, actor.role, key)
  const assert = (key: string) => {
    if (!may(key)) throw forbidden(`${actor.name} tidak berhak melakukan ini.`)
  }
  assert('core.objections')
  return { scope, actor, assertMay: (module) => assert(`${module}.verify`) }
}

function forbidden(message: string): ObjectionError {
  return new ObjectionError('E_FORBIDDEN', message, {}, 403)
}
