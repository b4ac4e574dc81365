import { withoutDoubt } from '#domain/decimal'
import { guard, numeric, type Cell, type Column, type Row } from './cells.js'

export interface CsvOptions {
  /** Only a file that goes back to whoever gave it keeps another sign between its cells. */
  delimiter?: ';' | ','
}

const CHUNK = 64 * 1024
/** UTF-8 byte-order mark, without which Excel spoils every letter outside ASCII. */
const MARK = '\uFEFF'
/** For what JavaScript itself writes with an exponent. */
const WRITTEN_OUT = new Intl.NumberFormat('id', { useGrouping: false, maximumFractionDigits: 20, signDisplay: 'negative' })

/**
 * CSV as Excel opens it under Indonesian settings and as our own reader takes it back unchanged (ADR 0029): semicolons, CRLF, quotes doubled,
 * UTF-8 with its mark, streamed. Texts and headings that a spreadsheet would run are guarded, numbers have a decimal comma and no thousands,
 * dates are `YYYY-MM-DD`. Ends only after the last row.
 */
export async function* writeCsv(
  columns: readonly Column[],
  rows: Iterable<Row> | AsyncIterable<Row>,
  { delimiter = ';' }: CsvOptions = {},
): AsyncGenerator<Uint8Array> {
  const special = new RegExp(`[${delimiter}"\r\n\t']|^ | $`)
  const quote = (text: string) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const write = (value: Cell, { type }: Pick<Column, 'type'>) => {
    if (value === null || value === undefined) return ''
    const number = type === 'number' ? numeric(value) : null
    return quote(number === null ? guard(String(value)) : decimalText(number))
  }

  let chunk = MARK
  chunk += `${columns.map(({ header }) => write(header, { type: 'text' })).join(delimiter)}\r\n`
  for await (const row of rows) {
    const cells = columns.map((column, i) => write(row[i], column))
    for (const cell of row.slice(columns.length)) cells.push(write(cell, { type: 'text' }))
    chunk += `${cells.join(delimiter)}\r\n`
    if (chunk.length >= CHUNK) {
      yield Buffer.from(chunk, 'utf8')
      chunk = ''
    }
  }
  yield Buffer.from(chunk, 'utf8')
}

/** A number as people here write it, never with an exponent. */
function decimalText(value: number): string {
  const text = String(value)
  return withoutDoubt(text.includes('e') ? WRITTEN_OUT.format(value) : text.replace('.', ','))
}
