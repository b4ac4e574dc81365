import { isBlank } from '#domain/plain_cell'

/** Records in which the heading is looked for. */
export const HEADING_WITHIN = 20

const NUMBER = /^['(]*[0-9][0-9.,\s]*\)?$/

/** Cells of a record that hold anything. */
export function filled(cells: readonly string[]): string[] {
  return cells.filter((cell) => !isBlank(cell))
}

/**
 * Where the heading stands: the first record that holds anything. Titles that an office wrote over its table, one cell a line ("DAFTAR KUOTA
 * BSP TAHUN 2019"), are passed over where a record of several words follows. -1 where nothing is filled in.
 */
export function headingAt(records: readonly (readonly string[])[]): number {
  const cells = records.slice(0, HEADING_WITHIN).map(filled)
  const first = cells.findIndex(({ length }) => length > 0)
  const table = cells.findIndex(({ length }) => length > 1)
  const isHeading = table > first && !cells[table]!.some((cell) => NUMBER.test(cell.trim()))
  return isHeading ? table : first
}
