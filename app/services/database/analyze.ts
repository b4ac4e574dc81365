import db from '@adonisjs/lucid/services/db'

/**
 * Tells the planner what a bulk load changed; until then it plans for empty tables. Only the owner may, so it is for commands and
 * jobs, never for a web request. Names come from our own tables; `columns` are those that queries choose and join by.
 */
export async function analyzeTables(tables: readonly string[], columns: readonly string[] = []): Promise<void> {
  const only = columns.length > 0 ? ` (${columns.join(', ')})` : ''
  for (const table of tables) await db.connection('owner').rawQuery(`analyze ${table}${only}`)
}
