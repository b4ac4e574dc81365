import type { Listener } from '#kernel/contributions'
import { registry } from '#kernel/registry'

/** How a module answers an event of another, by its whole name. */
export async function listenerOf(module: string, event: string): Promise<Listener> {
  const load = registry.find(module)?.listens?.[event as `${string}.${string}`]
  if (!load) throw new Error(`"${module}" does not listen to "${event}".`)
  return (await load()).default
}
