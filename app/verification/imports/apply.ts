import type { SiksManifest } from '#siks/format'
import { recordActivity } from '#services/activity'
import { defineJob, JobCancelled, type JobContext } from '#services/jobs/definition'
import { query, scope, type Scope, type Tx } from '#services/scope'
import { loadZones } from '#services/zones'
import type { Version } from '../merge.js'
import { lockRegister, RecordWriter, StaleRecordsError, type Place, type RecordWrite } from '../store/index.js'
import { requestSearch } from '../duplicates/find_job.js'
import { countColumns } from './check.js'
import { countRecords, type Counts } from './checked_rows.js'
import { refusalOf, spoken, type ReasonParams } from './errors.js'
import { accepted, findFile, removeContent, type CheckedRecord, type ImportFile, type Note } from './files.js'
import type { Source } from './facts.js'
import { assertProgram, followExports } from './gate.js'
import { InTurn } from './in_turn.js'
import { findIssue } from './issue.js'
import { modulesOfJob, releaseFile } from './job_file.js'
import { lockImports, openPlacesOf, type OpenPlaces } from './places.js'
import { recheck, rejectClosed } from './recheck.js'

const PAGE = 2000
/** A record that somebody saves between our look and our write sends the whole file back to the look; so often at most. */
const TURNS = 5

/**
 * Makes a checked file part of the register, in one transaction. Stops with a new preview when the result is no longer what was
 * shown, unless `anyway` is set. Its subject is the file.
 */
export default defineJob({
  name: 'imports.apply',
  modules: modulesOfJob,
  ended: releaseFile,
  async run(context) {
    const { job, scope: of } = context
    await loadZones()
    let begun: OpenPlaces | null = null
    for (let turn = 1; ; turn++) {
      try {
        const places = (begun ??= await scope.run(of, (tx) => begin(tx, context)))
        if (places) await scope.run(of, (tx) => apply(tx, context, places))
        return
      } catch (failure) {
        const error = spoken(failure)
        if (error instanceof StaleRecordsError && turn < TURNS) continue
        await giveBack(of, job.regency, job.subject ?? '', job.id, error)
        throw error
      }
    }
  },
})

/** Where the file may be applied, judged once, as the job begins; null when the file is not this job's any more. */
async function begin(tx: Tx, { job }: JobContext): Promise<OpenPlaces | null> {
  const file = await findFile(tx, job.regency, job.subject ?? '')
  return isOurs(file, job) ? openPlacesOf(tx, file) : null
}

function isOurs(file: ImportFile, job: JobContext['job']): boolean {
  return file.state === 'applying' && file.jobId === job.id
}

/** A period closed while the job waits for its turn or starts over does not stop it; a finalisation does, by the lock of the database. */
async function apply(tx: Tx, context: JobContext, { open: places, closed }: OpenPlaces): Promise<void> {
  const { job } = context
  await lockImports(tx, job.regency)
  const file = await findFile(tx, job.regency, job.subject ?? '', true)
  if (!isOurs(file, job)) return
  for (const place of places) await lockRegister(tx, place)
  const manifest = file.manifest as unknown as SiksManifest
  let source: Source
  try {
    await findIssue(tx, file.regency, file.issueId!, { lock: true })
    await assertProgram(manifest)
    const { from } = await followExports(tx, file.regency, file.periodId!, manifest)
    source = { device: manifest.device, from }
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    return refuse(tx, file, refusal)
  }
  let differing = 0
  for (const one of closed) differing += await rejectClosed(tx, file, one)
  for (const place of places) differing += await recheck(tx, file, place, source)
  const counts = await countRecords(tx, file.regency, file.id)
  if (differing > 0 && job.payload.anyway !== true) return showAnew(tx, file, counts, differing)
  const writers = await write(tx, file, places, counts, context)
  await update(tx, file, { state: 'applied', applied_at: tx.now, applied_by: tx.actor.id, ...countColumns(counts) })
  await recordActivity(tx, {
    action: 'import.applied',
    regency: file.regency,
    object: { type: 'import_file', id: file.id },
    data: {
      name: file.name,
      read: counts.read,
      accepted: accepted(counts),
      rejected: counts.rejected,
      conflicts: counts.conflicts,
    },
  })
  for (const writer of writers) await writer.finish()
  for (const place of places) await requestSearch(tx, place)
}

async function write(
  tx: Tx,
  file: ImportFile,
  places: readonly Place[],
  counts: Counts,
  context: JobContext,
): Promise<RecordWriter[]> {
  const total = counts.fresh + counts.changed + counts.conflicts
  let done = 0
  const writers: RecordWriter[] = []
  for (const place of places) {
    const writer = new RecordWriter(tx, place, { type: 'import', id: file.id })
    writers.push(writer)
    const shown = await openConflicts(tx, file, place)
    for await (const writes of pages(tx, file, place)) {
      await writer.write(writes)
      for (const { key } of writes) shown.delete(key)
      done += writes.length
      await context.report(done, total)
      if (await context.cancelled()) throw new JobCancelled()
    }
    const keys = [...shown].sort()
    for (let at = 0; at < keys.length; at += PAGE) await writer.refresh(keys.slice(at, at + PAGE))
  }
  return writers
}

/** The records to write, page by page; one is read while the one before it is written. */
async function* pages(tx: Tx, file: ImportFile, place: Place): AsyncGenerator<RecordWrite[]> {
  const turns = new InTurn()
  const after = (line: number) => turns.run(() => page(tx, file, place, line))
  let next = after(0)
  try {
    for (let writes = await next; writes.length > 0; writes = await next) {
      next = after(writes.at(-1)!.line)
      yield writes
    }
  } finally {
    await turns.ended()
  }
}

async function page(tx: Tx, file: ImportFile, place: Place, after: number) {
  const rows = await query<
    Version & Pick<CheckedRecord, 'line' | 'key' | 'problems'> & { kind: 'repair' | 'new'; version: number }
  >(
    tx,
    `select line, key, kind, coalesce(merged->'doc', doc) as doc, coalesce(merged->>'outcome', outcome) as outcome, problems,
       seen_version as version
     from import_records where regency_code = ? and import_file_id = ? and module = ? and line > ? and status in ('new', 'changed')
     order by line limit ${PAGE}`,
    [file.regency, file.id, place.module.name, after],
  )
  return rows.map((row) => ({ ...row, state: 'received' as const, sourceFileId: file.id }))
}

/**
 * Marks what the file brought as taken and its clashes as open; an older open clash of the same computer on the same record is
 * closed by this one. Returns the keys whose list rows show a clash more or less. The keys of the file are looked up in one hashed list
 * (`coalesce` keeps them from being joined), for a join took two minutes where 20,000 clashes were open.
 */
async function openConflicts(tx: Tx, file: ImportFile, place: Place): Promise<Set<string>> {
  const ids = { regency: file.regency, file: file.id, module: place.module.name }
  const closed = await query<{ key: string }>(
    tx,
    `update import_records o set decided_as = 'superseded', decided_at = :now, decided_by = :by, decided_reason = :file
     where o.regency_code = :regency and o.period_id = :period and o.module = :module and o.device = :device and o.import_file_id <> :file
       and o.status = 'conflict' and o.decided_at is null and coalesce(o.key in (select n.key from import_records n
         where n.regency_code = :regency and n.import_file_id = :file and n.module = :module and n.status <> 'rejected'), false)
     returning o.clash_key as key`,
    { ...ids, period: place.periodId, device: file.device, now: tx.now, by: tx.actor.id },
  )
  await query(
    tx,
    `update import_records set applied = true where regency_code = :regency and import_file_id = :file and module = :module
       and status in ('new', 'changed', 'same')`,
    ids,
  )
  const opened = await query<{ key: string }>(
    tx,
    `update import_records set decided_as = null, decided_at = null
     where regency_code = :regency and import_file_id = :file and module = :module and status = 'conflict' returning clash_key as key`,
    ids,
  )
  return new Set([...closed, ...opened].map(({ key }) => key))
}

/** A refused file holds nothing, neither records of its preview nor counts, as one that was refused when it was checked. */
async function refuse(tx: Tx, file: ImportFile, { code, params }: { code: string; params: ReasonParams }): Promise<void> {
  const none = countColumns({ read: 0, fresh: 0, changed: 0, same: 0, rejected: 0, conflicts: 0, problems: 0 })
  await query(tx, 'delete from import_records where regency_code = ? and import_file_id = ?', [file.regency, file.id])
  await update(tx, file, { state: 'refused', reason_code: code, reason_params: JSON.stringify(params), ...none })
  await recordActivity(tx, {
    action: 'import.refused',
    regency: file.regency,
    object: { type: 'import_file', id: file.id },
    data: { name: file.name, code },
  })
  await removeContent(tx, file)
}

async function showAnew(tx: Tx, file: ImportFile, counts: Counts, differing: number): Promise<void> {
  const note: Note = { code: 'changed_preview', count: differing }
  const notes = [...file.notes.filter(({ code }) => code !== note.code), note]
  await update(tx, file, { state: 'checked', checked_at: tx.now, notes: JSON.stringify(notes), ...countColumns(counts) })
}

/** Nothing was written: the file waits again as it was checked. */
async function giveBack(of: Scope, regency: string, id: string, job: string, error: unknown): Promise<void> {
  const stopped = error instanceof JobCancelled || error instanceof StaleRecordsError || refusalOf(error)
  if (!stopped) return
  await scope.run(of, ({ trx }) =>
    trx.from('import_files').where({ regency_code: regency, id, job_id: job, state: 'applying' }).update({ state: 'checked' }),
  )
}

function update(tx: Tx, file: ImportFile, values: Record<string, unknown>) {
  return tx.trx.from('import_files').where({ regency_code: file.regency, id: file.id }).update(values)
}
