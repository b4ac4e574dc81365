import { copyInto, copyLine } from '#services/database/copy'
import { query, type Tx } from '#services/scope'
import { definitions, list, type Column } from './columns.js'
import type { Place } from './place.js'

/** From so many rows on, COPY through a temporary table is worth that table; PostgreSQL reads it ten times faster than JSON. */
const MANY = 100

/** Rows by the names of their columns; absent ones become null. */
export type InsertedRow = Readonly<Record<string, unknown>>

/** Where a statement finds rows that were sent: `sql` goes after `from`, its rows are `w`. */
export interface RowSource {
  sql: string
  bindings: Record<string, string>
}

/** Sends rows to the database, few as JSON, many by COPY. The source is good until the next one of that name. */
export async function sendRows(
  tx: Tx,
  name: string,
  columns: readonly Column[],
  rows: readonly InsertedRow[],
): Promise<RowSource> {
  if (rows.length < MANY) {
    return { sql: `json_to_recordset(:rows) as w(${definitions(columns)})`, bindings: { rows: JSON.stringify(rows) } }
  }
  const table = `incoming_${name}`
  await tx.trx.rawQuery(`create temporary table if not exists ${table} (${definitions(columns)}) on commit drop`)
  await tx.trx.rawQuery(`truncate ${table}`)
  const names = columns.map((column) => column.name)
  await copyInto(tx.trx, table, names, linesOf(names, rows))
  return { sql: `${table} w`, bindings: {} }
}

/** Lines are made while the database reads those before them. */
function* linesOf(names: readonly string[], rows: readonly InsertedRow[]): Generator<string> {
  for (const row of rows) yield copyLine(names.map((column) => cell(row[column])))
}

/** Inserts rows of a place into one of its tables, whatever their number. */
export async function insertRows(
  tx: Tx,
  place: Place,
  table: string,
  columns: readonly Column[],
  rows: readonly InsertedRow[],
): Promise<void> {
  if (rows.length === 0) return
  const source = await sendRows(tx, table, columns, rows)
  await query(
    tx,
    `insert into ${table} (period_id, regency_code, ${list(columns)})
     select :period, :regency, ${list(columns, 'w')} from ${source.sql}`,
    { period: place.periodId, regency: place.regency, ...source.bindings },
  )
}

function cell(value: unknown): string | number | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number') return value
  return value instanceof Date ? value.toISOString() : JSON.stringify(value)
}
