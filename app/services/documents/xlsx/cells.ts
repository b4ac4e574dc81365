import { dateOfExcelSerial } from '#domain/calendar_date'
import { orNull } from '#domain/domain_error'
import { keepApostrophe } from '#domain/text_guard'
import { errorCell, spoiltCell, VALUELESS, type Spoilt } from '../spoilt.js'
import { CellKind, type SpoiltCell } from '../table.js'
import { shownText, timeOfDay } from './formats.js'
import { refusedWorkbook } from './package.js'
import type { SharedStrings } from './strings.js'
import type { Workbook } from './workbook.js'
import { attribute, elements, textOfRuns, textOfXml } from './xml.js'

/** Text of one row that is gathered at most. */
const LONGEST_ROW = 8 * 1024 ** 2
/** Below this nothing is let go, for looking costs as well. */
const KEPT = 64 * 1024
/** A tag may be cut by the end of a piece. */
const SPLIT_TAG = 64
const DAYS_FROM_1900_TO_1904 = 1462
const DAY_SECONDS = 86_400
const cellsIn = elements('c')
const VALUE = /<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<\/(?:\w+:)?v>/
const COLUMN = /(?:^|\s)r=["']([A-Z]{1,3})/
/** A day as programs write it, alone or with midnight behind it. */
const DAY = /^(\d{4}-\d{2}-\d{2})(?:T00:00(?::00(?:\.0+)?)?Z?)?$/
const ROW_TAG = /<(?:\w+:)?row(?:\s([^<>]*))?>/g

export interface SheetRow {
  row: number
  cells: string[]
  /** Good until the next row is read. */
  kinds: Uint8Array | null
  spoilt: SpoiltCell[] | null
}

/** Most columns of a row that are looked at. */
const WIDEST = 1000

/** Cuts the XML of a sheet into the XML of its rows that have cells, with the number of each. */
export async function* rowTexts(pieces: AsyncIterable<string>): AsyncGenerator<{ row: number; xml: string }[], void> {
  let buffer = ''
  let last = 0
  let [open, close, root] = ['', '', '']
  let ended = false
  for await (const piece of pieces) {
    buffer += piece
    if (!close) {
      const found = /<(\w+:)?worksheet\b[^<>]*>/.exec(buffer)
      if (!found) {
        if (buffer.length > LONGEST_ROW)
          throw refusedWorkbook({
            id: 'Lembar XLSX tidak berisi tabel. Simpan ulang dari Excel.',
            en: 'The XLSX sheet holds no table. Save it again from Excel.',
          })
        continue
      }
      const prefix = found[1] ?? ''
      ended = found[0].endsWith('/>')
      ;[open, close, root] = [`<${prefix}row`, `</${prefix}row>`, `</${prefix}worksheet`]
    }
    const rows: { row: number; xml: string }[] = []
    let at = 0
    for (let end = buffer.indexOf(close); end >= 0; end = buffer.indexOf(close, at)) {
      const text = buffer.slice(at, end)
      at = end + close.length
      const tag = [...text.matchAll(ROW_TAG)].filter(([whole]) => !whole.endsWith('/>')).at(-1)
      if (!tag) continue
      last = Number(attribute(tag[1] ?? '', 'r') ?? last + 1)
      if (!Number.isSafeInteger(last) || last < 1)
        throw refusedWorkbook({
          id: 'Berkas XLSX rusak: nomor barisnya tidak dapat dibaca. Simpan ulang dari Excel.',
          en: 'The XLSX file is damaged: its row numbers cannot be read. Save it again from Excel.',
        })
      rows.push({ row: last, xml: text.slice(tag.index + tag[0].length) })
    }
    ended ||= buffer.includes(root, at)
    buffer = kept(buffer.slice(at), open)
    if (rows.length > 0) yield rows
  }
  if (close && !ended)
    throw refusedWorkbook({
      id: `Lembar XLSX terpotong: bagian di belakang baris ${last} tidak ada. Salin ulang berkas itu, atau simpan ulang dari Excel.`,
      en: `The XLSX sheet is cut short: what stands behind row ${last} is missing. Copy the file again, or save it again from Excel.`,
    })
}

/** What is still to come of a row; what stands before it, or where there is none, is let go. */
function kept(rest: string, open: string): string {
  if (rest.length < KEPT) return rest
  const begun = rest.lastIndexOf(open)
  if (begun < 0) return rest.slice(-SPLIT_TAG)
  const row = rest.slice(begun)
  if (row.length > LONGEST_ROW)
    throw refusedWorkbook({
      id: 'Berkas XLSX berisi baris yang terlalu panjang. Hapus isian yang bukan data, lalu unggah kembali.',
      en: 'The XLSX file holds a row that is too long. Remove what is not data, then upload it again.',
    })
  return row
}

/** How many of the shared strings, from the first on, the cells of a row point to. */
export function sharedAmong(xml: string): number {
  let most = 0
  for (const { tag, inside } of cellsIn(xml)) {
    const index = attribute(tag, 't') === 's' ? Number(VALUE.exec(inside)?.[1]) : Number.NaN
    if (index >= most) most = index + 1
  }
  return most
}

/** Reads the cells of rows; texts stay texts, numbers keep every digit that stands in the file, dates become calendar dates. */
export class CellParser {
  readonly #kinds = new Uint8Array(WIDEST)

  constructor(
    private readonly workbook: Pick<Workbook, 'formats' | 'since1904'>,
    private readonly strings: Pick<SharedStrings, 'get'>,
  ) {}

  read(row: number, xml: string): SheetRow {
    const cells: string[] = []
    const found: SheetRow = { row, cells, kinds: null, spoilt: null }
    if (xml.includes('<![CDATA['))
      throw refusedWorkbook({
        id: 'Berkas XLSX ditulis dengan cara yang tidak dikenal. Simpan ulang dari Excel.',
        en: 'The XLSX file is written in an unknown way. Save it again from Excel.',
      })
    let next = 0
    for (const { tag, inside } of cellsIn(xml)) {
      const letters = COLUMN.exec(tag)?.[1]
      const column = letters ? columnNumber(letters) : next
      next = column + 1
      if (inside === '' || column >= WIDEST) continue
      while (cells.length <= column) cells.push('')
      this.#cell(found, column, tag, inside)
    }
    return found
  }

  #cell(found: SheetRow, column: number, tag: string, inside: string): void {
    const type = attribute(tag, 't') ?? 'n'
    if (type === 'inlineStr') {
      // Programs write such texts, ours too; a guard of our CSV comes with the shared strings of a spreadsheet that opened it.
      found.cells[column] = keepApostrophe(textOfRuns(inside))
      return
    }
    const value = VALUE.exec(inside)?.[1]
    if (value === undefined || value === '') {
      if (/<(?:\w+:)?f[\s>/]/.test(inside) && type !== 'str') spoil(found, column, VALUELESS)
      return
    }
    if (type === 's') found.cells[column] = this.strings.get(Number(value))
    else if (type === 'str') found.cells[column] = textOfXml(value)
    else if (type === 'b') found.cells[column] = value === '1' ? 'TRUE' : 'FALSE'
    else if (type === 'e') spoil(found, column, errorCell(textOfXml(value).slice(0, 20)))
    else if (type === 'd') this.#day(found, column, value.trim())
    else this.#number(found, column, value.trim(), Number(attribute(tag, 's') ?? -1))
  }

  /** A time behind a day may have made another day of it; such a cell stays as it was written, and is no date. */
  #day(found: SheetRow, column: number, value: string): void {
    const day = DAY.exec(value)?.[1]
    if (day) this.#put(found, column, day, CellKind.date)
    else found.cells[column] = value
  }

  #number(found: SheetRow, column: number, value: string, style: number): void {
    const format = this.workbook.formats[style] ?? null
    const shown = shownText(Number(value), format)
    if (shown !== null) found.cells[column] = shown
    else if (format === 'date') this.#serial(found, column, value)
    else if (format === 'time' && Number(value) >= 0 && Number(value) < 1) this.#time(found, column, Number(value))
    else this.#put(found, column, shortest(value), CellKind.number)
  }

  /** A day with a time behind it may be the day before, at midnight in another zone; such a cell stays as it is shown, and is no date. */
  #serial(found: SheetRow, column: number, value: string): void {
    const seconds = Math.round(Number(value) * DAY_SECONDS)
    const day = Math.floor(seconds / DAY_SECONDS) + (this.workbook.since1904 ? DAYS_FROM_1900_TO_1904 : 0)
    const date = orNull(() => dateOfExcelSerial(day))
    const time = seconds % DAY_SECONDS
    if (!date) this.#put(found, column, shortest(value), CellKind.number)
    else if (time === 0) this.#put(found, column, date, CellKind.date)
    else found.cells[column] = `${date} ${timeOfDay(time)}`
  }

  /** Indonesian Excel makes a time of what looks like 01.02, as it makes a date of 01/02: such a cell is no text and no number either. */
  #time(found: SheetRow, column: number, value: number): void {
    this.#put(found, column, timeOfDay(Math.round(value * DAY_SECONDS)), CellKind.date)
  }

  #put(found: SheetRow, column: number, text: string, kind: number): void {
    found.kinds ??= this.#kinds.fill(0)
    found.kinds[column] = kind
    found.cells[column] = text
  }
}

function spoil(found: SheetRow, column: number, spoilt: Spoilt): void {
  found.spoilt ??= []
  found.spoilt.push(spoiltCell(column, spoilt))
}

/** A number as it would be typed, `1110` for the `1110.0` of a program; digits that no binary fraction holds stay as they stand in the file. */
function shortest(text: string): string {
  const value = Number(text)
  return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : text
}

/** Number of a column from its letters, from 0. */
export function columnNumber(text: string): number {
  let number = 0
  for (let at = 0; at < text.length; at++) number = number * 26 + text.charCodeAt(at) - 64
  return number - 1
}
