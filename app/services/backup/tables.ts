import type pg from 'pg'

export interface BackupTable {
  name: string
  columns: string[]
  partitions: { name: string; bound: string }[]
}

/** Tables that a restore makes anew: the queue's own, who works right now, who is signed in, and who tried to. */
const LEFT_OUT = ['workers', 'sessions', 'sign_in_failures', 'reset_tries']

/** Migration tables: a restore compares them and never overwrites them. */
const isMigrationTable = (name: string) => /^schema_[a-z0-9]+(_versions)?$/.test(name)

/** Every table of the application with its columns, parents before the tables that point to them. */
export async function tablesOf(client: pg.Client): Promise<BackupTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' group by c.relname`)
  const own = rows.filter(({ name }) => !LEFT_OUT.includes(name) && !isMigrationTable(name))
  const { rows: partitions } = await client.query<{ parent: string; name: string; bound: string }>(`
    select p.relname as parent, c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
      join pg_namespace n on n.oid = p.relnamespace
    where n.nspname = 'public' and c.relispartition and p.relkind = 'p' order by c.relname`)
  const { rows: links } = await client.query<{ child: string; parent: string }>(`
    select distinct c.relname as child, p.relname as parent from pg_constraint k
      join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid where k.contype = 'f' and k.conrelid <> k.confrelid`)
  return inOrder(own, links).map(({ name, columns }) => ({
    name,
    columns,
    partitions: partitions
      .filter(({ parent }) => parent === name)
      .map(({ name: partition, bound }) => ({ name: partition, bound })),
  }))
}

function inOrder<T extends { name: string }>(tables: T[], links: { child: string; parent: string }[]): T[] {
  const sorted: T[] = []
  const waiting = [...tables].sort((a, b) => (a.name < b.name ? -1 : 1))
  while (waiting.length) {
    const next = waiting.findIndex(
      ({ name }) => !links.some(({ child, parent }) => child === name && waiting.some((table) => table.name === parent)),
    )
    if (next < 0) throw new Error(`Tables point to each other in a circle: ${waiting.map(({ name }) => name).join(', ')}.`)
    sorted.push(...waiting.splice(next, 1))
  }
  return sorted
}

/** Names of the migrations that a database has run, of the core and of every plugin. */
export async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(
    `select table_name as table from information_schema.tables where table_schema = 'public' and table_name ~ '^schema_[a-z0-9]+$' order by 1`,
  )
  const names: string[] = []
  for (const { table } of rows) names.push(...(await migrationsIn(client, table)))
  return names
}

/** Names of the migrations that one migration table knows: `schema_core`, `schema_<plugin>`. */
export async function migrationsIn(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`select name from ${client.escapeIdentifier(table)} order by name`)
  return rows.map(({ name }) => name)
}
