import { createReadStream } from 'node:fs'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { recordActivity } from '#services/activity'
import type { Column, Row } from '#services/documents/cells'
import { openCsv } from '#services/documents/csv_reader'
import { MAX_ROWS, writeWorkbook } from '#services/documents/spreadsheet'
import { writeWholeFile } from '#services/documents/whole_file'
import { findFile, openFile, storeFile } from '#services/files'
import { defineJob, JobCancelled, type JobContext } from '#services/jobs/definition'
import { NATIONAL, scope, type Scope, type Tx } from '#services/scope'
import { withWorkFolder } from '#services/work_folder'
import type { FileSource } from '#verification/editions/sources'
import type { Text } from '#verification/instrument'
import type { LoadKind, LoadOutcome } from './kind.js'
import { kindOf } from './kinds.js'
import { changeLoad, filesOfLoad, findLoad, type Load } from './loads.js'
import { keepRejections } from './rejections.js'

/** Checks or applies one load, its subject, as the state says; what came of it is kept in the transaction of the load itself. */
export default defineJob({
  name: 'loads.run',
  async run(context) {
    const { job } = context
    const of = scope.of(NATIONAL, context.actor)
    const load = await scope.run(of, (tx) => findLoad(tx, job.subject ?? ''))
    if (load.jobId !== job.id || (load.state !== 'checking' && load.state !== 'applying')) return
    await withWorkFolder('load', (folder) => work(context, of, load, folder))
  },
  async ended(tx, job, reason) {
    const load = await findLoad(tx, job.subject ?? '', true)
    if (load.jobId !== job.id || (load.state !== 'checking' && load.state !== 'applying')) return
    const state = load.state === 'checking' ? 'draft' : 'checked'
    await changeLoad(tx, load.id, { state, reason, reason_code: job.error })
  },
})

async function work(context: JobContext, of: Scope, load: Load, folder: string): Promise<void> {
  const kind = kindOf(load.kind)
  const sources = await fetchSources(of, load, folder)
  const words = Object.fromEntries((await kind.parts()).map(({ name, label }) => [name, label]))
  const read: Record<string, number> = {}
  const tell = async (message: Text) => {
    const total = Object.values(read).reduce((sum, rows) => sum + rows, 0)
    await context.report(total, load.state === 'applying' ? load.read : null, message)
    if (await context.cancelled()) throw new JobCancelled()
  }
  await kind.run({
    load: { ...load, regencies: load.report?.regencies.map(({ code }) => code) ?? [] },
    ...{ sources, folder, dryRun: load.state === 'checking', actor: context.actor },
    onRows: async (part, rows) => {
      read[part] = rows
      const { id, en } = words[part] ?? { id: part, en: part }
      await tell({ id: `Membaca ${id.toLowerCase()}`, en: `Reading ${en.toLowerCase()}` })
    },
    onStep: tell,
    noteEdition: (edition) => scope.aside(of, (tx) => changeLoad(tx, load.id, { edition_id: edition })),
    keep: (tx, outcome, faults) => keepOutcome(tx, kind, load, outcome, faults),
  })
}

/** The files from the Drive onto this machine; sheets of one workbook share one. */
async function fetchSources(of: Scope, load: Load, folder: string): Promise<Record<string, FileSource>> {
  const files = await scope.run(of, (tx) => filesOfLoad(tx, load.id))
  const paths = new Map<string, string>()
  const sources: Record<string, FileSource> = {}
  for (const [part, choice] of Object.entries(load.parts)) {
    const file = files.find(({ id }) => id === choice.file)
    if (!file?.fileId) continue
    let path = paths.get(file.id)
    if (!path) {
      const stored = await scope.run(of, (tx) => findFile(tx, file.fileId!))
      if (!stored) continue
      path = join(folder, `berkas-${paths.size}`)
      await writeWholeFile(path, await openFile(stored))
      paths.set(file.id, path)
    }
    sources[part] = { path, name: file.name, columns: choice.columns, ...(choice.sheet === null ? {} : { sheet: choice.sheet }) }
  }
  return sources
}

/** Writes down what came of a load, its faults and its rejected rows, in the transaction that stored it. */
async function keepOutcome(
  tx: Tx,
  kind: LoadKind,
  load: Load,
  outcome: LoadOutcome,
  faults: Readonly<Record<string, string>>,
): Promise<void> {
  await keepRejections(tx, load.id, faults)
  await keepRejectedFiles(tx, outcome)
  const applied = load.state === 'applying'
  await changeLoad(tx, load.id, {
    ...{ state: applied ? 'applied' : 'checked', report: JSON.stringify(outcome), reason: null, reason_code: null },
    ...{ read_count: outcome.read, accepted_count: outcome.accepted, rejected_count: outcome.rejected },
    ...(applied ? { applied_at: tx.now, applied_by_name: tx.actor.name } : { checked_at: tx.now }),
  })
  await recordActivity(tx, {
    ...{ action: applied ? 'load.applied' : 'load.checked', regency: NATIONAL, object: { type: 'load', id: load.id } },
    data: { kind: kind.id, read: outcome.read, accepted: outcome.accepted, rejected: outcome.rejected },
  })
}

async function keepRejectedFiles(tx: Tx, outcome: LoadOutcome): Promise<void> {
  for (const count of Object.values(outcome.parts)) {
    const path = count.rejectedFile
    delete count.rejectedFile
    if (!path) continue
    const name = basename(path)
    const kept = { regency: NATIONAL, kind: 'load' }
    const csv = await storeFile(tx, { ...kept, name, contentType: 'text/csv', content: createReadStream(path) })
    const content = await rejectedWorkbook(path)
    const xlsx = await storeFile(tx, { ...kept, name: name.replace(/csv$/, 'xlsx'), contentType: XLSX_TYPE, content })
    count.rejectedIds = { csv: csv.id, xlsx: xlsx.id }
  }
}

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The rejected rows as a workbook whose every cell is a text, so that no number loses a digit on the way. */
async function rejectedWorkbook(path: string): Promise<Readable> {
  const table = await openCsv(path)
  const columns: Column[] = table.headers.map((header) => ({ header, type: 'text' }))
  async function* rows(): AsyncGenerator<Row> {
    let row = 0
    for await (const { cells, beyond } of table.rows) {
      if (++row > MAX_ROWS) break
      yield beyond ? [...cells, ...beyond] : cells
    }
  }
  return writeWorkbook({ name: 'Ditolak', columns }, rows())
}
