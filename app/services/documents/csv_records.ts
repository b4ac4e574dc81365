import { CsvError, parse, type Parser } from 'csv-parse'
import { unreadable } from './csv_encoding.js'

/** Longest record, in characters; a quote that never closes must not gather a whole file. */
const MAX_RECORD = 1024 * 1024

/** Some records of a CSV text, in its order. */
export interface CsvBatch {
  records: string[][]
  /** Whether the text they were read from holds only letters that can be stored. */
  sound: boolean
}

/**
 * Splits CSV text into records, one batch a piece of text, which spares a turn of the event loop a record. A quote anywhere but around a
 * field is a sign like any other; records end with CRLF, LF or CR. Memory does not grow with the text. Text without any quote is cut at its
 * line ends and delimiters alone, which is most of what offices save and costs a third; from the first quote on it is parsed sign by sign.
 *
 * @throws DocumentRefused `E_CSV_UNREADABLE` for a quote that never closes or a record that is too long
 */
export async function* csvRecords(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvBatch, void> {
  const pieces = text[Symbol.asyncIterator]()
  let [rest, read] = ['', 0]
  try {
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
      const whole = rest + next.value
      if (next.value.includes('"')) return yield* parsedRecords(continued(whole, pieces), delimiter, read)
      const end = lineEnd(whole)
      rest = whole.slice(end)
      if (rest.length > MAX_RECORD) throw brokenOff(read)
      if (end === 0) continue
      const records = cutRecords(whole.slice(0, end), delimiter, read)
      read += records.length
      yield { records, sound: isSound(whole) }
    }
    if (rest !== '') yield { records: cutRecords(rest, delimiter, read), sound: isSound(rest) }
  } finally {
    await pieces.return?.()
  }
}

async function* continued(first: string, pieces: AsyncIterator<string>): AsyncGenerator<string> {
  yield first
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value
}

/** Where the last whole line ends; a CR at the very end may be half of a CRLF. */
function lineEnd(text: string): number {
  const feed = text.lastIndexOf('\n')
  if (feed >= 0 || text.length < 2) return feed + 1
  return text.lastIndexOf('\r', text.length - 2) + 1
}

function cutRecords(text: string, delimiter: string, read: number): string[][] {
  const plain = text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text
  const lines = plain.split('\n')
  if (lines.at(-1) === '') lines.pop()
  if (plain.length > MAX_RECORD && lines.some((line) => line.length > MAX_RECORD)) throw brokenOff(read)
  return lines.map((line) => line.split(delimiter))
}

function brokenOff(read: number, cause?: unknown) {
  return unreadable(
    `Berkas tidak dapat dibaca setelah baris ${read}: ada tanda kutip (") yang tidak ditutup atau baris yang terlalu panjang.`,
    cause,
  )
}

async function* parsedRecords(text: AsyncIterable<string>, delimiter: string, before: number): AsyncGenerator<CsvBatch, void> {
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: MAX_RECORD,
  })
  // The promise of `taken` tells of it; the event may come once more after that.
  parser.on('error', () => undefined)
  let [read, sound] = [before, true]
  try {
    for await (const piece of text) {
      const records = await taken(parser, (done) => parser.write(piece, done))
      const now = isSound(piece)
      read += records.length
      if (records.length > 0) yield { records, sound: sound && now }
      sound = now
    }
    const records = await taken(parser, (done) => parser.end(done))
    if (records.length > 0) yield { records, sound }
  } catch (error) {
    throw error instanceof CsvError ? brokenOff(read, error) : error
  } finally {
    parser.destroy()
  }
}

/** The records that are whole once the parser has taken what it is given; it takes no more than is read from it. */
function taken(parser: Parser, give: (done: (error?: Error | null) => void) => void): Promise<string[][]> {
  return new Promise((done, fail) => {
    const records: string[][] = []
    const drain = () => {
      for (let record: unknown; (record = parser.read()) !== null;) records.push(record as string[])
    }
    const settle = (error?: Error | null) => {
      drain()
      parser.off('readable', drain).off('error', settle)
      if (error) fail(error)
      else done(records)
    }
    parser.on('readable', drain).on('error', settle)
    give(settle)
  })
}

/** Whether no letter was lost before the file came here, and every sign can stand in a text column. */
export function isSound(text: string): boolean {
  return text.isWellFormed() && !text.includes('\uFFFD') && !text.includes('\0')
}
