import db from '@adonisjs/lucid/services/db'
import { addDays, daysBetween } from '#domain/calendar_date'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM } from '#services/scope'
import { DAYS_LEFT } from './current_period.js'
import { movePlugins } from './plugins.js'
import { todayOfStory } from './work.js'

/**
 * Moves the last day of the story's period to some days from now, and as far the days granted to single regencies, the periods of the
 * other modules and the days to come of the modules and of announcements, whenever the demonstration is started. Other periods keep theirs.
 *
 * @param period its id; nothing is moved where it is not known
 * @param beside ids of the periods that the story opened for the other modules
 */
export async function moveDates(period: string | undefined, beside: readonly string[] = []): Promise<void> {
  const [found] = period ? await db.connection('owner').from('periods').where({ id: period, state: 'open' }) : []
  if (!found) return
  const until = addDays(todayOfStory(), DAYS_LEFT)
  const days = daysBetween(found.until_on, until)
  await movePeriod(found.id, days)
  if (days <= 0) return
  for (const id of beside) await movePeriod(id, days)
  await scope.run(await nationalScope(SYSTEM), (tx) =>
    query(tx, 'update announcements set valid_until = valid_until + cast(? as int) where valid_until is not null', [days]),
  )
  await scope.run(await nationalScope(SYSTEM), (tx) =>
    query(tx, `update period_requests set until_on = until_on + cast(? as int) where state = 'waiting'`, [days]),
  )
  await scope.run(await nationalScope(SYSTEM), async (tx) => {
    await query(tx, `update objections set due_on = due_on + cast(? as int) where state = 'open'`, [days])
    await query(tx, `update objection_states set due_on = due_on + cast(? as int) where state = 'open'`, [days])
  })
  await movePlugins(days)
}

async function movePeriod(id: string, days: number): Promise<void> {
  await db
    .connection('owner')
    .rawQuery(`update periods set until_on = until_on + cast(? as int) where id = ? and state = 'open'`, [days, id])
  await scope.run(await nationalScope(SYSTEM), (tx) =>
    query(tx, 'update finalisations set until_on = until_on + cast(? as int) where period_id = ? and until_on is not null', [
      days,
      id,
    ]),
  )
}
