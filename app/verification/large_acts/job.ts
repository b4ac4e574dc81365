import { registry } from '#kernel/registry'
import { defineJob, JobCancelled, type JobContext } from '#services/jobs/definition'
import { query, scope, type Tx } from '#services/scope'
import { assertDecidable, placeOf } from '../periods/index.js'
import { heedLock } from '../review/act.js'
import { ReviewError } from '../review/errors.js'
import { decideShown } from '../review/selection.js'
import { StaleRecordsError, type Place } from '../store/index.js'
import { undoAct } from '../undo/undo.js'
import { findLargeAct, LARGE_ACT_JOB, selectionOf, type LargeAct, type LargeActState } from './acts.js'

/**
 * Decides many updates, or takes such a decision back: all or none, and only exactly those that were shown; where they are others by now
 * nothing is written and the act says so. Its subject is the act.
 */
export default defineJob({
  name: LARGE_ACT_JOB,
  async run(context) {
    try {
      await heedLock(() => scope.run(context.scope, (tx) => work(tx, context)))
    } catch (error) {
      const isChanged = error instanceof StaleRecordsError || (error instanceof ReviewError && error.code === 'E_UNDO_CHANGED')
      if (!isChanged) throw error
      await scope.run(context.scope, (tx) => settle(tx, context.job.regency, context.job.subject ?? '', 'changed', 0))
    }
  },
  ended: async (tx, job) => settle(tx, job.regency, job.subject ?? '', 'failed', 0),
})

async function work(tx: Tx, context: JobContext): Promise<void> {
  const { job } = context
  const act = await findLargeAct(tx, job.regency, job.subject ?? '', true)
  if (act?.state !== 'waiting') return
  const place = placeOf(await assertDecidable(tx, registry.module(act.module), job.regency, act.periodId))
  const changed = await done(tx, place, act, async (count) => {
    await context.report(count, act.expected)
    if (await context.cancelled()) throw new JobCancelled()
  })
  await settle(tx, job.regency, act.id, changed === null ? 'changed' : 'done', changed ?? 0)
}

/** How many it changed; null where they were others. */
async function done(tx: Tx, place: Place, act: LargeAct, passed: (count: number) => Promise<void>): Promise<number | null> {
  if (act.take === 'undo') return (await undoAct(tx, place, act.undone!, act.token, passed)).restored
  const { take, reason, token } = act
  const decision = { take, ...(reason ? { reason } : {}), cause: act.id, passed }
  const shown = { count: act.expected, token, at: act.shownAt }
  const result = await decideShown(tx, place, selectionOf(place.module, act.selection!), decision, shown)
  return result.status === 'done' ? result.count : null
}

async function settle(tx: Tx, regency: string, id: string, state: LargeActState, changed: number): Promise<void> {
  await query(
    tx,
    `update large_acts set state = ?, changed = ?, finished_at = ? where regency_code = ? and id = cast(? as uuid) and state = 'waiting'`,
    [state, changed, tx.now, regency, id],
  )
}
