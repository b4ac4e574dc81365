import { recordActivity } from '#services/activity'
import { defineJob, JobCancelled, type JobContext } from '#services/jobs/definition'
import { query, scope, type Tx } from '#services/scope'
import {
  lockRegister,
  RecordWriter,
  StaleRecordsError,
  type Place,
  type RecordRemoval,
  type RecordWrite,
} from '../store/index.js'
import { requestSearch } from '../duplicates/find_job.js'
import { ImportRefusal, spoken } from './errors.js'
import { findFile, type ImportFile, type Note } from './files.js'
import { modulesOfJob } from './job_file.js'
import { lockImports, decidablePlacesOf } from './places.js'
import { changesOf, planUndo, snapshotsBefore } from './undo_plan.js'

const PAGE = 500
const TURNS = 5

/**
 * Puts back what a file changed, where nobody worked on the record since; the rest stays and is listed. In one transaction, and
 * only as it was previewed. Its subject is the file.
 */
export default defineJob({
  name: 'imports.undo',
  modules: modulesOfJob,
  async run(context) {
    for (let turn = 1; ; turn++) {
      try {
        await scope.run(context.scope, (tx) => undo(tx, context))
        return
      } catch (error) {
        if (!(error instanceof StaleRecordsError) || turn === TURNS) throw spoken(error)
      }
    }
  },
})

async function undo(tx: Tx, context: JobContext): Promise<void> {
  const { job } = context
  await lockImports(tx, job.regency)
  const file = await findFile(tx, job.regency, job.subject ?? '', true)
  if (file.state !== 'applied' || file.jobId !== job.id) return
  const places = await decidablePlacesOf(tx, file)
  for (const place of places) await lockRegister(tx, place)
  const plan = await planUndo(tx, file, places)
  if (plan.token !== job.payload.token) throw new ImportRefusal('E_IMPORT_UNDO_CHANGED')
  const writers: RecordWriter[] = []
  let done = 0
  for (const place of places) {
    const writer = new RecordWriter(tx, place, { type: 'undo', id: file.id })
    writers.push(writer)
    for await (const writes of pages(tx, file, place)) {
      await writer.write(writes)
      await forget(
        tx,
        file,
        place,
        writes.map(({ key }) => key),
      )
      done += writes.length
      await context.report(done, plan.restored)
      if (await context.cancelled()) throw new JobCancelled()
    }
    await writer.refresh(await settleConflicts(tx, file, place))
  }
  const note: Note[] = plan.blocked > 0 ? [{ code: 'partial_undo', count: plan.blocked }] : []
  await tx.trx
    .from('import_files')
    .where({ regency_code: file.regency, id: file.id })
    .update({ state: 'undone', undone_at: tx.now, undone_by: tx.actor.id, notes: JSON.stringify([...file.notes, ...note]) })
  await recordActivity(tx, {
    action: 'import.undone',
    regency: file.regency,
    object: { type: 'import_file', id: file.id },
    data: { name: file.name, restored: plan.restored, blocked: plan.blocked },
  })
  for (const writer of writers) await writer.finish()
  for (const place of places) await requestSearch(tx, place)
}

async function* pages(tx: Tx, file: ImportFile, place: Place): AsyncGenerator<(RecordWrite | RecordRemoval)[]> {
  const { standing } = await changesOf(tx, file, place)
  for (let at = 0; at < standing.length; at += PAGE) {
    const page = standing.slice(at, at + PAGE)
    const before = await snapshotsBefore(tx, place, page)
    yield page.map(({ key, version }) => {
      const snapshot = before.get(key)
      return snapshot ? { key, version, ...snapshot } : { key, version, remove: true }
    })
  }
}

/** What was put back is no longer what the next export of that computer is compared with. */
async function forget(tx: Tx, file: ImportFile, place: Place, keys: readonly string[]): Promise<void> {
  await query(
    tx,
    `update import_records set applied = false where regency_code = ? and import_file_id = ? and module = ? and key = any (?) and applied`,
    [file.regency, file.id, place.module.name, keys],
  )
}

/** Open clashes of the file disappear, those it had closed of an older export come back. Returns the keys whose rows show it. */
async function settleConflicts(tx: Tx, file: ImportFile, place: Place): Promise<string[]> {
  const ids = { regency: file.regency, file: file.id, module: place.module.name }
  await query(
    tx,
    `update import_records set applied = false
     where regency_code = :regency and import_file_id = :file and module = :module and status = 'same' and applied`,
    ids,
  )
  const closed = await query<{ key: string }>(
    tx,
    `update import_records set decided_as = 'undone', decided_at = :now, decided_by = :by
     where regency_code = :regency and import_file_id = :file and module = :module and status = 'conflict' and decided_at is null returning clash_key as key`,
    { ...ids, now: tx.now, by: tx.actor.id },
  )
  const opened = await query<{ key: string }>(
    tx,
    `update import_records set decided_as = null, decided_at = null, decided_by = null, decided_reason = null
     where regency_code = :regency and period_id = :period and module = :module and status = 'conflict' and decided_as = 'superseded'
       and decided_reason = :file returning clash_key as key`,
    { ...ids, period: place.periodId },
  )
  return [...new Set([...closed, ...opened].map(({ key }) => key))].sort()
}
