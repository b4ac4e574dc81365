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
 * field is a sign like any other; records end with CRLF, LF or CR. Memory does not grow with the text. Lines without a quote, which are
 * nearly all of what offices save, are cut at their delimiters; only a record with a quote is looked at field by field.
 *
 * @throws DocumentRefused `E_CSV_UNREADABLE` for a quote that never closes or a record that is too long
 */
export async function* csvRecords(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvBatch, void> {
  const cutter = new Cutter(delimiter)
  for await (const piece of text) {
    const batch = cutter.take(piece)
    if (batch.records.length > 0) yield batch
  }
  const last = cutter.end()
  if (last.records.length > 0) yield last
}

/** Cuts records off the text that has come so far and keeps what may go on in the next piece. */
class Cutter {
  #rest = ''
  #read = 0
  readonly #fieldEnd: RegExp

  constructor(private readonly delimiter: string) {
    this.#fieldEnd = new RegExp(`[${delimiter.replace(/[\\\]^-]/, '\\$&')}\n\r]`, 'g')
  }

  take(piece: string): CsvBatch {
    return this.#cut(this.#rest + piece, false)
  }

  end(): CsvBatch {
    const batch = this.#cut(this.#rest, true)
    if (this.#rest !== '') throw brokenOff(this.#read)
    return batch
  }

  #cut(whole: string, last: boolean): CsvBatch {
    const records: string[][] = []
    let at = 0
    for (let quote = whole.indexOf('"'); quote >= 0; quote = whole.indexOf('"', at)) {
      const before = whole.slice(at, quote)
      const start = at + Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1
      if (start > at) this.#keep(records, cutRecords(whole.slice(at, start), this.delimiter, this.#read))
      at = start
      const found = this.#quoted(whole, start, last)
      if (!found) break
      this.#keep(records, [found.record])
      at = found.end
    }
    if (whole.indexOf('"', at) < 0) {
      const end = last ? whole.length : at + lineEnd(whole.slice(at))
      if (end > at) this.#keep(records, cutRecords(whole.slice(at, end), this.delimiter, this.#read))
      at = end
    }
    this.#rest = whole.slice(at)
    if (this.#rest.length > MAX_RECORD) throw brokenOff(this.#read)
    return { records, sound: isSound(whole) }
  }

  #keep(records: string[][], found: readonly string[][]): void {
    for (const record of found) records.push(record)
    this.#read += found.length
  }

  /** The record that begins here; null where it may go on in what has not come yet, or where a quote never closes. */
  #quoted(text: string, start: number, last: boolean): { record: string[]; end: number } | null {
    const record: string[] = []
    for (let at = start; ;) {
      const field = text[at] === '"' ? this.#quotedField(text, at, last) : this.#plainField(text, at, '', last)
      if (!field) return null
      record.push(field.value)
      const sign = text[field.end]
      if (sign === this.delimiter) {
        at = field.end + 1
        continue
      }
      if (sign === '\r' && field.end + 1 === text.length && !last) return null
      const end = sign === undefined ? field.end : field.end + (sign === '\r' && text[field.end + 1] === '\n' ? 2 : 1)
      if (end - start > MAX_RECORD) throw brokenOff(this.#read)
      return { record, end }
    }
  }

  #quotedField(text: string, start: number, last: boolean): Field | null {
    let [value, from] = ['', start + 1]
    for (;;) {
      const quote = text.indexOf('"', from)
      if (quote < 0) return null
      value += text.slice(from, quote)
      const next = text[quote + 1]
      if (next === undefined) return last ? { value, end: quote + 1 } : null
      if (next === this.delimiter || next === '\n' || next === '\r') return { value, end: quote + 1 }
      if (next !== '"') return this.#plainField(text, quote + 1, `"${value}"`, last)
      value += next
      from = quote + 2
    }
  }

  #plainField(text: string, start: number, before: string, last: boolean): Field | null {
    this.#fieldEnd.lastIndex = start
    const end = this.#fieldEnd.exec(text)?.index ?? (last ? text.length : -1)
    return end < 0 ? null : { value: before + text.slice(start, end), end }
  }
}

interface Field {
  value: string
  /** Where its delimiter or the end of the line stands. */
  end: number
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

function brokenOff(read: number) {
  return unreadable(
    `Berkas tidak dapat dibaca setelah baris ${read}: ada tanda kutip (") yang tidak ditutup atau baris yang terlalu panjang.`,
  )
}

/** Whether no letter was lost before the file came here, and every sign can stand in a text column. */
export function isSound(text: string): boolean {
  return text.isWellFormed() && !text.includes('\uFFFD') && !text.includes('\0')
}
