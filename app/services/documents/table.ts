import { open } from 'node:fs/promises'
import { isBlank } from '#domain/plain_cell'
import type { Text } from '#verification/instrument'
import { openCsv } from './csv_reader.js'
import type { HeadingOptions } from './heading.js'
import { openSheet } from './xlsx/sheet.js'

/** What a spreadsheet keeps in a cell; a CSV file has nothing but text. */
export const CellKind = { text: 0, number: 1, date: 2 } as const

export interface DataRow {
  /** Number of the row as a spreadsheet shows it: the first is row 1, blank rows count. */
  row: number
  /** One text per header, untrimmed, without our own formula guard; empty where the row is short. A date is `YYYY-MM-DD`, a time of day `HH:MM:SS`. */
  cells: string[]
  /** What each cell is, where the file says so; good until the next row is asked for. */
  kinds?: Uint8Array
  /** Why the row cannot be taken as it stands. */
  problem?: Text
  /** Cells that hold no value: an error, a formula without its kept value. */
  spoilt?: readonly SpoiltCell[]
  /** What stands behind the last heading; such a row cannot be taken. */
  beyond?: readonly string[]
}

export interface SpoiltCell {
  column: number
  /** What the file shows in its place. */
  shown: string
  reason: Text
}

/** The rows of a file or of one sheet of it, to be read once from the first to the last. */
export interface DataTable {
  /** Headings as column names, see `columnName`. */
  headers: string[]
  /** Sign between the cells, where the file has one. */
  delimiter?: string
  /** Rows that hold anything; may be read once. */
  rows: AsyncGenerator<DataRow, void>
  /** Lets go of the file when the rows are not read to their end. */
  close(): Promise<void>
}

/**
 * Column that bears one of the names, -1 where none does. An earlier name goes before a later one wherever their columns stand, so that a list
 * which also says where a record is now (`kode_desa`) is read by where it goes (`kode_desa_tujuan`).
 */
export function columnAmong(headers: readonly string[], names: readonly string[]): number {
  return names.map((name) => headers.indexOf(name)).find((at) => at >= 0) ?? -1
}

/** Whether a row holds nothing in the columns that are read, as rows do that are only numbered for later; negative ones are not there. */
export function isEmptyIn(row: DataRow, columns: readonly number[]): boolean {
  return problemIn(row, columns) === undefined && columns.every((column) => isBlank(row.cells[column] ?? ''))
}

/** Why a row cannot be taken as it stands. What is wrong with a cell of a column that is not read hinders nothing. */
export function problemIn({ problem, spoilt }: DataRow, columns: readonly number[]): Text | undefined {
  return problem ?? spoilt?.find(({ column }) => columns.includes(column))?.reason
}

/** How a ZIP begins, one that holds nothing included. */
const ZIP: readonly string[] = ['PK\x03\x04', 'PK\x05\x06']

export type TableFormat = 'csv' | 'xlsx'

/** Kind of a file of rows by its first bytes; its name says nothing. */
export async function tableFormat(path: string): Promise<TableFormat> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4), position: 0 })
    return ZIP.includes(buffer.subarray(0, bytesRead).toString('latin1')) ? 'xlsx' : 'csv'
  } finally {
    await file.close()
  }
}

/**
 * Opens a CSV file or a sheet of an XLSX workbook. Memory does not grow with the file.
 *
 * @param sheet its name; the first sheet unless told. Of no meaning for CSV
 * @throws DocumentRefused `E_CSV_UNREADABLE`, `E_XLSX_UNREADABLE`, here or while the rows are read
 */
export async function openTable(path: string, sheet?: string, options?: HeadingOptions): Promise<DataTable> {
  return (await tableFormat(path)) === 'xlsx' ? openSheet(path, sheet, options) : openCsv(path, options)
}
