import type { I18n } from '@adonisjs/i18n'
import type { MapLayer } from '#kernel/contributions'
import type { AnyPlugin } from '#kernel/manifest'
import { registry } from '#kernel/registry'
import type { Sight } from '#services/accounts/sight'
import { pluginEnabledAmong } from '#services/plugin_switches'

/** A figure that a person may see on the map. */
export interface ShownLayer {
  /** `<plugin>.<id>`, as in addresses. */
  id: string
  title: string
  /** Whether he may see numbers below five too. */
  exact: boolean
  load: () => Promise<MapLayer>
}

/** A module with layers for a person, and the regencies of his scope where it is on. */
export interface MapModule {
  name: string
  /** Of its address `/peta/<path>`. */
  path: string
  title: string
  layers: ShownLayer[]
  regencies: string[]
}

/** Layers of the modules that are on somewhere in the person's scope and that he has the right to. */
export async function mapModules({ scope, can }: Pick<Sight, 'scope' | 'can'>, i18n: I18n): Promise<MapModule[]> {
  const regencies = scope.regions.filter((code) => code.includes('.'))
  const found: MapModule[] = []
  for (const plugin of registry.all()) {
    const layers = layersOf(plugin, can, i18n)
    if (layers.length === 0) continue
    const on = await pluginEnabledAmong(plugin.name, regencies)
    if (on.size === 0) continue
    const title = registry.modules().find(({ name }) => name === plugin.name)?.words.short ?? plugin.title
    found.push({ name: plugin.name, path: plugin.path ?? plugin.name, title, layers, regencies: [...on] })
  }
  return found
}

/** Whether a person may see any figure of a module on the map. */
export function hasLayers(plugin: AnyPlugin, can: Sight['can']): boolean {
  return (plugin.mapLayers ?? []).some(({ permission }) => can(`${plugin.name}.${permission}`))
}

function layersOf(plugin: AnyPlugin, can: Sight['can'], i18n: I18n): ShownLayer[] {
  return (plugin.mapLayers ?? [])
    .filter(({ permission }) => can(`${plugin.name}.${permission}`))
    .map(({ id, title, exact, load }) => ({
      id: `${plugin.name}.${id}`,
      title: i18n.t(`${plugin.name}.map.${id}`, undefined, title),
      exact: can(`${plugin.name}.${exact}`),
      load: async () => (await load()).default,
    }))
}
