import { cleanIdentifier, DomainError, excerpt } from '#core/domain'
import { files, type Text } from '#core/plugin'
import { columnless, empty, tooMany, unreadable } from '../errors.js'

/** Most rows of one list. */
export const MOST_ROWS = 10_000

/** One row of a list as it was given. */
export interface GivenNik {
  /** As in the file, the heading being row 1; of a pasted list the numbers are counted from 1. */
  row: number
  given: string
  /** Its 16 digits; null where it cannot be read as a NIK. */
  nik: string | null
  /** Why not. */
  reason: Text | null
  /** Row that had the same NIK before. */
  sameAs: number | null
}

const NUMBER_CELL = 1
/** Headings under which lists keep the NIK. */
const HEADINGS = ['nik', 'no_nik', 'nomor_nik', 'nik_art', 'nik_ktp', 'no_ktp', 'nomor_ktp', 'nomor_induk_kependudukan']
const SHOWN = 40
/** Between two numbers; a comma inside of a spoiled number (`3,20101E+15`) is none. */
const SEPARATOR = /[\r\n;\t|"\u201c\u201d]|,(?!\s*[0-9]+E[+-]?[0-9])/i

/** What stands before a number in a list that somebody wrote: `1.`, `2)`, a dash or a dot, `NIK:`. The number of a line never becomes part of a NIK that lacks a digit. */
const BEFORE =
  /^\s*(?:(?:[0-9]{1,5}[.)]\s+|[0-9]{1,5}[.)](?=[0-9]{16}\s*$)|[-*\u2022\u00b7\u2013]\s*|NIK\s*[:.=]?\s*)(?=[^0-9]*[0-9](?:[ .]?[0-9]){9})){1,3}/i

/** NIKs of a pasted text, one a line, or parted by commas, semicolons, tabs, or blanks between whole ones. @throws Refused for none or too many */
export function niksOfText(text: string): GivenNik[] {
  const list = new NikList()
  const cells = text
    .split(SEPARATOR)
    .flatMap(parted)
    .map((cell) => cell.replace(BEFORE, ''))
    .filter((cell) => cell.trim() !== '')
  for (const [at, cell] of cells.entries()) list.add(at + 1, cell)
  return list.whole()
}

/** Blanks stand between two numbers only where each of them is whole; elsewhere they stand in one. */
function parted(cell: string): string[] {
  const pieces = cell.trim().split(/\s+/)
  return pieces.length > 1 && pieces.every((piece) => /^[0-9]{16}$/.test(piece)) ? pieces : [cell]
}

/**
 * NIKs of the column of that name in a CSV file or workbook; a file of one column without heading is taken as it is.
 *
 * @param path of the file on the disk
 * @throws Refused; DocumentRefused for a file that cannot be read
 */
export async function niksOfFile(path: string): Promise<GivenNik[]> {
  const table = await files.openTable(path, undefined, { bare: true })
  try {
    const list = new NikList()
    const named = files.columnAmong(table.headers, HEADINGS)
    const [only = ''] = table.headers
    const headless = named < 0 && files.isDataRow(table.headers)
    if (named < 0 && !headless) throw columnless(table.headers)
    if (headless) list.add(1, firstOf(only.replaceAll('_', ''), table.delimiter === undefined))
    const column = Math.max(0, named)
    for await (const line of table.rows) {
      const { row, cells, kinds } = line
      const problem = files.problemIn(line, [column])
      const cell = cells[column] ?? ''
      if (problem) list.refuse(row, cell, problem)
      else list.add(row, kinds?.[column] === NUMBER_CELL && cell !== '' ? Number(cell) : cell)
    }
    return list.whole()
  } finally {
    await table.close()
  }
}

/** What stands in the place of a heading; of a workbook nobody says whether it is a number, whose last nought could have been any digit. */
function firstOf(digits: string, isWorkbook: boolean): string | number {
  return isWorkbook && digits.endsWith('0') ? Number(digits) : digits
}

class NikList {
  #first: { row: number; reason: Text } | undefined
  readonly #rows: GivenNik[] = []
  readonly #seen = new Map<string, number>()

  add(row: number, cell: string | number): void {
    const read = nikOf(cell)
    if ('reason' in read) return this.refuse(row, cell, read.reason)
    if (this.#rows.length >= MOST_ROWS) throw tooMany(MOST_ROWS)
    const given = excerpt(String(cell).trim(), SHOWN)
    const sameAs = this.#seen.get(read.nik) ?? null
    if (sameAs === null) this.#seen.set(read.nik, row)
    this.#rows.push({ row, given, nik: read.nik, reason: null, sameAs })
  }

  refuse(row: number, cell: string | number, reason: Text): void {
    if (this.#rows.length >= MOST_ROWS) throw tooMany(MOST_ROWS)
    this.#first ??= { row, reason }
    this.#rows.push({ row, given: excerpt(String(cell).trim(), SHOWN), nik: null, reason, sameAs: null })
  }

  whole(): GivenNik[] {
    if (!this.#rows.some(({ nik }) => nik !== null)) throw this.#first ? unreadable(this.#rows.length, this.#first) : empty()
    return this.#rows
  }
}

const NONE: Text = { id: 'Tidak ada NIK pada baris ini.', en: 'There is no NIK on this line.' }

function nikOf(cell: string | number): { nik: string } | { reason: Text } {
  try {
    const nik = cleanIdentifier(cell)
    return nik === null ? { reason: NONE } : { nik }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { reason: { id: error.reason('id'), en: error.reason('en') } }
  }
}
