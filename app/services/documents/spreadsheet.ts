import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { writeXlsxStream } from 'hucre/xlsx'
import { excelSerialOf, formatDate } from '#domain/calendar_date'
import { numeric, type Cell, type Column, type Row } from './cells.js'
import { zipStream, type ZipEntry } from './zip.js'

/** Data rows of one workbook; Excel ends at 1,048,576 with the header. */
export const MAX_ROWS = 1_000_000

const FORMATS = { text: '@', number: 'General', date: 'dd-mm-yyyy' } as const

export interface Sheet {
  /** Name on the tab, at most 31 letters. */
  name: string
  columns: readonly Column[]
}

/** Rows of a whole export, each with the name of the workbook it belongs to; equal names stand together. */
export interface GroupedRow {
  /** Kecamatan, as `33.71.01 Magelang Selatan`. */
  group: string
  row: Row
}

export interface SpreadsheetFile {
  extension: 'xlsx' | 'zip'
  contentType: string
  content: Readable
}

/**
 * One XLSX workbook, streamed: header frozen, texts always as text cells (never a formula), numbers as numbers, dates
 * as Excel serials. The stream fails when `rows` fails, so that a broken export never looks whole.
 */
export function writeWorkbook(sheet: Sheet, rows: Iterable<Row> | AsyncIterable<Row>): Readable {
  const stream = writeXlsxStream(values(sheet.columns, rows), {
    name: sheetName(sheet.name),
    columns: sheet.columns.map(({ header, type, width }) => ({
      header: literal(header),
      numFmt: FORMATS[type],
      width: width ?? Math.max(10, header.length + 2),
    })),
    freezePane: { rows: 1 },
  })
  return Readable.fromWeb(stream as ReadableStream<Uint8Array>, { objectMode: false })
}

/**
 * An export of any size: one workbook up to `MAX_ROWS` rows, above that a ZIP with one workbook per group, in order.
 *
 * @param total number of rows, from the kept counts
 */
export function writeSpreadsheet(
  sheet: Sheet,
  rows: AsyncIterable<GroupedRow>,
  total: number,
  limit = MAX_ROWS,
): SpreadsheetFile {
  if (total > limit) {
    return { extension: 'zip', contentType: 'application/zip', content: zipStream(workbooks(sheet, rows)) }
  }
  return {
    extension: 'xlsx',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: writeWorkbook(sheet, ungrouped(rows)),
  }
}

async function* ungrouped(rows: AsyncIterable<GroupedRow>): AsyncGenerator<Row> {
  for await (const { row } of rows) yield row
}

async function* workbooks(sheet: Sheet, rows: AsyncIterable<GroupedRow>): AsyncGenerator<ZipEntry> {
  const iterator = rows[Symbol.asyncIterator]()
  try {
    let next = await iterator.next()
    async function* ofGroup(group: string): AsyncGenerator<Row> {
      for (; !next.done && next.value.group === group; next = await iterator.next()) yield next.value.row
    }
    while (!next.done) {
      const { group } = next.value
      yield { name: `${fileStem(group)}.xlsx`, content: writeWorkbook(sheet, ofGroup(group)) }
    }
  } finally {
    await iterator.return?.()
  }
}

async function* values(
  columns: readonly Column[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): AsyncGenerator<(string | number | null)[]> {
  for await (const row of rows) {
    const cells = columns.map(({ type }, i) => value(row[i], type))
    yield row.length > columns.length ? [...cells, ...row.slice(columns.length).map((cell) => value(cell, 'text'))] : cells
  }
}

function value(cell: Cell, type: Column['type']): string | number | null {
  if (cell === null || cell === undefined) return null
  if (type === 'number') return numeric(cell) ?? literal(String(cell))
  if (type === 'date') return serial(String(cell))
  return literal(String(cell))
}

/**
 * `_x0041_` in a text would be read as the letter A; the escape of its first sign keeps it as typed. Two signs that XML cannot hold, of which one
 * would make the whole workbook unreadable, are escaped as well (ECMA-376, ST_Xstring).
 */
function literal(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\ufffe\uffff]/g, (sign) => (sign === '\ufffe' ? '_xFFFE_' : '_xFFFF_'))
}

/** Excel's calendar begins in 1900; an earlier date goes as text. */
function serial(date: string): number | string {
  return date < '1900-01-01' ? formatDate(date) : excelSerialOf(date)
}

function sheetName(name: string): string {
  const allowed = name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31)
  return allowed.replace(/^[' ]+|[' ]+$/g, '') || 'Data'
}

function fileStem(group: string): string {
  return group.replace(/[^\p{L}\p{N}. _-]+/gu, '-').replace(/^[. -]+|[. -]+$/g, '') || 'lain'
}
