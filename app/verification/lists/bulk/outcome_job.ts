import { registry } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { defineJob, JobCancelled, type JobContext } from '#services/jobs/definition'
import { query, scope, type Tx } from '#services/scope'
import { assertOpen, placeOf } from '../../periods/index.js'
import { judge } from '../../review/judge.js'
import { todayOf } from '../../review/today.js'
import { lockRegister, readBase, readWorking, RecordWriter, tableNames, type Place, type RecordWrite } from '../../store/index.js'
import { findAct, OUTCOME_JOB, selectionOf, type BulkAct } from './acts.js'
import { outcomeTally, type Able } from './tally.js'

const STEP = 1000

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
  const today = await todayOf(tx, job.regency)
  const writer = new RecordWriter(tx, place, { type: 'edit', id: act.id })
  for (let at = 0; at < now.able.length; at += STEP) {
    await writer.write(await writesOf(tx, place, act, now.able.slice(at, at + STEP), today))
    await context.report(Math.min(at + STEP, now.able.length), now.able.length)
    if (await context.cancelled()) throw new JobCancelled()
  }
  const blocking = await blockingOf(tx, place, now.able)
  await settle(tx, job.regency, act, { state: 'done', changed: now.able.length, blocking })
  await recordActivity(tx, {
    action: 'update.bulk_outcome',
    regency: job.regency,
    object: { type: `${module.name}.bulk`, id: act.id },
    data: { module: module.name, count: now.able.length, outcome: act.outcome },
  })
  await writer.finish()
}

/** The records as they are, with the new outcome; what is untouched becomes a working copy of the edition. */
async function writesOf(
  tx: Tx,
  place: Place,
  { outcome, reason }: BulkAct,
  able: readonly Able[],
  today: string,
): Promise<RecordWrite[]> {
  const keys = able.map(({ key }) => key)
  const working = await readWorking(tx, place, keys)
  const edition = await readBase(tx, place, keys)
  return able.map(({ key, version }) => {
    const found = working.get(key)
    const base = edition.get(key) ?? null
    const doc = (found?.doc ?? base)!
    const kind = found?.kind ?? 'repair'
    const problems = judge(place.module, { doc, outcome, kind, base }, today)
    return {
      ...{ key, version, kind, outcome, state: 'received', doc, problems },
      sourceFileId: found?.sourceFileId ?? null,
      ...(reason ? { reason } : {}),
    }
  })
}

async function blockingOf(tx: Tx, place: Place, able: readonly Able[]): Promise<number> {
  const [row] = await query<{ blocking: number }>(
    tx,
    `select count(*)::int as blocking from ${tableNames(place.module.instrument).current}
     where period_id = ? and regency_code = ? and key = any (?) and blocking > 0`,
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
