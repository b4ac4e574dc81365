import { CsvError, parse } from 'csv-parse/sync'
import { unreadable } from './csv_encoding.js'

/** Longest record, in characters; a quote that never closes must not gather a whole file. */
const MAX_RECORD = 1024 * 1024
/** Lines with quotes are parsed by so many characters at a time. */
const RUN = 64 * 1024

/** Some records of a CSV text, in its order. */
export interface CsvBatch {
  records: string[][]
  /** Whether the text they were read from holds only letters that can be stored. */
  sound: boolean
}

/**
 * Splits CSV text into records, one batch a piece of text, which spares a turn of the event loop a record. A quote anywhere but around a
 * field is a sign like any other; records end with CRLF, LF or CR. Memory does not grow with the text. Lines without a quote, which are
 * nearly all of what offices save, are cut at their delimiters; only runs of lines with one are parsed sign by sign.
 *
 * @throws DocumentRefused `E_CSV_UNREADABLE` for a quote that never closes or a record that is too long
 */
export async function* csvRecords(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvBatch, void> {
  let [rest, read] = ['', 0]
  const batch = (whole: string, last: boolean): CsvBatch => {
    const found = recordsOf(whole, last ? whole.length : lineEnd(whole), delimiter, last, read)
    rest = whole.slice(found.end)
    if (rest.length > MAX_RECORD) throw brokenOff(read + found.records.length)
    read += found.records.length
    return { records: found.records, sound: isSound(whole) }
  }
  for await (const piece of text) {
    const found = batch(rest + piece, false)
    if (found.records.length > 0) yield found
  }
  const found = batch(rest, true)
  if (found.records.length > 0) yield found
}

interface Found {
  records: string[][]
  /** Where the text begins that was not taken: it may go on in what has not come. */
  end: number
}

/** The records of the whole lines before `end`; `last` when nothing comes after them. */
function recordsOf(text: string, end: number, delimiter: string, last: boolean, read: number): Found {
  const records: string[][] = []
  const keep = (some: readonly string[][]) => {
    for (const record of some) records.push(record)
  }
  for (let at = 0; at < end;) {
    const quote = text.indexOf('"', at)
    const start = quote < 0 || quote >= end ? end : lineStart(text, at, quote)
    if (start > at) keep(cutRecords(text.slice(at, start), delimiter, read + records.length))
    at = start
    if (at === end) break
    const run = quotedRun(text, at, end, delimiter, last, read + records.length)
    if (!run) return { records, end: at }
    keep(run.records)
    at = run.end
  }
  return { records, end }
}

function lineStart(text: string, from: number, at: number): number {
  const before = text.slice(from, at)
  return from + Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1
}

/** The records from a line with a quote on, up to a line without one; null where a quoted field may go on in what has not come. */
function quotedRun(text: string, start: number, end: number, delimiter: string, last: boolean, read: number): Found | null {
  let [at, quotes, least] = [start, 0, 0]
  while (at < end) {
    const line = nextLine(text, at, end)
    const own = line.split('"').length - 1
    const closes = own === 0 && quotes % 2 === 0
    if (at - start >= (closes ? least : Math.max(least, RUN))) {
      const records = parsed(text.slice(start, at), delimiter, read)
      if (records) return { records, end: at }
      least = (at - start) * 2
    }
    if (at - start > MAX_RECORD) throw brokenOff(read)
    quotes += own
    at += line.length
  }
  const records = parsed(text.slice(start, end), delimiter, read)
  if (!records && last) throw brokenOff(read)
  return records && { records, end }
}

/** The line that begins here, with its end. */
function nextLine(text: string, from: number, end: number): string {
  const feed = text.indexOf('\n', from)
  const line = text.slice(from, feed < 0 || feed >= end ? end : feed + 1)
  const carriage = line.indexOf('\r')
  return carriage < 0 || carriage + 2 >= line.length ? line : line.slice(0, carriage + 1)
}

/** Null where a quote is still open at the end. */
function parsed(text: string, delimiter: string, read: number): string[][] | null {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: MAX_RECORD,
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') return null
    throw brokenOff(read, error)
  }
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
    {
      id: `Berkas tidak dapat dibaca setelah baris ${read}: ada tanda kutip (") yang tidak ditutup atau baris yang terlalu panjang.`,
      en: `The file cannot be read after row ${read}: a quotation mark (") is not closed or a row is too long.`,
    },
    cause,
  )
}

/** Whether no letter was lost before the file came here, and every sign can stand in a text column. */
export function isSound(text: string): boolean {
  return text.isWellFormed() && !text.includes('\uFFFD') && !text.includes('\0')
}
