import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import type { PostgreConfig } from '@adonisjs/lucid/types/database'
import { scratchDatabase } from '../database.js'

/**
 * Takes a plugin's tables away and brings them back on a copy of the database, by its own migration table, and lists what the
 * plugin owned before, without and after: tables, columns, indexes, functions.
 */
export async function migrationsThereAndBack(plugin: string): Promise<{ before: string[]; without: string[]; after: string[] }> {
  return scratchDatabase(async (database) => {
    const connectionName = `scratch_${plugin}`
    const config = db.manager.get(`owner_${plugin}`)!.config as PostgreConfig
    const address = new URL(config.connection as string)
    address.pathname = `/${database}`
    db.manager.add(connectionName, { ...config, connection: address.href })
    try {
      const before = await objectsOf(connectionName, plugin)
      await migrate(connectionName, 'down')
      const without = await objectsOf(connectionName, plugin)
      await migrate(connectionName, 'up')
      return { before, without, after: await objectsOf(connectionName, plugin) }
    } finally {
      await db.manager.close(connectionName, true)
    }
  })
}

async function migrate(connectionName: string, direction: 'up' | 'down') {
  const migrator = new MigrationRunner(
    db,
    app,
    direction === 'up' ? { direction, connectionName } : { direction, connectionName, batch: 0 },
  )
  await migrator.run()
  if (migrator.error) throw migrator.error
}

async function objectsOf(connectionName: string, plugin: string): Promise<string[]> {
  const { rows } = await db.connection(connectionName).rawQuery<{ rows: { object: string }[] }>(
    String.raw`
    select 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end as object
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and c.relname like :prefix
    union all
    select 'index ' || indexdef from pg_indexes where schemaname = 'public' and tablename like :prefix
    union all
    select 'policy ' || tablename || ' ' || policyname || ' ' || coalesce(qual, '') from pg_policies where tablename like :prefix
    union all
    select 'function ' || p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname like :prefix
    order by 1`,
    { prefix: `${plugin}\\_%` },
  )
  return rows.map(({ object }) => object)
}
