import semver from 'semver'
import type { AnyPlugin, InstalledPlugins } from '#kernel/manifest'
import { PluginError } from '#kernel/errors'
import type { VerificationContribution } from '#verification/contribution'

/** Version of the three doors; a plugin's `requires.core` is checked against it. */
export const CORE_VERSION = '1.0.0'

const NAME = /^[a-z][a-z0-9]{1,20}$/

/** A verification module as the core works with it: the manifest's name and path beside its contribution. */
export interface VerificationModule extends VerificationContribution {
  name: string
  path: string
  title: string
}

/** The plugins of this installation, checked and in order of boot. */
export class PluginRegistry {
  readonly #plugins = new Map<string, AnyPlugin>()
  readonly #modules = new Map<string, VerificationModule>()

  async load(installed: InstalledPlugins): Promise<void> {
    for (const [folder, open] of Object.entries(installed)) {
      const { default: plugin } = await open()
      this.#check(folder, plugin)
      this.#plugins.set(plugin.name, plugin)
      if (!plugin.verification) continue
      const { default: contribution } = await plugin.verification()
      if (contribution.instrument.module !== plugin.name) {
        throw new PluginError(
          ...([plugin.name, `plugins/${folder}/plugin.ts`] as const),
          `the instrument belongs to module "${contribution.instrument.module}".`,
          `Set instrument.module to "${plugin.name}".`,
        )
      }
      this.#modules.set(plugin.name, {
        ...contribution,
        name: plugin.name,
        path: plugin.path ?? plugin.name,
        title: plugin.title,
      })
    }
  }

  all(): readonly AnyPlugin[] {
    return [...this.#plugins.values()]
  }

  find(name: string): AnyPlugin | undefined {
    return this.#plugins.get(name)
  }

  modules(): readonly VerificationModule[] {
    return [...this.#modules.values()]
  }

  /** Throws when no such verification module is installed. */
  module(name: string): VerificationModule {
    const found = this.#modules.get(name)
    if (!found)
      throw new Error(
        `No verification module "${name}" is installed. Installed: ${[...this.#modules.keys()].join(', ') || 'none'}.`,
      )
    return found
  }

  #check(folder: string, plugin: AnyPlugin) {
    const file = `plugins/${folder}/plugin.ts`
    const fail = (problem: string, cure: string): never => {
      throw new PluginError(plugin.name, file, problem, cure)
    }
    if (plugin.name !== folder)
      fail(`its name differs from its folder "${folder}".`, 'Names are for ever: rename the new one of the two.')
    if (!NAME.test(plugin.name)) fail('the name is not lower-case letters and digits.', 'Use a short word such as "lansia".')
    if (!semver.satisfies(CORE_VERSION, plugin.requires.core)) {
      fail(
        `requires core ${plugin.requires.core}, this is ${CORE_VERSION}.`,
        'Adapt the plugin to this core and correct requires.core.',
      )
    }
    for (const [needed, range] of Object.entries(plugin.requires.plugins ?? {})) {
      const found = this.#plugins.get(needed)
      if (!found)
        fail(
          `requires "${needed}" ${range}, which is not listed before it.`,
          `Move the "${needed}" line above "${folder}" in config/plugins.ts.`,
        )
      else if (!semver.satisfies(found.version, range))
        fail(`requires "${needed}" ${range}, found ${found.version}.`, 'Update one of the two.')
    }
    const path = plugin.path ?? plugin.name
    const twin = this.all().find((other) => (other.path ?? other.name) === path)
    if (twin) fail(`uses the address "/${path}" of "${twin.name}".`, 'Choose another path.')
    const declared = new Set(Object.keys(plugin.permissions))
    const shown = [...(plugin.menu?.items ?? []), ...(plugin.widgets ?? [])]
    for (const { permission, title } of shown) {
      if (!declared.has(permission))
        fail(`"${title}" names the permission "${permission}".`, `Declare it under permissions: ${[...declared].join(', ')}.`)
    }
  }
}

export const registry = new PluginRegistry()
