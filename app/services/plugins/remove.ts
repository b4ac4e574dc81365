import type { ApplicationService } from '@adonisjs/core/types'
import db from '@adonisjs/lucid/services/db'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import { PluginError } from '#kernel/errors'
import type { AnyPlugin } from '#kernel/manifest'
import { LIST } from '#kernel/plugin_list_file'
import { registry } from '#kernel/registry'
import { workerAlive } from '#services/jobs/worker'

/**
 * - `E_PLUGIN_NEEDED` another installed plugin requires this one
 * - `E_PLUGIN_SERVING` a server or worker lives that would go on working with the tables
 */
export class PluginRemovalError extends Error {
  override readonly name = 'PluginRemovalError'

  constructor(
    readonly code: 'E_PLUGIN_NEEDED' | 'E_PLUGIN_SERVING',
    message: string,
  ) {
    super(message)
  }
}

/** The installed plugin of a name. */
export function installed(name: string): AnyPlugin {
  const found = registry.find(name)
  if (found) return found
  throw new PluginError(name, [{ file: LIST, problem: 'is not installed.', cure: `Add its line to ${LIST}.` }])
}

/** @throws PluginRemovalError while something still needs the plugin */
export async function refuseRemoval(name: string): Promise<void> {
  const needing = registry.all().filter(({ requires }) => name in (requires.plugins ?? {}))
  if (needing.length > 0) {
    const names = needing.map((plugin) => plugin.name).join(', ')
    throw new PluginRemovalError('E_PLUGIN_NEEDED', `Modul "${name}" dibutuhkan oleh ${names}. Lepaskan modul itu dahulu.`)
  }
  if (await workerAlive()) {
    const message = 'Server atau worker masih berjalan. Hentikan semuanya, tunggu 15 detik, lalu ulangi.'
    throw new PluginRemovalError('E_PLUGIN_SERVING', message)
  }
}

/** Runs a plugin's own migrations back to before the first one and forgets them. */
export async function rollBack(app: ApplicationService, name: string, connectionName = `owner_${name}`): Promise<string[]> {
  const migrator = new MigrationRunner(db, app, { direction: 'down', batch: 0, connectionName })
  await migrator.run()
  if (migrator.error) throw migrator.error
  for (const table of [`schema_${name}`, `schema_${name}_versions`]) {
    await db.connection(connectionName).rawQuery('drop table if exists ??', [table])
  }
  await db.manager.close(connectionName)
  return Object.values(migrator.migratedFiles).map(({ file }) => file.name)
}
