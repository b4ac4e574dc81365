import { isBlank } from '#domain/plain_cell'
import type { Text } from '#verification/instrument'
import { givenText } from './cells.js'

/** Records in which the heading is looked for. */
export const HEADING_WITHIN = 20

const NUMBER = /^['(]*[0-9][0-9.,\s]*\)?$/

/** A number of a person or a place, a date, or a long number as a spreadsheet shortens it, as a column name. */
const OF_A_RECORD = /[0-9]{10,}|^[0-9_]{10,}$|^[0-9]_?[0-9]*e_?[0-9]+$/

/** How the heading of a file is read. */
export interface HeadingOptions {
  /** A file of one column may begin with its first number, without a heading. */
  bare?: boolean
}

/** Years alone stand over columns, beside their words. */
const YEARS = /^(?:19|20)[0-9]{2}(?:[^0-9]+(?:19|20)[0-9]{2})*$/

/** Whether what stands in the place of the headings is a row of somebody's data: by the names that columns would have of it, or by its own cells. */
export function isDataRow(names: readonly string[], cells: readonly string[] = names): boolean {
  const isNumber = (cell: string) => NUMBER.test(cell) && !YEARS.test(cell)
  return names.some((name) => OF_A_RECORD.test(name)) || cells.some((cell) => isNumber(cell.trim()))
}

/** Why a file whose first row is somebody's is refused: none of its cells is repeated. */
export const headingless: Text = {
  id: 'Baris pertama berkas berisi data, bukan nama kolom. Tambahkan baris judul berisi nama kolom di atasnya, lalu unggah lagi.',
  en: 'The first row of the file holds data, not the names of columns. Add a heading row with the names of the columns above it, then upload it again.',
}

/** Cells of a record that hold anything. */
export function filled(cells: readonly string[]): string[] {
  return cells.filter((cell) => !isBlank(cell))
}

/** Whether a row below the heading holds nothing of its own: it says the heading again, or numbers the columns. */
export function tellsColumns(heading: readonly string[], cells: readonly string[], width: number): boolean {
  return repeatsHeading(heading, cells) || numbersColumns(cells, width)
}

/** As a row does where the files of several places were put one below the other. */
function repeatsHeading(heading: readonly string[], cells: readonly string[]): boolean {
  const says = (at: number) => (cells[at] ?? '').trim() === heading[at]!.trim()
  return heading.length > 1 && says(0) && heading.every((_, at) => says(at)) && filled(heading).length > 1
}

/** Columns from which on a row of their numbers is known as such. */
const NUMBERED = 3

/** `1 2 3` or `(1) (2) (3)`, as printed tables of offices have it below their heading. */
function numbersColumns(cells: readonly string[], width: number): boolean {
  if (width < NUMBERED || filled(cells).length !== width) return false
  return cells.slice(0, width).every((cell, at) => cell.trim().replace(/^\((.*)\)$/, '$1') === String(at + 1))
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

/** Records below the heading among which the real one is looked for. */
const BELOW = 4
/** So many records tell whether a heading is one. */
export const HEADING_AND_BELOW = BELOW + 1

/**
 * Where the real heading seems to stand if the one found at `at` is none: above it an office wrote a title of several cells or the groups of
 * its columns. It holds more different words than what was taken for the heading and no number, and a row with numbers follows that is as
 * much wider. Null where the heading is sound.
 */
export function headingBelow(records: readonly (readonly string[])[], at: number): number | null {
  const names = new Set(filled(records[at] ?? []).map((cell) => cell.trim())).size
  const rows = [...records.entries()].slice(at + 1, at + 1 + BELOW).filter(([, cells]) => filled(cells).length > 0)
  const real = rows.findIndex(([, cells]) => {
    const words = filled(cells).map((cell) => cell.trim())
    return words.length > names && new Set(words).size === words.length && !words.some((word) => NUMBER.test(word))
  })
  const after = filled(rows[real + 1]?.[1] ?? [])
  return real >= 0 && after.length > names && after.some((cell) => NUMBER.test(cell.trim())) ? rows[real]![0] : null
}

/** Why a file with such a heading is refused as a whole, by the numbers of both rows. */
export function headingAbove(taken: number, real: number): Text {
  return {
    id: `Baris ${taken} bukan judul kolom: nama kolomnya tampak berada pada baris ${real}. Hapus semua baris di atas baris ${real}, simpan, lalu unggah lagi.`,
    en: `Row ${taken} is no heading row: the names of the columns seem to stand in row ${real}. Remove all rows above row ${real}, save, then upload again.`,
  }
}

/**
 * The record below the heading that names columns for which the heading has no word, as where the cells of some columns are merged over two
 * rows and those of a group stand side by side. It repeats no word and holds no number; the next record has a number, and is filled in a column
 * that only the heading names and in one that only this record names. Null where there is none.
 */
export function headingGoesOn(records: readonly (readonly string[])[], at: number): number | null {
  const heading = records[at] ?? []
  const [below, data] = [...records.entries()].slice(at + 1, at + 1 + BELOW).filter(([, cells]) => filled(cells).length > 0)
  if (!below || !data) return null
  const words = filled(below[1]).map((cell) => cell.trim())
  const isNumber = (cell: string) => NUMBER.test(cell.trim())
  if (new Set(words).size < words.length || words.some(isNumber) || !data[1].some(isNumber)) return null
  const alone = (one: readonly string[], other: readonly string[]) =>
    data[1].some((cell, column) => !isBlank(cell) && !isBlank(one[column] ?? '') && isBlank(other[column] ?? ''))
  return alone(heading, below[1]) && alone(below[1], heading) ? below[0] : null
}

/** Why a file with such a heading is refused as a whole, by the numbers of both rows. */
export function headingOfTwo(first: number, second: number): Text {
  return {
    id: `Judul kolom terbagi atas baris ${first} dan ${second}. Gabungkan menjadi satu baris: setiap kolom memakai satu nama tanpa sel gabungan, simpan, lalu unggah lagi.`,
    en: `The column headings are split over rows ${first} and ${second}. Put them into one row, each column with one name and no merged cells, save, then upload again.`,
  }
}

/** Signs by which the cells of a line are parted, and how an office calls them. */
const PARTING: readonly (readonly [string, Text])[] = [
  [',', { id: 'koma', en: 'commas' }],
  [';', { id: 'titik koma', en: 'semicolons' }],
  ['\t', { id: 'tab', en: 'tabs' }],
  ['|', { id: 'garis tegak', en: 'bars' }],
]

/**
 * Why a table is refused whose rows each stand in one cell, heading and all, as Indonesian Excel shows a file with commas and saves it again. Null
 * where the record below the heading does not agree.
 */
export function withinOneCell(records: readonly (readonly string[])[], at: number): Text | null {
  const heading = filled(records[at] ?? [])
  const below = records
    .slice(at + 1)
    .map(filled)
    .find(({ length }) => length > 0)
  if (heading.length !== 1 || below?.length !== 1) return null
  const countIn = (cell: string, sign: string) => cell.split(sign).length - 1
  const found = PARTING.find(
    ([sign]) => countIn(heading[0]!, sign) > 0 && countIn(heading[0]!, sign) === countIn(below[0]!, sign),
  )
  if (!found) return null
  const [, { id, en }] = found
  return {
    id: `Semua kolom berada dalam satu sel, dipisahkan ${id}. Pisahkan ke kolomnya masing-masing (Excel: Data, Teks ke Kolom), simpan, lalu unggah lagi.`,
    en: `All columns stand in one cell, separated by ${en}. Split them into columns of their own (Excel: Data, Text to Columns), save, then upload again.`,
  }
}

/** What a row holds behind the last heading, to its last filled cell; undefined where it holds nothing there. */
export function beyondHeadings(cells: readonly string[], width: number): string[] | undefined {
  if (cells.length <= width) return undefined
  const last = cells.findLastIndex((cell) => !isBlank(cell))
  return last < width ? undefined : cells.slice(width, last + 1).map(givenText)
}
