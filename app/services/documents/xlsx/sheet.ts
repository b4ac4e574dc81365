import { isBlank } from '#domain/plain_cell'
import { readHeaders } from '../csv_reader.js'
import {
  beyondHeadings,
  filled,
  HEADING_AND_BELOW,
  HEADING_WITHIN,
  headingAbove,
  headingAt,
  headingBelow,
  headingGoesOn,
  headingOfTwo,
  tellsColumns,
  withinOneCell,
  type HeadingOptions,
} from '../heading.js'
import type { Text } from '#verification/instrument'
import { isSound } from '../csv_records.js'
import { errorsAmong } from '../spoilt.js'
import type { DataRow, DataTable } from '../table.js'
import { givenText } from '../cells.js'
import { CellParser, rowTexts, sharedAmong, type SheetRow } from './cells.js'
import { MergedCells } from './merged.js'
import { refusedWorkbook, XlsxPackage } from './package.js'
import { SharedStrings } from './strings.js'
import { readWorkbook, type SheetEntry, type Workbook } from './workbook.js'

export interface SheetHead {
  name: string
  /** Headings as column names; empty where the sheet has none that can be read. */
  headers: string[]
}

/**
 * Sheets of a workbook with their headings, read from their beginnings alone.
 *
 * @throws DocumentRefused `E_XLSX_UNREADABLE`, also where the heading of the only sheets that hold anything is none
 */
export async function sheetHeads(path: string): Promise<SheetHead[]> {
  const pack = await XlsxPackage.open(path)
  try {
    const workbook = await readWorkbook(pack)
    const heads: SheetHead[] = []
    let refused: unknown
    for (const sheet of workbook.sheets) {
      const heading = await headingOf(pack, workbook, sheet).catch((error: unknown) => void (refused ??= error))
      heads.push({ name: sheet.name, headers: heading?.headers ?? [] })
    }
    if (refused && heads.every(({ headers }) => headers.length === 0)) throw refused
    return heads
  } finally {
    pack.close()
  }
}

/**
 * Opens a sheet whose first row that holds anything, titles of one cell left aside, is the heading. Dates are calendar dates whatever the zone of the server, numbers
 * keep their digits and say that they are numbers, formulas are never computed: their kept value is taken, or the row is refused.
 *
 * @param name of the sheet; the first one that holds anything unless told
 * @throws DocumentRefused `E_XLSX_UNREADABLE`, here or while the rows are read
 */
export async function openSheet(path: string, name?: string, options?: HeadingOptions): Promise<DataTable> {
  const pack = await XlsxPackage.open(path)
  let strings: SharedStrings | undefined
  const close = async () => {
    pack.close()
    await strings?.close()
    strings = undefined
  }
  try {
    const workbook = await readWorkbook(pack)
    const sheets = name === undefined ? workbook.sheets : workbook.sheets.filter((candidate) => candidate.name === name)
    if (sheets.length === 0)
      throw refusedWorkbook({
        id: `Lembar "${name}" tidak ada dalam buku kerja.`,
        en: `The workbook has no sheet "${name}".`,
      })
    const { sheet, headers, words, row } = await firstHeaded(pack, workbook, sheets, options)
    strings = await SharedStrings.read(pack, workbook.strings)
    const reading = { pack, workbook, sheet, strings, after: row, words, width: headers.length }
    return { headers, rows: readRows(reading, close), close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Heading {
  headers: string[]
  /** Its cells as they stand. */
  words: readonly string[]
  /** Its row in the sheet. */
  row: number
}

/** @throws DocumentRefused where none of them holds anything */
async function firstHeaded(pack: XlsxPackage, workbook: Workbook, sheets: readonly SheetEntry[], options?: HeadingOptions) {
  for (const sheet of sheets) {
    const heading = await headingOf(pack, workbook, sheet, options)
    if (heading) return { sheet, ...heading }
  }
  throw refusedWorkbook({
    id: `Lembar "${sheets[0]!.name}" kosong, atau tidak berisi nama kolom pada ${HEADING_WITHIN} baris pertamanya.`,
    en: `The sheet "${sheets[0]!.name}" is empty, or has no names of columns in its first ${HEADING_WITHIN} rows.`,
  })
}

/** The strings that a heading names stand at the beginning of their table, so that only so many are read. */
async function headingOf(
  pack: XlsxPackage,
  workbook: Workbook,
  sheet: SheetEntry,
  options?: HeadingOptions,
): Promise<Heading | null> {
  const seen: SheetRow[] = []
  let wide = 0
  for await (const rows of rowTexts(pack.pieces(sheet.part))) {
    for (const { row, xml } of rows) {
      if (row > HEADING_WITHIN) break
      const strings = await SharedStrings.read(pack, workbook.strings, sharedAmong(xml))
      try {
        seen.push(new CellParser(workbook, strings).read(row, xml))
      } finally {
        await strings.close()
      }
      if (filled(seen.at(-1)!.cells).length > 1) wide += 1
      if (wide === HEADING_AND_BELOW) break
    }
    break
  }
  const cells = seen.map((row) => row.cells)
  const at = headingAt(cells)
  const real = headingBelow(cells, at)
  if (real !== null) throw refusedWorkbook(headingAbove(seen[at]!.row, seen[real]!.row))
  const second = headingGoesOn(cells, at)
  if (second !== null) throw refusedWorkbook(headingOfTwo(seen[at]!.row, seen[second]!.row))
  const within = withinOneCell(cells, at)
  if (within) throw refusedWorkbook(within)
  const heading = seen[at]
  return heading ? { headers: readHeaders(heading.cells, options), words: heading.cells, row: heading.row } : null
}

interface Reading {
  pack: XlsxPackage
  workbook: Workbook
  sheet: SheetEntry
  strings: SharedStrings
  /** Row of the heading. */
  after: number
  /** What it says. */
  words: readonly string[]
  width: number
}

async function* readRows(
  { pack, workbook, sheet, strings, after, words, width }: Reading,
  close: () => Promise<void>,
): AsyncGenerator<DataRow, void> {
  const parser = new CellParser(workbook, strings)
  try {
    const merged = await MergedCells.read(pack, sheet.part, width)
    for await (const rows of rowTexts(pack.pieces(sheet.part))) {
      for (const { row, xml } of rows) {
        if (row <= after) continue
        const read = parser.read(row, xml)
        if (read.spoilt === null && read.cells.every(isBlank)) continue
        if (tellsColumns(words, read.cells, width)) continue
        const hidden = merged.within(row)
        if (hidden.length > 0) read.spoilt = [...(read.spoilt ?? []), ...hidden]
        yield dataRow(read, width)
      }
    }
  } finally {
    await close()
  }
}

function dataRow({ row, cells, kinds, spoilt }: SheetRow, width: number): DataRow {
  const beyond = beyondHeadings(cells, width)
  const broken = cells.findIndex((cell) => !isSound(cell))
  const marked = errorsAmong(cells)
  const worthless = spoilt && marked ? [...spoilt, ...marked] : (spoilt ?? marked)
  for (let at = 0; at < width; at++) cells[at] = givenText(cells[at] ?? '')
  cells.length = width
  const reason = beyond ? shifted(width) : broken >= 0 ? spoiltSigns(broken + 1) : null
  return {
    ...{ row, cells },
    ...(kinds ? { kinds } : {}),
    ...(worthless ? { spoilt: worthless } : {}),
    ...(reason ? { problem: reason } : {}),
    ...(beyond ? { beyond } : {}),
  }
}

const shifted = (width: number): Text => ({
  id: `Baris berisi lebih dari ${width} kolom, sedangkan judulnya ${width}. Periksa kolom yang bergeser.`,
  en: `The row has more than ${width} columns, but the headings are ${width}. Look for columns that have moved.`,
})

const spoiltSigns = (column: number): Text => ({
  id: `Kolom ke-${column} berisi tanda yang rusak.`,
  en: `Column ${column} holds spoilt signs.`,
})
