import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { unguard } from './cells.js'
import { decodeFile, detectEncoding, unreadable, type CsvEncoding } from './csv_encoding.js'

export interface CsvRow {
  /** Number of the row as a spreadsheet shows it: the header is row 1, blank rows count. */
  row: number
  /** One text per header, untrimmed, without our own formula guard; empty where the row is short. */
  cells: string[]
  /** Why the row cannot be taken as it stands, in Indonesian. */
  problem?: string
}

export interface CsvTable {
  encoding: CsvEncoding
  delimiter: string
  /** Headings as column names, see `columnName`. */
  headers: string[]
  /** Rows that hold anything; may be read once. */
  rows: AsyncGenerator<CsvRow, void>
  /** Lets go of the file when the rows are not read to their end. */
  close(): Promise<void>
}

const DELIMITERS = [';', ',', '\t']
const HEAD = 64 * 1024
const MAX_RECORD = 1024 * 1024
const MAX_COLUMNS = 1000

/**
 * Opens a CSV file as Indonesian Excel, LibreOffice or a program saves it: encoding, `sep=` line and delimiter are
 * found from the content. Memory does not grow with the file.
 *
 * @throws DocumentRefused `E_CSV_UNREADABLE`, here or while the rows are read
 */
export async function openCsv(path: string): Promise<CsvTable> {
  const encoding = await detectEncoding(path)
  const { delimiter, text } = await begin(decodeFile(path, encoding))
  const records = parseRecords(text, delimiter)
  const first = await records.next()
  if (first.done) throw unreadable('Berkas tidak berisi baris judul.')
  const close = async () => void (await records.return())
  try {
    const headers = readHeaders(first.value)
    return { encoding, delimiter, headers, rows: readRows(records, headers.length), close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * Heading as a column name: trimmed, lower case, `_` for blanks and signs and before an inner capital that follows a
 * small letter, so that `NIK `, `JnsKel`, `NoKK` and `Tgl. Lahir` give `nik`, `jns_kel`, `no_kk` and `tgl_lahir`.
 */
export function columnName(heading: string): string {
  return unguard(heading)
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
  const rest = { [Symbol.asyncIterator]: () => iterator }
  return { delimiter: declared?.[1] ?? guessDelimiter(head), text: joined(head, rest) }
}

async function* joined(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  if (head !== '') yield head
  yield* rest
}

/** The delimiter that stands most often in the first line outside quotes. */
function guessDelimiter(head: string): string {
  const line = /^(?:"(?:[^"]|"")*"|[^\r\n"])*/.exec(head)![0].replace(/"(?:[^"]|"")*"/g, '')
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length - 1)
  const most = Math.max(...counts)
  return most === 0 ? ',' : DELIMITERS[counts.indexOf(most)]!
}

async function* parseRecords(text: AsyncGenerator<string>, delimiter: string): AsyncGenerator<string[], void> {
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: MAX_RECORD,
  })
  let row = 0
  try {
    const records = pipeline(Readable.from(text), parser, () => undefined) as AsyncIterable<string[]>
    for await (const record of records) {
      row++
      yield record
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw unreadable(
      `Berkas tidak dapat dibaca setelah baris ${row}: ada tanda kutip (") yang tidak ditutup atau baris yang terlalu panjang.`,
      error,
    )
  }
}

function readHeaders(cells: string[]): string[] {
  const headers = cells.map(columnName)
  while (headers.at(-1) === '') headers.pop()
  if (headers.length === 0) throw unreadable('Baris judul kosong. Baris pertama harus berisi nama kolom.')
  if (headers.length > MAX_COLUMNS) throw unreadable(`Berkas berisi lebih dari ${MAX_COLUMNS} kolom.`)
  if (cells.some((cell) => spoilt(cell)))
    throw unreadable('Baris judul berisi tanda yang rusak. Simpan ulang sebagai "CSV UTF-8".')
  const named = headers.map((name, i) => name || `kolom_${i + 1}`)
  const twice = named.find((name, i) => named.indexOf(name) !== i)
  if (twice) throw unreadable(`Kolom "${twice}" ada dua kali di baris judul.`)
  return named
}

async function* readRows(records: AsyncGenerator<string[], void>, width: number): AsyncGenerator<CsvRow, void> {
  let row = 1
  for await (const record of records) {
    row++
    if (record.every((cell) => cell.trim() === '')) continue
    const cells = Array.from({ length: width }, (_, i) => unguard(record[i] ?? ''))
    const problem = problemOf(record, width)
    yield problem ? { row, cells, problem } : { row, cells }
  }
}

function problemOf(record: string[], width: number): string | undefined {
  if (record.slice(width).some((cell) => cell.trim() !== '')) {
    return `Baris berisi ${record.length} kolom, sedangkan judulnya ${width}. Periksa tanda pemisah di dalam isian.`
  }
  const column = record.findIndex((cell) => spoilt(cell))
  if (column >= 0) return `Kolom ke-${column + 1} berisi tanda yang rusak (huruf yang hilang saat berkas disimpan).`
  return undefined
}

/** Letters already lost before the file came here, or signs that no text column can hold. */
function spoilt(text: string): boolean {
  return text.includes('\uFFFD') || text.includes('\0') || !text.isWellFormed()
}
