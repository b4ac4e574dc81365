import i18nManager from '@adonisjs/i18n/services/main'
import { registry } from '#kernel/registry'
import { clock } from '#services/clock'
import { discardContent, removeContents, storeFile, type StoredFile } from '#services/files'
import { defineJob, JobCancelled, type Job, type JobPayload } from '#services/jobs/definition'
import { dispatch } from '#services/jobs/dispatch'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM, type Tx } from '#services/scope'
import { periodById, placeOf, type RegencyPeriod } from '../periods/index.js'
import { columnParameter, readColumns } from './chosen_columns.js'
import { exportName, exportRecords, type ExportFormat } from './export.js'
import { filterParameters, readFilters, type ListFilters } from './filters.js'
import { countRecords } from './list.js'

const JOB = 'lists.export'
/** Work whose file is taken on the page of downloads: lists, and papers for the villages. */
const TAKEN_BY_ASKER = new Set([JOB, 'papers.print'])
const DAY_MS = 86_400_000
/** So long an export can be taken; it holds persons and is made again in a minute. */
const KEPT_DAYS = 3

/**
 * Makes one export and keeps it as a file that carries the id of the job. A second run finds it and does nothing, or writes over the
 * half that a killed first run has left; one that is given up leaves nothing.
 */
export default defineJob({
  name: JOB,
  async run({ job, scope: of, report, cancelled }) {
    const { module: name, period: periodId, kind, format, parameters, columns, locale } = job.payload
    const module = registry.module(String(name))
    const filters = readFilters(module, kind as ListFilters['kind'], JSON.parse(String(parameters)))
    const found = await scope.run(of, async (tx) => {
      if (await exportedFile(tx, job)) return null
      const period = await periodById(tx, String(periodId), job.regency)
      const { value, capped } = period ? await countRecords(tx, placeOf(period), filters) : { value: 0, capped: false }
      return period && { period, total: capped ? null : value }
    })
    if (!found) return
    const { period, total } = found
    const place = placeOf(period)
    const wanted = { filters, format: format as ExportFormat, total: total ?? 0, columns: readColumns(module, columns) }
    const made = await exportRecords(of, place, wanted, i18nManager.locale(String(locale)), async (done) => {
      await report(done, total)
      if (await cancelled()) throw new JobCancelled()
    })
    await scope.run(of, (tx) =>
      storeFile(tx, {
        ...{ ...contentOf(job), contentType: made.contentType, content: made.content },
        name: exportName(place, filters.kind, period.today, made.extension),
      }),
    )
  },
  ended: (_tx, job) => discardContent(contentOf(job)),
})

/** Asks for an export as a job; the same one that still waits or runs for this person is taken instead of a second. */
export async function requestExport(
  tx: Tx,
  { module, regency, period }: RegencyPeriod,
  filters: ListFilters,
  format: ExportFormat,
  locale: string,
  columns: readonly string[] | null = null,
): Promise<string> {
  const payload: JobPayload = {
    ...{ module: module.name, period: period.id, kind: filters.kind, format, locale },
    parameters: JSON.stringify(filterParameters(filters)),
    columns: columnParameter(columns),
  }
  const [waiting] = await query<{ id: string }>(
    tx,
    `select id from jobs where regency_code = ? and name = '${JOB}' and state in ('queued', 'running') and created_by = ? and payload = cast(? as jsonb)`,
    [regency, tx.actor.id, JSON.stringify(payload)],
  )
  return waiting?.id ?? dispatch(tx, { name: JOB, regency, payload })
}

/** Whether a job makes an export or a paper of that module. */
export function isExportOf(job: Job, module: string): boolean {
  return TAKEN_BY_ASKER.has(job.name) && job.payload.module === module
}

/** The file a finished job has made; null before, and when its days are over. */
export async function exportedFile(tx: Tx, job: Job): Promise<StoredFile | null> {
  const [row] = await query<StoredFile>(
    tx,
    `select id, regency_code as regency, kind, disk_key as key, original_name as name, content_type as "contentType", size, sha256
     from files where regency_code = ? and kind = ? and created_at > ? and removed_at is null`,
    [job.regency, contentOf(job).kind, keptSince()],
  )
  return row ?? null
}

/** Takes away the content of exports whose days are over; their rows stay and say what was made and by whom. */
export async function tidyExports(): Promise<number> {
  return scope.run(await nationalScope(SYSTEM), async (tx) => {
    const old = await query<{ id: string }>(
      tx,
      `select id from files where kind like 'export-%' and created_at <= ? and removed_at is null`,
      [keptSince()],
    )
    return removeContents(
      tx,
      old.map(({ id }) => id),
    )
  })
}

function keptSince(): Date {
  return new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS)
}

/** Under what the file of a job lies. */
export function contentOf({ id, regency }: Job) {
  return { id, regency, kind: `export-${id}` }
}
