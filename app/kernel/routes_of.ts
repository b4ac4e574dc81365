import type { AnyPlugin } from '#kernel/manifest'
import type { RouteDefinition } from '#kernel/routes'
import type { PluginRegistry } from '#kernel/registry'
import { verificationRoutes } from '#kernel/verification_routes'

/** A plugin's own routes, then those of the cycle where it is a verification module. */
export async function routesOf(registry: PluginRegistry, plugin: AnyPlugin): Promise<RouteDefinition[]> {
  const own = plugin.routes ? (await plugin.routes()).default : []
  const module = registry.modules().find(({ name }) => name === plugin.name)
  return [...own, ...(module ? verificationRoutes(module, plugin.listens !== undefined) : [])]
}
