import router from '@adonisjs/core/services/router'
import type { RouteFn } from '@adonisjs/core/types/http'
import { middleware } from '#start/kernel'
import type { RouteDefinition } from '#kernel/routes'
import type { PluginRegistry } from '#kernel/registry'
import { verificationRoutes } from '#kernel/verification_routes'

/**
 * Puts the routes of every plugin, and those the core gives to each verification module, behind sign-in, region switch
 * and permission. Names become `<plugin>.<name>`, addresses `/<path>/<pattern>`.
 */
export async function registerPluginRoutes(registry: PluginRegistry): Promise<void> {
  for (const plugin of registry.all()) {
    const own = plugin.routes ? (await plugin.routes()).default : []
    const given = registry.modules().some(({ name }) => name === plugin.name)
      ? verificationRoutes(registry.module(plugin.name))
      : []
    const path = plugin.path ?? plugin.name
    for (const route of [...own, ...given]) register(plugin.name, path, route)
  }
}

function register(plugin: string, path: string, route: RouteDefinition) {
  router
    .route(`/${path}/${route.pattern.replace(/^\//, '')}`, [route.method], route.handler as RouteFn)
    .as(`${plugin}.${route.name}`)
    .use([middleware.auth(), middleware.plugin({ plugin, permission: `${plugin}.${route.permission}` })])
}
