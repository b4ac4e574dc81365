import { unreadable } from './csv_encoding.js'

/** Longest record, in characters; a quote that never closes must not gather a whole file. */
const MAX_RECORD = 1024 * 1024
const QUOTE = '"'

/** Some records of a CSV text, in its order. */
export interface CsvBatch {
  records: string[][]
  /** Whether the text they were read from holds only letters that can be stored. */
  sound: boolean
}

/**
 * Splits CSV text into records. A field that begins with a quote ends at the next single one, `""` stands for a quote; a quote anywhere
 * else, or one that something follows, is a sign like any other. Records end with CRLF, LF or CR. Memory does not grow with the text.
 *
 * @throws DocumentRefused `E_CSV_UNREADABLE` for a quote that never closes or a record that is too long
 */
export async function* csvRecords(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvBatch, void> {
  const reader = new RecordReader(delimiter)
  for await (const chunk of text) {
    const batch = reader.take(chunk, false)
    if (batch.records.length > 0) yield batch
  }
  const rest = reader.take('', true)
  if (rest.records.length > 0) yield rest
}

class RecordReader {
  /** Text from the beginning of the first record that is not complete. */
  #text = ''
  #read = 0

  constructor(private readonly delimiter: string) {}

  take(chunk: string, last: boolean): CsvBatch {
    this.#text += chunk
    const text = this.#text
    const records: string[][] = []
    const [quotes, feeds, carriages] = [new Occurrences(text, QUOTE), new Occurrences(text, '\n'), new Occurrences(text, '\r')]
    let start = 0
    while (start < text.length) {
      const end = Math.min(feeds.from(start), carriages.from(start))
      const plain = quotes.from(start) >= end
      if (plain && !isWhole(text, end, last)) break
      const found = plain ? { cells: text.slice(start, end).split(this.delimiter), end } : this.#quoted(text, start, last)
      if (!found) break
      records.push(found.cells)
      start = afterLine(text, found.end)
    }
    this.#text = text.slice(start)
    this.#read += records.length
    if (this.#text.length > MAX_RECORD || (last && this.#text !== '')) this.#refuse()
    const sound = text.isWellFormed() && !text.includes('\uFFFD') && !text.includes('\0')
    return { records, sound }
  }

  /** Cells of a record with a quote in it; undefined while its end has not come. */
  #quoted(text: string, start: number, last: boolean): { cells: string[]; end: number } | undefined {
    const cells: string[] = []
    for (let at = start; ;) {
      let field = ''
      if (text[at] === QUOTE) {
        const closed = this.#closing(text, at + 1)
        if (!closed || (!last && closed.after >= text.length)) return undefined
        field = closed.field
        at = closed.after
      }
      const end = this.#fieldEnd(text, at)
      if (!isWhole(text, end, last) && text[end] !== this.delimiter) return undefined
      cells.push(field + text.slice(at, end))
      if (text[end] !== this.delimiter) return { cells, end }
      at = end + 1
    }
  }

  /** What stands between an opening quote and its closing one, and where it goes on. */
  #closing(text: string, from: number): { field: string; after: number } | undefined {
    let field = ''
    for (let at = from; ;) {
      const quote = text.indexOf(QUOTE, at)
      if (quote < 0) return undefined
      field += text.slice(at, quote)
      const next = text[quote + 1]
      if (next === QUOTE) {
        field += QUOTE
        at = quote + 2
        continue
      }
      const ends = next === undefined || next === this.delimiter || next === '\n' || next === '\r'
      return { field: ends ? field : `${QUOTE}${field}${QUOTE}`, after: quote + 1 }
    }
  }

  #fieldEnd(text: string, from: number): number {
    let at = from
    while (at < text.length && text[at] !== this.delimiter && text[at] !== '\n' && text[at] !== '\r') at++
    return at
  }

  #refuse(): never {
    throw unreadable(
      `Berkas tidak dapat dibaca setelah baris ${this.#read}: ada tanda kutip (") yang tidak ditutup atau baris yang terlalu panjang.`,
    )
  }
}

/** Where a sign stands next; asked for places in rising order, each stretch of the text is looked at once. */
class Occurrences {
  #at = -1

  constructor(
    private readonly text: string,
    private readonly sign: string,
  ) {}

  /** The first one from there on, or the end of the text. */
  from(start: number): number {
    if (this.#at >= start) return this.#at
    const found = this.text.indexOf(this.sign, start)
    return (this.#at = found < 0 ? this.text.length : found)
  }
}

/** Whether a record that ends there is complete: a CR at the very end may be half of a CRLF. */
function isWhole(text: string, end: number, last: boolean): boolean {
  return last || (end < text.length && !(text[end] === '\r' && end + 1 === text.length))
}

function afterLine(text: string, end: number): number {
  return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1
}
