import { guardCell, unguardCell } from '#domain/text_guard'

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

/** Values in the order of the columns; texts behind the last one stand under no heading. */
export type Row = readonly Cell[]

export { guardCell as guard, unguardCell as unguard }

/** How databases write into a file that a field of theirs holds nothing. */
const OF_NOTHING: readonly string[] = ['NULL', '\\N']

/** What a cell of a file says: without our own formula guard, and nothing where a database wrote that there is nothing. */
export function givenText(cell: string): string {
  return OF_NOTHING.includes(cell) ? '' : unguardCell(cell)
}

/** Value of a cell in a `number` column, or null when the column was given something else. */
export function numeric(value: Cell): number | null {
  if (typeof value === 'string') return /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : null
  return value !== undefined && Number.isFinite(value) ? value : null
}
