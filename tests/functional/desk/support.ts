import type User from '#models/user'
import { scopeRegions } from '#services/regions'
import { scope, type Scope, type Tx } from '#services/scope'

export async function scopeOf({ id, name, role, regionCode }: User): Promise<Scope> {
  return scope.of(await scopeRegions(role, regionCode), { id, name, role })
}

/** Work as a person, with what he may see. */
export async function as<T>(user: User, work: (tx: Tx) => Promise<T>): Promise<T> {
  return scope.run(await scopeOf(user), work)
}
