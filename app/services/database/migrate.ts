import type { ApplicationService } from '@adonisjs/core/types'
import db from '@adonisjs/lucid/services/db'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import plugins from '#config/plugins'
import { installQueue } from '#services/jobs/queue'
import { settleRoles } from './roles.js'

/**
 * Runs the core's migrations, then each plugin's in its own migration table, in the order of `config/plugins.ts`.
 * @throws DatabaseRoleError before the first of them
 */
export async function migrateAll(app: ApplicationService): Promise<string[]> {
  await settleRoles()
  const done: string[] = []
  for (const connectionName of ['owner', ...Object.keys(plugins).map((name) => `owner_${name}`)]) {
    const migrator = new MigrationRunner(db, app, { direction: 'up', connectionName })
    await migrator.run()
    if (migrator.error) throw migrator.error
    done.push(
      ...Object.values(migrator.migratedFiles)
        .filter((file) => file.status === 'completed')
        .map((file) => file.file.name),
    )
    await db.manager.close(connectionName)
  }
  await installQueue()
  return done
}
