import { registry, type VerificationModule } from '#kernel/registry'
import { textOf } from '#services/jobs/definition'
import { query, type Tx } from '#services/scope'
import type { Locale } from '../message.js'
import { periodById, type RegencyPeriod } from '../periods/index.js'
import { ImportRefusal } from './errors.js'
import { filesOf, findImport, isClean, modulesOf, previewToken, type ImportBatch, type ImportFile } from './files.js'
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
  /** Its period, where no module of it takes imports now: nothing is applied or checked any more. */
  closed: RegencyPeriod | null
  /** Periods of some of its modules that take no imports now, while others do. */
  closedModules: RegencyPeriod[]
  /** What it brought can still be decided on and undone. */
  decidable: boolean
  clean: boolean
  /** Token of the check that is shown. */
  preview: string
  can: { apply: boolean; check: boolean; cancel: boolean; undo: boolean; receipt: boolean }
  modules: VerificationModule[]
}

export interface BatchView {
  batch: ImportBatch
  files: FileView[]
  sums: Sums
  clean: number
  /** Token of the checks of all that is clean. */
  preview: string
  working: FileView[]
}

interface JobFact {
  id: string
  state: string
  message: string | null
  message_en: string | null
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
    preview: previewToken(files.filter(({ clean }) => clean)),
    working: files.filter(({ working }) => working),
  }
}

export async function fileViews(tx: Tx, files: readonly ImportFile[], mayImport: boolean, locale: Locale): Promise<FileView[]> {
  const [jobs, ids] = [await jobsOf(tx, files), await periodIdsOf(tx, files)]
  const periods = await periodsById(tx, files[0]?.regency ?? '', [...ids.values()].flat())
  return files.map((file) => {
    const its = (ids.get(file.id) ?? []).flatMap((id) => periods.get(id) ?? [])
    return viewOf(file, jobs.get(file.jobId ?? ''), its, mayImport, locale)
  })
}

/** Periods that each file brings records for, its main one first; a file of one module has that alone. */
async function periodIdsOf(tx: Tx, files: readonly ImportFile[]): Promise<Map<string, string[]>> {
  const several = files.filter((file) => modulesOf(file).length > 1)
  const rows = several.length
    ? await query<{ file: string; period: string }>(
        tx,
        `select distinct import_file_id as file, period_id as period from import_records
         where regency_code = ? and import_file_id = any (?) and status <> 'rejected'`,
        [several[0]!.regency, several.map(({ id }) => id)],
      )
    : []
  return new Map(
    files.map(({ id, periodId }) => {
      const found = rows.flatMap(({ file, period }) => (file === id ? [period] : []))
      return [id, found.length > 0 ? found.sort((a) => (a === periodId ? -1 : 1)) : periodId ? [periodId] : []]
    }),
  )
}

async function periodsById(tx: Tx, regency: string, ids: readonly string[]): Promise<Map<string, RegencyPeriod>> {
  const periods = new Map<string, RegencyPeriod>()
  for (const id of new Set(ids)) {
    const found = await periodById(tx, id, regency)
    if (found) periods.set(id, found)
  }
  return periods
}

const takesImports = ({ phase, finalisation }: RegencyPeriod) => phase === 'open' && finalisation.state === 'open'
const isDecidable = ({ phase, finalisation }: RegencyPeriod) =>
  (phase === 'open' || phase === 'closing') && finalisation.state === 'open'

async function jobsOf(tx: Tx, files: readonly ImportFile[]): Promise<Map<string, JobFact>> {
  const ids = files.flatMap(({ jobId }) => jobId ?? [])
  const [first] = files
  if (!first || ids.length === 0) return new Map()
  const jobs = await query<JobFact>(
    tx,
    'select id, state, message, message_en from jobs where regency_code = ? and id = any (?)',
    [first.regency, ids],
  )
  return new Map(jobs.map((job) => [job.id, job]))
}

function viewOf(
  file: ImportFile,
  job: JobFact | undefined,
  periods: readonly RegencyPeriod[],
  mayImport: boolean,
  locale: Locale,
): FileView {
  const running = job?.state === 'queued' || job?.state === 'running'
  const unfinished = WORKING.includes(file.state)
  const idle = mayImport && !running
  const late = periods.filter((period) => !takesImports(period))
  const closed = late.length === periods.length ? (late[0] ?? null) : null
  const mayAct = idle && !closed
  const decidable = periods.every(isDecidable)
  const stopped = !running && (unfinished || job?.state === 'failed') ? ((job && textOf(job)?.[locale]) ?? null) : null
  const state = unfinished && !running ? (file.state === 'applying' ? 'checked' : 'cancelled') : file.state
  return {
    ...file,
    state,
    href: `/import/${file.importId}/berkas/${file.id}`,
    refused: refusedFor(file, locale),
    ...{ working: running ? job.id : null, stopped, closed, closedModules: closed ? [] : late, decidable },
    clean: !closed && isClean({ ...file, state }),
    preview: previewToken([file]),
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
