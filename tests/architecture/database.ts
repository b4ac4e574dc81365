import db from '@adonisjs/lucid/services/db'

/**
 * Tables with a regency that are small, written by the ministry and read by everybody: reference tables of a distributed database.
 * `published_facts` is the public page of a letter, `objection_states` that of an objection, `edition_regencies` the list of what an edition holds.
 */
const REFERENCE_TABLES = ['edition_regencies', 'objection_states', 'published_facts']

/** Rows of the owner's view of the catalogue. */
export async function catalogue<T>(sql: string): Promise<T[]> {
  const { rows } = await db.connection('owner').rawQuery(sql)
  return rows
}

/** Tables whose rows belong to a regency, parents of partitions included, partitions left out. */
export async function regencyTables(): Promise<string[]> {
  const rows = await catalogue<{ name: string }>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'regency_code'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`)
  return rows.map(({ name }) => name).filter((name) => !REFERENCE_TABLES.includes(name))
}
