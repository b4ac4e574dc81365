import type { AnyPlugin } from '#kernel/manifest'
import type { RouteDefinition } from '#kernel/routes'
import type { Complain } from '#kernel/errors'
import { repeated } from './instrument.js'

/**
 * Routes of a plugin, its own and those the core gives it. `routes.ts` cannot take its permission names from the manifest's
 * type (circular), so they are compared here.
 */
export function checkRoutes(plugin: AnyPlugin, routes: readonly RouteDefinition[], shown: string, complain: Complain): void {
  const declared = Object.keys(plugin.permissions)
  const fail = (problem: string, cure: string) => complain(`${shown}/routes.ts`, problem, cure)
  for (const { name, permission } of routes) {
    if (!declared.includes(permission)) {
      fail(
        `the route "${name}" asks for the permission "${permission}".`,
        `Declare it in plugin.ts, or use one of ${declared.join(', ')}.`,
      )
    }
  }
  for (const name of repeated(routes.map((route) => route.name))) fail(`the route name "${name}" is used twice.`, 'Rename one.')
  for (const address of repeated(routes.map(({ method, pattern }) => `${method} ${pattern}`))) {
    fail(`the address "${address}" is used twice.`, 'Give each route its own.')
  }
}

/** Every menu line opens a page of its plugin that needs nothing but the regency. */
export function checkMenu(plugin: AnyPlugin, routes: readonly RouteDefinition[], shown: string, complain: Complain): void {
  for (const { title, route, national } of plugin.menu?.items ?? []) {
    const found = routes.find(({ name }) => `${plugin.name}.${name}` === route)
    if (!found) {
      complain(
        `${shown}/plugin.ts`,
        `the menu line "${title}" opens "${route}", which is no route.`,
        'Name a route of routes.ts or of the cycle.',
      )
    } else if (found.method !== 'GET' || found.pattern.includes(':')) {
      complain(
        `${shown}/plugin.ts`,
        `the menu line "${title}" opens "${route}", which is not a page by itself.`,
        'Name a GET route without parameters.',
      )
    } else if (found.national !== Boolean(national)) {
      complain(
        `${shown}/plugin.ts`,
        `the menu line "${title}" and its route "${route}" differ on whether it is a desk of the ministry.`,
        'Write national: true at the line and .national() at the route, or neither.',
      )
    }
  }
}
