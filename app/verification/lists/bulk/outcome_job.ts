import { registry } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { defineJob, JobCancelled, type JobContext } from '#services/jobs/definition'
import { query, scope, type Tx } from '#services/scope'
import { assertOpen, placeOf } from '../../periods/index.js'
import { todayOf } from '../../review/today.js'
import { keyIn, lockRegister, tableNames, type Place } from '../../store/index.js'
import { findAct, OUTCOME_JOB, selectionOf, type BulkAct } from './acts.js'
import { giveOutcome } from './give.js'
import { outcomeTally, type Able } from './tally.js'

/**
 * Gives one outcome to all records of a bulk act, all or none, and only to exactly those that were shown; where the selection is
 * another by now nothing is written and the act says so. Its subject is the act.
 */
export default defineJob({
  name: OUTCOME_JOB,
  async run(context) {
    await scope.run(context.scope, (tx) => work(tx, context))
  },
  ended: async (tx, job) => {
    await query(
      tx,
      `update bulk_acts set state = 'failed', finished_at = ? where regency_code = ? and id = cast(? as uuid) and state = 'waiting'`,
      [tx.now, job.regency, job.subject],
    )
  },
})

async function work(tx: Tx, context: JobContext): Promise<void> {
  const { job } = context
  const act = await findAct(tx, job.regency, job.subject ?? '')
  if (act?.state !== 'waiting') return
  const module = registry.module(act.module)
  const place = placeOf(await assertOpen(tx, module, job.regency, act.periodId))
  await lockRegister(tx, place)
  const now = await outcomeTally(tx, place, selectionOf(module, act), act.outcome)
  if (now.token !== act.token) return settle(tx, job.regency, act, { state: 'changed', changed: 0, blocking: 0 })
  const passed = async (done: number) => {
    await context.report(done, now.able.length)
    if (await context.cancelled()) throw new JobCancelled()
  }
  const writers = await giveOutcome(
    tx,
    context.scope,
    place,
    act,
    { able: now.able, today: await todayOf(tx, job.regency) },
    passed,
  )
  const blocking = await blockingOf(tx, place, now.able)
  await settle(tx, job.regency, act, { state: 'done', changed: now.able.length, blocking })
  await recordActivity(tx, {
    action: 'update.bulk_outcome',
    regency: job.regency,
    object: { type: `${module.name}.bulk`, id: act.id },
    data: { module: module.name, count: now.able.length, outcome: act.outcome },
  })
  for (const writer of writers) await writer.finish()
}

async function blockingOf(tx: Tx, place: Place, able: readonly Able[]): Promise<number> {
  const [row] = await query<{ blocking: number }>(
    tx,
    `select count(*)::int as blocking from ${tableNames(place.module.instrument).current}
     where period_id = ? and regency_code = ? and ${keyIn('?')} and blocking > 0`,
    [place.periodId, place.regency, able.map(({ key }) => key)],
  )
  return row!.blocking
}

async function settle(
  tx: Tx,
  regency: string,
  { id }: BulkAct,
  { state, changed, blocking }: Pick<BulkAct, 'state' | 'changed' | 'blocking'>,
): Promise<void> {
  await query(
    tx,
    `update bulk_acts set state = ?, changed = ?, blocking = ?, finished_at = ? where regency_code = ? and id = cast(? as uuid)`,
    [state, changed, blocking, tx.now, regency, id],
  )
}
