import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'
import { ROOT } from '#tests/support/import_graph'

/** A connection of the application's own role to the address that `db:url` prints for the database, as psql would make it. */
export async function withDatabase(database: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const env = { ...process.env, SIKS_DATABASE: database, NODE_ENV: 'test' }
  const { stdout } = await promisify(execFile)(process.execPath, ['ace.js', 'db:url'], { cwd: ROOT, env })
  const client = new pg.Client({ connectionString: stdout.trim() })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** Tables with rows of a regency that the role may read: under a policy, or open to everybody. Partitions are reached through their parent alone. */
export async function regencyTables(client: pg.Client): Promise<{ guarded: string[]; open: string[] }> {
  const { rows } = await client.query<{ name: string; guarded: boolean }>(
    `select c.relname as name, c.relrowsecurity and not exists
       (select 1 from pg_policy p where p.polrelid = c.oid and p.polcmd = 'r' and p.polname = 'readable') as guarded
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'regency_code'
     where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
       and has_table_privilege(c.oid, 'select') order by 1`,
  )
  const named = (guarded: boolean) => rows.filter((row) => row.guarded === guarded).map(({ name }) => name)
  return { guarded: named(true), open: named(false) }
}
