import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AnyPlugin, InstalledPlugins } from '#kernel/manifest'
import type { VerificationContribution } from '#verification/contribution'
import { collect, PluginError, type Complaint } from '#kernel/errors'
import { checkFiles } from '#kernel/checks/files'
import { checkManifest } from '#kernel/checks/manifest'
import { checkRequires } from '#kernel/checks/requires'
import { checkVerification } from '#kernel/checks/verification'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A verification module as the core works with it: the manifest's name and path beside its contribution. */
export interface VerificationModule extends VerificationContribution {
  name: string
  path: string
  title: string
}

interface Listed {
  folder: string
  plugin: AnyPlugin
}

/** The plugins of this installation, checked and in order of boot. A mistake in one stops the boot; nothing only warns. */
export class PluginRegistry {
  readonly #plugins = new Map<string, AnyPlugin>()
  readonly #modules = new Map<string, VerificationModule>()

  /** `home` is the folder that holds the plugins' folders, from the root of the project. */
  constructor(private readonly home = 'plugins') {}

  /** @throws PluginError with every mistake of the first plugin that has one */
  async load(installed: InstalledPlugins): Promise<void> {
    const listed: Listed[] = []
    for (const [folder, open] of Object.entries(installed)) listed.push({ folder, plugin: await this.#open(folder, open) })
    for (const [index, { folder, plugin }] of listed.entries()) {
      const contribution = plugin.verification ? await this.#openVerification(plugin.verification, plugin, folder) : null
      const complaints = [
        ...this.#complaints(folder, plugin, listed.slice(0, index), listed),
        ...(contribution ? this.#verificationComplaints(folder, plugin, contribution) : []),
      ]
      if (complaints.length > 0) throw new PluginError(folder, complaints)
      this.#plugins.set(plugin.name, plugin)
      if (!contribution) continue
      const { name, title, path = name } = plugin
      this.#modules.set(name, { ...contribution, name, path, title })
    }
  }

  all(): readonly AnyPlugin[] {
    return [...this.#plugins.values()]
  }

  find(name: string): AnyPlugin | undefined {
    return this.#plugins.get(name)
  }

  /** The plugin that a dotted name belongs to, e.g. that of the object `bdt.record`; undefined for a name of the core. */
  ownerOf(name: string): AnyPlugin | undefined {
    return name.includes('.') ? this.find(name.slice(0, name.indexOf('.'))) : undefined
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

  /** A plugin's folder from the root of the project, e.g. `plugins/bdt`. */
  shownFolder(plugin: AnyPlugin): string {
    return `${this.home}/${plugin.name}`
  }

  async #open(folder: string, open: InstalledPlugins[string]): Promise<AnyPlugin> {
    const own = `${this.home}/${folder}/package.json`
    if (existsSync(join(ROOT, own))) {
      const problem = 'a plugin folder has no package.json: it would cut the plugin off from #core/plugin.'
      throw new PluginError(folder, [{ file: own, problem, cure: 'Delete it and list npm packages under requires.npm.' }])
    }
    try {
      const { default: plugin } = await open()
      return plugin
    } catch (error) {
      throw this.#unopened(
        folder,
        `${this.home}/${folder}/plugin.ts`,
        'Correct the import, or take its line out of config/plugins.ts.',
        error,
      )
    }
  }

  async #openVerification(load: NonNullable<AnyPlugin['verification']>, plugin: AnyPlugin, folder: string) {
    try {
      const { default: contribution } = await load()
      return contribution
    } catch (error) {
      throw this.#unopened(plugin.name, `${this.home}/${folder}/verification.ts`, 'Correct the file that it names.', error)
    }
  }

  #unopened(name: string, file: string, cure: string, error: unknown) {
    const reason = error instanceof Error ? error.message : String(error)
    return new PluginError(name, [{ file, problem: `could not be opened: ${reason}.`, cure }], { cause: error })
  }

  #complaints(folder: string, plugin: AnyPlugin, before: readonly Listed[], all: readonly Listed[]): Complaint[] {
    const shown = `${this.home}/${folder}`
    const file = `${shown}/plugin.ts`
    return collect((complain) => {
      checkManifest(plugin, { folder, file, before: before.map((listed) => listed.plugin) }, complain)
      const listed = all.map((other) => other.plugin)
      checkRequires(plugin, listed, file, complain)
      checkFiles(plugin, join(ROOT, this.home, folder), shown, complain)
    })
  }

  #verificationComplaints(folder: string, plugin: AnyPlugin, contribution: VerificationContribution): Complaint[] {
    const file = `${this.home}/${folder}/verification.ts`
    return collect((complain) => checkVerification(plugin, contribution, (problem, cure) => complain(file, problem, cure)))
  }
}

export const registry = new PluginRegistry()
