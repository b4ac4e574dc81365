import { webStream } from '#siks/node_files'
import { openSiks, type OpenedSiks, type RecordLine } from '#siks/reader'
import { recordActivity } from '#services/activity'
import { findFile as findStored, openFile } from '#services/files'
import { defineJob, JobCancelled, type JobContext } from '#services/jobs/definition'
import { assertPluginOn } from '#services/plugin_switches'
import { query, scope, type Scope, type Tx } from '#services/scope'
import type { SiksManifest } from '#siks/format'
import { CheckedRows, type Counts } from './checked_rows.js'
import { refusalOf, type ReasonParams } from './errors.js'
import { findFile, removeContent, type ImportFile, type Note } from './files.js'
import { passGate } from './gate.js'
import { inAdvance, InTurn } from './in_turn.js'
import { findIssue, type Issue } from './issue.js'
import { modulesOfJob, releaseFile } from './job_file.js'
import { factsOf, judgeBatch } from './judge_batch.js'
import { Staging } from './staging.js'

const BATCH = 250

/** Opens one uploaded file, judges every record and stores the preview: the whole of it or nothing. Its subject is the file. */
export default defineJob({
  name: 'imports.check',
  modules: modulesOfJob,
  ended: releaseFile,
  async run(context) {
    const { job, scope: of } = context
    const file = await scope.run(of, (tx) => begin(tx, job.regency, job.subject ?? '', job.id))
    if (!file) return
    const seen: { manifest?: SiksManifest } = {}
    try {
      await scope.run(of, (tx) => check(tx, file, context, seen))
    } catch (error) {
      if (error instanceof JobCancelled) {
        await scope.run(of, (tx) => settle(tx, file, 'cancelled', seen.manifest))
        throw error
      }
      const refusal = refusalOf(error)
      if (!refusal) throw error
      await refuse(of, file, refusal, seen.manifest)
    }
  },
})

/** Takes the file for this job; null when it was checked, cancelled or given to another job already. */
async function begin(tx: Tx, regency: string, id: string, job: string): Promise<ImportFile | null> {
  const file = await findFile(tx, regency, id, true)
  if (file.jobId !== job || (file.state !== 'queued' && file.state !== 'checking')) return null
  await query(tx, `update import_files set state = 'checking' where regency_code = ? and id = ?`, [regency, id])
  return file
}

async function check(tx: Tx, file: ImportFile, context: JobContext, seen: { manifest?: SiksManifest }): Promise<void> {
  const locked = await findFile(tx, file.regency, file.id, true)
  if (locked.state !== 'checking' || locked.jobId !== context.job.id) return
  const { opened, issue } = await openStored(tx, file)
  try {
    seen.manifest = opened.manifest
    const gate = await passGate(tx, issue, opened.manifest, opened.unknown).catch((error: unknown) => whole(opened, error))
    const places = new Map([...gate.grounds].map(([name, { place }]) => [name, place]))
    const staging = await Staging.open(tx)
    const rows = await CheckedRows.open(tx, file, opened.manifest.device)
    const remarks = { unknown: new Set(Object.keys(opened.unknown)), ignored: new Set<string>() }
    // The database stores the last batch and looks up the next one while we judge this one and read the one after.
    const turns = new InTurn()
    const looked = inAdvance(batches(opened), (lines) =>
      turns.run(async () => ({ lines, facts: await factsOf(tx, gate, lines) })),
    )
    let stored = Promise.resolve()
    let done = 0
    try {
      for await (const { lines, facts } of looked) {
        const [judged] = await Promise.all([judgeBatch(gate, facts, lines, remarks), goOn(context, done)])
        const [made, staged] = [CheckedRows.made(judged), Staging.made(places, judged)]
        await stored
        stored = turns.run(async () => {
          await rows.add(made)
          await staging.add(staged)
        })
        done += lines.length
      }
      await stored
      await goOn(context, done)
    } finally {
      await turns.ended()
    }
    await opened.finish()
    await assertPluginOn([...places.keys()], file.regency)
    await staging.judge([...places.values()])
    const counts = await rows.finish()
    await finish(tx, file, issue, opened.manifest, gate.periodId, counts, [...gate.notes, ...noted(remarks)])
  } finally {
    await opened.close()
  }
}

/** What a file says of itself holds once it is proven whole: one that was cut or changed is told as such, whatever its beginning says. */
async function whole(opened: OpenedSiks, error: unknown): Promise<never> {
  if (refusalOf(error)) await opened.finish()
  throw error
}

/** Tells how far the job is, and stops where somebody stopped it. */
async function goOn(context: JobContext, done: number): Promise<void> {
  await context.report(done)
  if (await context.cancelled()) throw new JobCancelled()
}

async function openStored(tx: Tx, file: ImportFile): Promise<{ opened: OpenedSiks; issue: Issue }> {
  const stored = file.fileId ? await findStored(tx, file.fileId) : null
  if (!stored) throw new Error(`The content of import file ${file.id} is not kept any more.`)
  let found: Awaited<ReturnType<typeof findIssue>> = null
  const opened = await openSiks(webStream(await openFile(stored)), {
    identityOf: async (id) => {
      found = await findIssue(tx, file.regency, id)
      return found?.identity ?? null
    },
    publicKeyOf: async () => found!.issue.publicKey,
  })
  return { opened, issue: found!.issue }
}

async function* batches(opened: OpenedSiks): AsyncGenerator<RecordLine[], undefined> {
  let lines: RecordLine[] = []
  for await (const line of opened.records) {
    lines.push(line)
    if (lines.length < BATCH) continue
    yield lines
    lines = []
  }
  if (lines.length > 0) yield lines
}

function noted({ unknown, ignored }: { unknown: Set<string>; ignored: Set<string> }): Note[] {
  const note = (code: Note['code'], fields: Set<string>): Note[] =>
    fields.size > 0 ? [{ code, count: fields.size, fields: [...fields].sort().slice(0, 20) }] : []
  return [...note('unknown_fields', unknown), ...note('ignored_values', ignored)]
}

async function finish(
  tx: Tx,
  file: ImportFile,
  issue: Issue,
  manifest: SiksManifest,
  periodId: string,
  counts: Counts,
  notes: Note[],
): Promise<void> {
  await tx.trx
    .from('import_files')
    .where({ regency_code: file.regency, id: file.id })
    .update({
      ...{ state: 'checked', checked_at: tx.now, issue_id: issue.id, period_id: periodId, notes: JSON.stringify(notes) },
      ...manifestColumns(manifest),
      ...countColumns(counts),
    })
}

function manifestColumns(manifest: SiksManifest | undefined) {
  if (!manifest) return {}
  const { device, operator, sequence } = manifest
  return { device, operator, sequence, manifest: JSON.stringify(manifest) }
}

export function countColumns(counts: Counts) {
  return {
    ...{ read_count: counts.read, new_count: counts.fresh, changed_count: counts.changed, same_count: counts.same },
    ...{ rejected_count: counts.rejected, conflict_count: counts.conflicts, problem_count: counts.problems },
  }
}

async function settle(
  tx: Tx,
  file: ImportFile,
  state: 'refused' | 'cancelled',
  manifest: SiksManifest | undefined,
  refusal?: { code: string; params: ReasonParams },
): Promise<void> {
  await tx.trx
    .from('import_files')
    .where({ regency_code: file.regency, id: file.id })
    .update({
      ...{ state, checked_at: tx.now, ...manifestColumns(manifest) },
      ...(refusal ? { reason_code: refusal.code, reason_params: JSON.stringify(refusal.params) } : {}),
    })
}

async function refuse(
  of: Scope,
  file: ImportFile,
  refusal: { code: string; params: ReasonParams },
  manifest: SiksManifest | undefined,
): Promise<void> {
  await scope.run(of, async (tx) => {
    await settle(tx, file, 'refused', manifest, refusal)
    await recordActivity(tx, {
      action: 'import.refused',
      regency: file.regency,
      object: { type: 'import_file', id: file.id },
      data: { name: file.name, code: refusal.code },
    })
    await removeContent(tx, file)
  })
}
