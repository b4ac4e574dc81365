import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import type { PostgreConfig, QueryClientContract } from '@adonisjs/lucid/types/database'
import { scratchDatabase } from '../database.js'

/** A copy of the database on which a plugin's own migrations run, by its own migration table. */
export interface Scratch {
  down(plugin: string): Promise<void>
  up(plugin: string): Promise<void>
  /** The copy itself, as its owner. */
  client(): QueryClientContract
  rows<T>(sql: string, bindings?: Record<string, string>): Promise<T[]>
}

export function onScratch<T>(work: (scratch: Scratch) => Promise<T>): Promise<T> {
  return scratchDatabase(async (database) => {
    const opened = new Set<string>()
    const connectTo = (name: string) => {
      const connectionName = `scratch_${name}`
      if (!db.manager.has(connectionName)) db.manager.add(connectionName, onDatabase(name, database))
      opened.add(connectionName)
      return connectionName
    }
    try {
      return await work({
        down: (plugin) => migrate(connectTo(`owner_${plugin}`), 'down'),
        up: (plugin) => migrate(connectTo(`owner_${plugin}`), 'up'),
        client: () => db.connection(connectTo('owner')),
        rows: async (sql, bindings = {}) => (await db.connection(connectTo('owner')).rawQuery(sql, bindings)).rows,
      })
    } finally {
      for (const name of opened) await db.manager.close(name, true)
    }
  })
}

function onDatabase(connection: string, database: string): PostgreConfig {
  const config = db.manager.get(connection)!.config as PostgreConfig
  const address = new URL(config.connection as string)
  address.pathname = `/${database}`
  return { ...config, connection: address.href }
}

async function migrate(connectionName: string, direction: 'up' | 'down') {
  const options = direction === 'up' ? { direction, connectionName } : { direction, connectionName, batch: 0 }
  const migrator = new MigrationRunner(db, app, options)
  await migrator.run()
  if (migrator.error) throw migrator.error
}

const OBJECTS = String.raw`
  select 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end as object
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and c.relname like :prefix
  union all
  select 'index ' || indexdef from pg_indexes where schemaname = 'public' and tablename like :prefix
  union all
  select 'policy ' || tablename || ' ' || policyname || ' ' || coalesce(qual, '') from pg_policies where tablename like :prefix
  union all
  select 'trigger ' || tgrelid::regclass || ' ' || tgname from pg_trigger where not tgisinternal and tgrelid::regclass::text like :prefix
  union all
  select 'function ' || p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname like :prefix
  order by 1`

/** Takes a plugin's tables away and brings them back, and lists what it owned before, without and after. */
export function migrationsThereAndBack(plugin: string): Promise<{ before: string[]; without: string[]; after: string[] }> {
  return onScratch(async (scratch) => {
    const objects = async () =>
      (await scratch.rows<{ object: string }>(OBJECTS, { prefix: `${plugin}\\_%` })).map(({ object }) => object)
    const before = await objects()
    await scratch.down(plugin)
    const without = await objects()
    await scratch.up(plugin)
    return { before, without, after: await objects() }
  })
}
