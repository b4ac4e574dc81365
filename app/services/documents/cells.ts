/**
 * - `text`   stays text whatever it looks like (NIK, codes, names)
 * - `number` a real number
 * - `date`   calendar date `YYYY-MM-DD`
 */
export type ColumnType = 'text' | 'number' | 'date'

/** A column of an export, the same for CSV and XLSX. */
export interface Column {
  header: string
  type: ColumnType
  /** Width in characters; by default wide enough for the header. */
  width?: number
}

/** An empty answer is null or absent. A decimal from the database may come as text into a `number` column. */
export type Cell = string | number | null | undefined

/** Values in the order of the columns. */
export type Row = readonly Cell[]

/** A text that a spreadsheet would run, or would take for one of ours that is guarded. */
const FORMULA = /^'*[=+\-@\t\r\n]/
const APOSTROPHE = 39
const GUARDED = /^''*[=+\-@\t\r\n]/

/**
 * Makes a text harmless in a CSV: where a spreadsheet would read a formula, an apostrophe is put before it
 * (OWASP, CSV injection). `unguard` gives back exactly the text that was guarded.
 */
export function guard(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** Takes away the apostrophe that `guard` put there; any other text stays as it is. */
export function unguard(text: string): string {
  return text.charCodeAt(0) === APOSTROPHE && GUARDED.test(text) ? text.slice(1) : text
}

/** Value of a cell in a `number` column, or null when the column was given something else. */
export function numeric(value: Cell): number | null {
  if (typeof value === 'string') return /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : null
  return value !== undefined && Number.isFinite(value) ? value : null
}
