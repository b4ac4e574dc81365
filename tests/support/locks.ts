import db from '@adonisjs/lucid/services/db'
import { eventually } from './patience.js'

/**
 * Resolves when somebody in this database waits for a lock.
 *
 * @param query part of the statement that must be the waiting one
 */
export async function untilSomebodyWaits(query = ''): Promise<void> {
  const look = async () => {
    const { rows } = await db
      .connection()
      .rawQuery(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like ?`,
        [`%${query}%`],
      )
    return rows.length
  }
  await eventually('a statement that waits for a lock', look)
}
