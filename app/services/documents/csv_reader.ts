import { isBlank } from '#domain/plain_cell'
import type { Text } from '#verification/instrument'
import { givenText, unguard } from './cells.js'
import { decodeFile, detectEncoding, unreadable, type CsvEncoding } from './csv_encoding.js'
import { csvRecords, isSound, type CsvBatch } from './csv_records.js'
import {
  beyondHeadings,
  HEADING_WITHIN,
  headingAbove,
  headingAt,
  headingBelow,
  headingGoesOn,
  headingless,
  headingOfTwo,
  isDataRow,
  tellsColumns,
  withinOneCell,
  type HeadingOptions,
} from './heading.js'
import { errorsAmong } from './spoilt.js'
import type { DataRow, DataTable } from './table.js'

/** A row of a CSV file: texts alone. */
export type CsvRow = Omit<DataRow, 'kinds'>

export interface CsvTable extends DataTable {
  encoding: CsvEncoding
  delimiter: string
  rows: AsyncGenerator<CsvRow, void>
}

const DELIMITERS = [';', ',', '\t', '|']
/** Of a table of one column: it splits nothing that stands in numbers and names. */
const UNSPLIT = ';'
const HEAD = 64 * 1024
const MAX_COLUMNS = 1000
/** Signs without width, as headings copied from a page or a PDF carry. */
const UNSEEN = /\p{Cf}/gu

/**
 * Opens a CSV file as Indonesian Excel, LibreOffice or a program saves it: encoding, `sep=` line and delimiter are
 * found from the content. Memory does not grow with the file.
 *
 * @throws DocumentRefused `E_CSV_UNREADABLE`, here or while the rows are read
 */
export async function openCsv(path: string, options?: HeadingOptions): Promise<CsvTable> {
  const encoding = await detectEncoding(path)
  const { delimiter, text } = await begin(decodeFile(path, encoding))
  const batches = csvRecords(text, delimiter)
  const first = await batches.next()
  if (first.done) throw unreadable(headless('Berkas tidak berisi baris judul', 'The file has no heading row'))
  const close = async () => void (await batches.return())
  try {
    const start = await enoughOf(first.value, batches)
    const at = headingAt(start.records)
    const real = headingBelow(start.records, at)
    if (real !== null) throw unreadable(headingAbove(at + 1, real + 1))
    const second = headingGoesOn(start.records, at)
    if (second !== null) throw unreadable(headingOfTwo(at + 1, second + 1))
    const within = withinOneCell(start.records, at)
    if (within) throw unreadable(within)
    const heading = start.records[at] ?? []
    const headers = readHeaders(heading, options)
    const begun = { ...start, records: start.records.slice(at + 1) }
    return { encoding, delimiter, headers, rows: readRows({ begun, row: at + 1 }, batches, heading, headers.length), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** So many records that the heading is known by what follows it, however the pieces of the text fall: a last line without an end comes by itself. */
async function enoughOf(first: CsvBatch, batches: AsyncGenerator<CsvBatch, void>): Promise<CsvBatch> {
  let found = first
  while (found.records.length < HEADING_WITHIN) {
    const { done, value } = await batches.next()
    if (done || !value) break
    found = { ...value, records: [...found.records, ...value.records], sound: found.sound && value.sound }
  }
  return found
}

/**
 * Heading as a column name: trimmed, lower case, `_` for blanks and signs and before an inner capital that follows a
 * small letter, so that `NIK `, `JnsKel`, `NoKK` and `Tgl. Lahir` give `nik`, `jns_kel`, `no_kk` and `tgl_lahir`.
 */
export function columnName(heading: string): string {
  return unguard(heading)
    .replace(UNSEEN, '')
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
}

async function begin(chunks: AsyncIterable<string>): Promise<{ delimiter: string; text: AsyncGenerator<string> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  let head = ''
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    head += next.value
    if (head.length >= HEAD) break
  }
  const declared = /^"?sep=([;,\t|])"?(?:\r\n|\r|\n|$)/i.exec(head)
  if (declared) head = head.slice(declared[0].length)
  return { delimiter: declared?.[1] ?? guessDelimiter(head), text: joined(head, iterator) }
}

async function* joined(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    if (head !== '') yield head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

/**
 * The delimiter that stands most often, outside quotes, in the first line that the next one goes on with: commas in the words of a heading or
 * of a title have no like below them. Where no line has such a next one, that of the first line.
 */
function guessDelimiter(head: string): string {
  const lines = head
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, HEADING_WITHIN)
  for (const [at, line] of lines.entries()) {
    const count = at === 0 ? countOf : countBelow
    const found = mostFrequent(
      DELIMITERS.map((delimiter) => Math.min(count(line, delimiter), count(lines[at + 1] ?? line, delimiter))),
    )
    if (found) return found
  }
  return mostFrequent(DELIMITERS.map((delimiter) => countOf(lines[0] ?? '', delimiter))) ?? UNSPLIT
}

function mostFrequent(counts: readonly number[]): string | null {
  const most = Math.max(...counts)
  return most > 0 ? DELIMITERS[counts.indexOf(most)]! : null
}

function countOf(line: string, delimiter: string): number {
  return line.split(delimiter).length - 1
}

/** Below the first line a comma may stand in a number. */
function countBelow(line: string, delimiter: string): number {
  return countOf(line, delimiter) - (delimiter === ',' ? decimals(line) : 0)
}

function decimals(line: string): number {
  return line.match(/[0-9],(?=[0-9])/g)?.length ?? 0
}

/** Headings of a table as column names. @throws DocumentRefused for a row that cannot be one */
export function readHeaders(cells: readonly string[], { bare = false }: HeadingOptions = {}): string[] {
  const headers = cells.map(columnName)
  while (headers.at(-1) === '') headers.pop()
  if (headers.length === 0) throw unreadable(headless('Baris judul kosong', 'The heading row is empty'))
  if (headers.length > MAX_COLUMNS)
    throw unreadable({
      id: `Berkas berisi lebih dari ${MAX_COLUMNS} kolom. Hapus kolom yang bukan data.`,
      en: `The file has more than ${MAX_COLUMNS} columns. Remove the columns that are not data.`,
    })
  if (!cells.every(isSound)) {
    throw unreadable({
      id: 'Baris judul berisi tanda yang rusak. Simpan ulang sebagai "CSV UTF-8".',
      en: 'The heading row holds spoilt signs. Save the file again as "CSV UTF-8".',
    })
  }
  if (isDataRow(headers, cells) && !(bare && headers.length === 1)) throw unreadable(headingless)
  const named = headers.map((name, i) => name || `kolom_${i + 1}`)
  const twice = named.find((name, i) => named.indexOf(name) !== i)
  if (twice) {
    throw unreadable({
      id: `Kolom "${twice}" ada dua kali di baris judul. Ganti nama atau hapus salah satunya.`,
      en: `The column "${twice}" stands twice in the heading row. Rename or remove one of them.`,
    })
  }
  return named
}

const headless = (id: string, en: string): Text => ({
  id: `${id}. Baris pertama harus berisi nama kolom.`,
  en: `${en}. The first row must hold the names of the columns.`,
})

async function* readRows(
  { begun, row }: { begun: CsvBatch; row: number },
  batches: AsyncGenerator<CsvBatch, void>,
  heading: readonly string[],
  width: number,
): AsyncGenerator<CsvRow, void> {
  try {
    for (let batch: CsvBatch | void = begun; batch; batch = (await batches.next()).value) {
      for (const record of batch.records) {
        row++
        if (record.every(isBlank)) continue
        if (tellsColumns(heading, record, width)) continue
        const beyond = beyondHeadings(record, width)
        const problem = problemOf(record, width, beyond !== undefined, batch.sound)
        const spoilt = errorsAmong(record)
        const cells = cellsOf(record, width)
        yield { row, cells, ...(problem ? { problem } : {}), ...(spoilt ? { spoilt } : {}), ...(beyond ? { beyond } : {}) }
      }
    }
  } finally {
    await batches.return()
  }
}

function cellsOf(record: string[], width: number): string[] {
  for (let at = 0; at < width; at++) record[at] = givenText(record[at] ?? '')
  record.length = width
  return record
}

function problemOf(record: readonly string[], width: number, isLonger: boolean, sound: boolean): Text | undefined {
  if (isLonger) {
    return {
      id: `Baris berisi ${record.length} kolom, sedangkan judulnya ${width}. Periksa tanda pemisah di dalam isian.`,
      en: `The row has ${record.length} columns, but the headings are ${width}. Look for delimiters inside the cells.`,
    }
  }
  const column = sound ? -1 : record.findIndex((cell) => !isSound(cell))
  if (column >= 0) {
    return {
      id: `Kolom ke-${column + 1} berisi tanda yang rusak (huruf yang hilang saat berkas disimpan).`,
      en: `Column ${column + 1} holds spoilt signs (letters that were lost when the file was saved).`,
    }
  }
  return undefined
}
