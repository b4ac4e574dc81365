import { registry, type VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import type { Locale } from '../message.js'
import { periodById, type RegencyPeriod } from '../periods/index.js'
import { ImportRefusal } from './errors.js'
import { filesOf, findImport, isClean, modulesOf, type ImportBatch, type ImportFile } from './files.js'
import { refusedFor, sumsOf, type Refused, type Sums } from './report.js'

const WORKING = ['queued', 'checking', 'applying']

/** A file as the pages show it, with what can be done about it now. */
export interface FileView extends ImportFile {
  href: string
  refused: Refused | null
  /** Id of the job that works on it. */
  working: string | null
  /** Why its last job ended without a result; it can be asked for again. */
  stopped: string | null
  /** Its period, where that takes no imports now: nothing is applied or checked any more. */
  closed: RegencyPeriod | null
  /** What it brought can still be decided on and undone. */
  decidable: boolean
  clean: boolean
  can: { apply: boolean; check: boolean; cancel: boolean; undo: boolean; receipt: boolean }
  modules: VerificationModule[]
}

export interface BatchView {
  batch: ImportBatch
  files: FileView[]
  sums: Sums
  clean: number
  working: FileView[]
}

interface JobFact {
  id: string
  state: string
  message: string | null
}

/** An import with its files and what is going on in them. @throws ImportRefusal `E_IMPORT_MISSING` */
export async function batchView(tx: Tx, regency: string, id: string, mayImport: boolean, locale: Locale): Promise<BatchView> {
  const batch = await findImport(tx, regency, id)
  const found = await filesOf(tx, regency, id)
  if (found.length === 0) throw new ImportRefusal('E_IMPORT_MISSING')
  const files = await fileViews(tx, found, mayImport, locale)
  return {
    ...{ batch, files, sums: sumsOf(files) },
    clean: files.filter(({ clean }) => clean).length,
    working: files.filter(({ working }) => working),
  }
}

export async function fileViews(tx: Tx, files: readonly ImportFile[], mayImport: boolean, locale: Locale): Promise<FileView[]> {
  const [jobs, closed] = [await jobsOf(tx, files), await closedPeriods(tx, files)]
  return files.map((file) => viewOf(file, jobs.get(file.jobId ?? ''), closed.get(file.periodId ?? '') ?? null, mayImport, locale))
}

/** Periods of the files that take no imports now, by id. */
async function closedPeriods(tx: Tx, files: readonly ImportFile[]): Promise<Map<string, RegencyPeriod>> {
  const closed = new Map<string, RegencyPeriod>()
  const [first] = files
  for (const id of new Set(files.flatMap(({ periodId }) => periodId ?? []))) {
    const found = await periodById(tx, id, first!.regency)
    if (found && (found.phase !== 'open' || found.finalisation.state !== 'open')) closed.set(id, found)
  }
  return closed
}

async function jobsOf(tx: Tx, files: readonly ImportFile[]): Promise<Map<string, JobFact>> {
  const ids = files.flatMap(({ jobId }) => jobId ?? [])
  const [first] = files
  if (!first || ids.length === 0) return new Map()
  const jobs = await query<JobFact>(tx, 'select id, state, message from jobs where regency_code = ? and id = any (?)', [
    first.regency,
    ids,
  ])
  return new Map(jobs.map((job) => [job.id, job]))
}

function viewOf(
  file: ImportFile,
  job: JobFact | undefined,
  closed: RegencyPeriod | null,
  mayImport: boolean,
  locale: Locale,
): FileView {
  const running = job?.state === 'queued' || job?.state === 'running'
  const unfinished = WORKING.includes(file.state)
  const idle = mayImport && !running
  const mayAct = idle && !closed
  const decidable = !closed || (closed.phase === 'closing' && closed.finalisation.state === 'open')
  const stopped = !running && (unfinished || job?.state === 'failed') ? (job?.message ?? null) : null
  const state = unfinished && !running ? (file.state === 'applying' ? 'checked' : 'cancelled') : file.state
  return {
    ...file,
    state,
    href: `/import/${file.importId}/berkas/${file.id}`,
    refused: refusedFor(file, locale),
    ...{ working: running ? job.id : null, stopped, closed, decidable },
    clean: !closed && isClean({ ...file, state }),
    can: {
      apply: mayAct && state === 'checked',
      check: mayAct && (state === 'checked' || state === 'cancelled'),
      cancel: mayImport && running && unfinished,
      undo: idle && decidable && state === 'applied',
      receipt: file.periodId !== null,
    },
    modules: registry.modules().filter(({ name }) => modulesOf(file).includes(name)),
  }
}
