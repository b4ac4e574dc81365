import { Readable } from 'node:stream'
import type { I18n } from '@adonisjs/i18n'
import type { Column, Row } from '#services/documents/cells'
import { writeCsv } from '#services/documents/csv_writer'
import { writeSpreadsheet, type GroupedRow } from '#services/documents/spreadsheet'
import { childrenOf } from '#services/regions'
import { scope, type Scope } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import type { Place } from '../store/index.js'
import { chosenOfInstrument, columnTexts } from './chosen_columns.js'
import type { ListFilters } from './filters.js'
import { nextRecords, type ListRow } from './list.js'
import { decileLabel, outcomeLabel } from './words.js'
import { localeOf } from '#verification/message'
import { idLabelsOf } from '../persons/id_labels.js'

export const FORMATS = ['xlsx', 'csv'] as const
export type ExportFormat = (typeof FORMATS)[number]

/** An export up to so many rows is sent at once; a larger one is made by a job. */
export const AT_ONCE = 5000
/** What is sent at once is read by one statement, so that no slow receiver holds a connection. */
const STEP = AT_ONCE + 1

export interface ListExport {
  extension: string
  contentType: string
  content: Readable
}

interface Names {
  districts: Map<string, string>
  villages: Map<string, string>
}

/**
 * Exactly the filtered rows in the order of the screen, as a stream, all as they were at its beginning: read in steps in one
 * transaction, which ends with the last of them. NIK are masked. Chosen answers of the instrument follow behind the usual columns.
 *
 * @param total rows of the list, to split a workbook that would be too long
 * @param passed told how many rows have gone out
 */
export async function exportRecords(
  of: Scope,
  place: Place,
  wanted: { filters: ListFilters; format: ExportFormat; total: number; columns?: readonly string[] | null },
  i18n: I18n,
  passed: (done: number) => Promise<void> = async () => undefined,
): Promise<ListExport> {
  const { filters, format, total } = wanted
  const names = await namesOf(place.regency)
  const locale = localeOf(i18n)
  const more = chosenOfInstrument(place.module, wanted.columns ?? null, locale, i18n.t.bind(i18n))
  const columns = [
    ...columnsOf(place.module, i18n),
    ...more.map(({ label }): Column => ({ header: label, type: 'text', width: 22 })),
  ]
  const chosen = more.map(({ value }) => value)
  const rows = rowsOf(of, place, { filters, chosen }, names, i18n, passed)
  if (format === 'xlsx') return writeSpreadsheet({ name: place.module.words.short, columns }, rows, total)
  const content = Readable.from(writeCsv(columns, ungrouped(rows)), { objectMode: false })
  return { extension: 'csv', contentType: 'text/csv', content }
}

function columnsOf(module: VerificationModule, i18n: I18n): Column[] {
  const t = (key: string) => i18n.t(`verification.${key}`)
  return [
    { header: idLabelsOf(module, 'id').record, type: 'text', width: 24 },
    { header: t('name'), type: 'text', width: 28 },
    { header: t('nik_masked'), type: 'text', width: 18 },
    { header: t('address'), type: 'text', width: 36 },
    { header: t('locality'), type: 'text', width: 16 },
    { header: t('district'), type: 'text', width: 20 },
    { header: t('village'), type: 'text', width: 22 },
    { header: t('village_code'), type: 'text', width: 16 },
    { header: t('persons'), type: 'number' },
    { header: t('families'), type: 'number' },
    { header: t('decile'), type: 'text', width: 18 },
    { header: t('outcome'), type: 'text', width: 20 },
    { header: t('state'), type: 'text', width: 14 },
    { header: t('problem.conflict'), type: 'text' },
    { header: t('problem.block'), type: 'number' },
    { header: t('problem.warn'), type: 'number' },
    { header: t('problem.inherited'), type: 'number' },
    { header: t('key'), type: 'text', width: 38 },
  ]
}

async function* rowsOf(
  of: Scope,
  place: Place,
  { filters, chosen }: { filters: ListFilters; chosen: readonly string[] },
  { districts, villages }: Names,
  i18n: I18n,
  passed: (done: number) => Promise<void>,
): AsyncGenerator<GroupedRow> {
  const { module } = place
  const locale = localeOf(i18n)
  const line = (row: ListRow): Row => [
    ...[row.register_id, row.name, row.masked_nik, row.address, row.locality],
    ...[districts.get(row.district_code), villages.get(row.village_code), row.village_code, row.persons, row.families],
    ...[decileLabel(module, row.decile, locale), outcomeLabel(module, row.outcome, locale)],
    ...[i18n.t(`component.status.${row.state}`), row.conflict ? i18n.t('verification.yes') : null],
    ...[row.blocking, row.warnings, row.inherited, row.key],
  ]
  const { tx, end } = await scope.snapshot(of)
  try {
    let rows: ListRow[] = []
    for (let done = 0; done === 0 || rows.length === STEP;) {
      rows = await nextRecords(tx, place, filters, rows.at(-1), STEP)
      const keys = rows.map(({ key }) => key)
      const texts = await columnTexts(tx, place, keys, chosen, locale)
      if (rows.length < STEP) await end()
      for (const row of rows) {
        const answers = chosen.map((id) => texts.get(row.key)?.[id] ?? null)
        yield { group: `${row.district_code} ${districts.get(row.district_code) ?? ''}`.trim(), row: [...line(row), ...answers] }
      }
      done += rows.length
      await passed(done)
      if (done === 0) return
    }
  } finally {
    await end()
  }
}

async function* ungrouped(rows: AsyncIterable<GroupedRow>): AsyncGenerator<Row> {
  for await (const { row } of rows) yield row
}

async function namesOf(regency: string): Promise<Names> {
  const districts = await childrenOf(regency)
  const villages = await Promise.all(districts.map(({ code }) => childrenOf(code)))
  const named = (regions: { code: string; name: string }[]) => new Map(regions.map(({ code, name }) => [code, name]))
  return { districts: named(districts), villages: named(villages.flat()) }
}

/** Name of an export as it is saved: `BDT-33.71-perbaikan-2026-11-25.xlsx`. */
export function exportName(place: Place, kind: ListFilters['kind'], today: string, extension: string): string {
  const { paths, words } = place.module
  const list = kind === 'new' ? paths.additions : kind === 'repair' ? (paths.changes ?? paths.repairs) : paths.repairs
  return `${words.short}-${place.regency}-${list}-${today}.${extension}`
}
