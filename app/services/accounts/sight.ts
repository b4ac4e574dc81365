import { registry } from '#kernel/registry'
import { roleMay } from '#kernel/permissions'
import type { Actor, Role, Scope } from '#services/scope'

/** What a person may see and do: the ground on which every page stands. */
export interface Sight {
  scope: Scope
  /** The regency his pages are about; null for provinces and the ministry until one is chosen. */
  regency: string | null
  can: (permission: string) => boolean
}

/** @param regions of his scope, as the region list gives them */
export function sightOf(user: { id: string; name: string; role: Role; regionCode: string }, regions: readonly string[]): Sight {
  const actor: Actor = { id: user.id, name: user.name, role: user.role }
  return {
    scope: { regions, actor },
    regency: user.role === 'supervisor_regency' ? user.regionCode : null,
    can: (key) => roleMay(registry, user.role, key),
  }
}
