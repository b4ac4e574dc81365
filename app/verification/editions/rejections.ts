import { orNull } from '#domain/domain_error'
import { cleanIdentifier } from '#domain/identifier'
import { connectionOf } from '#services/database/copy'
import type { Column, Row } from '#services/documents/cells'
import { writeCsv } from '#services/documents/csv_writer'
import { datedCell } from '#services/documents/spoilt'
import { CellKind, openTable, type DataRow } from '#services/documents/table'
import { writeWholeFile } from '#services/documents/whole_file'
import { LOCALES } from '#kernel/catalogues'
import { query, type Tx } from '#services/scope'
import type { Locale } from '../message.js'
import { INEXACT } from './cells.js'
import type { FileSource } from './sources.js'
import { stagedTable, toldFault, type Fault } from './staging.js'

const BATCH = 1000
/** What stands beside the cells of a rejected row. A file of such rows that comes back has them already. */
const [ROW, ...REASONS] = ['baris', 'alasan', 'reason'] as const

/** A rejected row as the report lists it: row number as in the file (the heading is row 1). */
export interface Rejection extends Fault {
  file: string
  row: number
}

export interface FileCount {
  rejected: number
  /** The first rejections, one for each fault. */
  sample: Rejection[]
}

export async function countRejected(tx: Tx, group: string, most: number): Promise<FileCount> {
  const rows = await query<{ row: number; faults: Fault[]; rejected: number }>(
    tx,
    `select row, faults, cast(count(*) over () as integer) as rejected from ${stagedTable(group)} where faults is not null order by row limit ?`,
    [most],
  )
  const sample = rows.flatMap(({ row, faults }) => faults.map((fault) => ({ file: group, row, ...toldFault(fault) })))
  return { rejected: rows[0]?.rejected ?? 0, sample: sample.slice(0, most) }
}

/** A file whose rejected rows are written down. */
export interface RejectedSource {
  source: FileSource
  /** Columns that are read and hold no dates: a date in one of them is what a spreadsheet made of something else. */
  undated: readonly number[]
}

/**
 * Writes the rejected rows of a file as CSV beside their row number and reasons, the cells as they came, so that it can be put right
 * and loaded again; unchanged, each is rejected again. Reads the source once more and never holds more than a few rows.
 */
export async function writeRejected(tx: Tx, group: string, { source, undated }: RejectedSource, target: string): Promise<void> {
  const table = await openTable(source.path, source.sheet)
  const kept = table.headers.flatMap((header, at) => (header === ROW || REASONS.some((own) => own === header) ? [] : [at]))
  const headers = [ROW, ...kept.map((at) => table.headers[at]!), ...REASONS]
  const columns: Column[] = headers.map((header) => ({ header, type: 'text' }))
  async function* rows(): AsyncGenerator<Row> {
    const rejected = rejectedRows(tx, group)
    let next = await rejected.next()
    for await (const line of table.rows) {
      if (next.done) break
      if (next.value.row !== line.row) continue
      const { faults } = next.value
      yield [
        String(line.row),
        ...kept.map((at) => asCame(line, at, undated)),
        ...LOCALES.map((locale) => words(faults, locale)),
        ...(line.beyond ?? []),
      ]
      next = await rejected.next()
    }
  }
  try {
    await writeWholeFile(target, writeCsv(columns, rows(), { delimiter: table.delimiter === ',' ? ',' : ';' }))
  } finally {
    await table.close()
  }
}

async function* rejectedRows(tx: Tx, group: string): AsyncGenerator<{ row: number; faults: Fault[] }, void> {
  const client = await connectionOf(tx.trx)
  await client.query(
    `declare load_rejected no scroll cursor for select row, faults from ${stagedTable(group)} where faults is not null order by row`,
  )
  for (;;) {
    const { rows } = await client.query<{ row: number; faults: Fault[] }>(`fetch ${BATCH} from load_rejected`)
    if (!rows.length) break
    yield* rows
  }
  await client.query('close load_rejected')
}

function words(faults: readonly Fault[], locale: Locale): string {
  return faults.map(({ column, reason }) => (column ? `${column}: ${reason[locale]}` : reason[locale])).join(' ')
}

/** A cell as it came, or what stands for one that holds no value of its column. */
function asCame({ cells, kinds, spoilt }: DataRow, at: number, undated: readonly number[]): string {
  const [cell, kind] = [cells[at] ?? '', kinds?.[at]]
  if (kind === CellKind.date && undated.includes(at)) return datedCell(cell)
  return spoilt?.find(({ column }) => column === at)?.shown ?? asTyped(cell, kind)
}

/**
 * A cell as it was typed. A number has a comma for the point that a spreadsheet keeps, which people here do not type and the reader of CSV refuses; one
 * whose last digits cannot be trusted is written as a spreadsheet shows it, so that nobody takes it for a whole one when the file comes back.
 */
function asTyped(cell: string, kind: number | undefined): string {
  if (kind !== CellKind.number) return cell
  const isWhole = Math.abs(Number(cell)) < INEXACT || orNull(() => cleanIdentifier(Number(cell), null)) !== null
  if (!isWhole) return Number(cell).toExponential().replace('.', ',').toUpperCase()
  return /^-?\d+\.\d+$/.test(cell) ? cell.replace('.', ',') : cell
}
