import router from '@adonisjs/core/services/router'
import type { RouteFn } from '@adonisjs/core/types/http'
import { middleware } from '#start/kernel'
import { checkMenu, checkRoutes } from '#kernel/checks/routes'
import { collect, PluginError } from '#kernel/errors'
import type { RouteDefinition } from '#kernel/routes'
import type { PluginRegistry } from '#kernel/registry'
import { routesOf } from '#kernel/routes_of'

/**
 * Puts the routes of every plugin, and those the core gives to each verification module, behind sign-in, region switch
 * and permission. Names become `<plugin>.<name>`, addresses `/<path>/<pattern>`.
 *
 * @throws PluginError when a route or a menu line does not fit the manifest
 */
export async function registerPluginRoutes(registry: PluginRegistry): Promise<void> {
  for (const plugin of registry.all()) {
    const routes = await routesOf(registry, plugin)
    const complaints = collect((complain) => {
      checkRoutes(plugin, routes, registry.shownFolder(plugin), complain)
      checkMenu(plugin, routes, registry.shownFolder(plugin), complain)
    })
    if (complaints.length > 0) throw new PluginError(plugin.name, complaints)
    for (const route of routes) register(plugin.name, plugin.path ?? plugin.name, route)
  }
}

function register(plugin: string, path: string, route: RouteDefinition) {
  router
    .route(
      `/${path}/${route.pattern.replace(/^\//, '')}`,
      route.method === 'GET' ? ['GET', 'HEAD'] : [route.method],
      route.handler as RouteFn,
    )
    .as(`${plugin}.${route.name}`)
    .use([
      middleware.auth(),
      middleware.plugin({ plugin, permission: `${plugin}.${route.permission}`, national: route.national }),
    ])
}
