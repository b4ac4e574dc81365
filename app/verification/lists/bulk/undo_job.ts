import { registry } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { defineJob, JobCancelled, type JobContext } from '#services/jobs/definition'
import { query, scope, type Tx } from '#services/scope'
import { snapshotsBefore, type Change } from '../../imports/undo_plan.js'
import { assertDecidable, placeOf } from '../../periods/index.js'
import {
  EditionAdopter,
  lockRegister,
  RecordWriter,
  type Place,
  type RecordRemoval,
  type RecordWrite,
} from '../../store/index.js'
import { findAct, UNDO_JOB } from './acts.js'
import { adoptable } from './give.js'
import { BulkError, planUndo } from './undo_plan.js'

const STEP = 1000

/**
 * Takes a bulk outcome back where nobody worked on the record since; the rest stays. In one transaction, and only as it was previewed.
 * Its subject is the act.
 */
export default defineJob({
  name: UNDO_JOB,
  async run(context) {
    await scope.run(context.scope, (tx) => undo(tx, context))
  },
  ended: async (tx, job) => {
    await query(
      tx,
      `update bulk_acts set state = 'done', undo_token = null, undone_by_name = null where regency_code = ? and id = cast(? as uuid) and state = 'undoing'`,
      [job.regency, job.subject],
    )
  },
})

async function undo(tx: Tx, context: JobContext): Promise<void> {
  const { job } = context
  const act = await findAct(tx, job.regency, job.subject ?? '')
  if (act?.state !== 'undoing') return
  const place = placeOf(await assertDecidable(tx, registry.module(act.module), job.regency, act.periodId))
  await lockRegister(tx, place)
  const plan = await planUndo(tx, place, act)
  if (plan.token !== act.undoToken) throw new BulkError('E_BULK_CHANGED')
  const cause = { type: 'undo', id: act.id } as const
  const { fits, leaves } = adoptable(place.module, act.outcome)
  const adopter = new EditionAdopter(tx, place, cause, leaves)
  const writer = new RecordWriter(tx, place, cause)
  const fresh = plan.standing.filter((change) => fits && change.fresh)
  const others = plan.standing.filter((change) => !(fits && change.fresh))
  for (let at = 0; at < plan.standing.length; at += STEP) {
    const [adopted, written] = [fresh.slice(at, at + STEP), others.slice(at, at + STEP)]
    if (adopted.length) await adopter.giveBack(adopted)
    if (written.length) await writer.write(await formerOf(tx, place, written))
    await context.report(Math.min(at + STEP, plan.standing.length), plan.standing.length)
    if (await context.cancelled()) throw new JobCancelled()
  }
  await query(
    tx,
    `update bulk_acts set state = 'undone', restored = ?, kept = ?, undone_at = ? where regency_code = ? and id = cast(? as uuid)`,
    [plan.standing.length, plan.kept, tx.now, job.regency, act.id],
  )
  await recordActivity(tx, {
    action: 'update.bulk_undone',
    regency: job.regency,
    object: { type: `${act.module}.bulk`, id: act.id },
    data: { module: act.module, count: plan.standing.length, kept: plan.kept },
  })
  await adopter.finish()
  await writer.finish()
}

async function formerOf(tx: Tx, place: Place, changes: readonly Change[]): Promise<(RecordWrite | RecordRemoval)[]> {
  const before = await snapshotsBefore(tx, place, changes)
  return changes.map(({ key, version }) => {
    const snapshot = before.get(key)
    return snapshot ? { key, version, ...snapshot } : { key, version, remove: true }
  })
}
