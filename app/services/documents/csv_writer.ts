import { guard, numeric, type Cell, type Column, type Row } from './cells.js'

export interface CsvOptions {
  /** `;` opens in columns under Indonesian settings of Excel, `,` is what programs expect. */
  delimiter: ';' | ','
  /** UTF-8 byte-order mark, without which Excel spoils every letter outside ASCII. */
  bom: boolean
}

const CHUNK = 64 * 1024

/**
 * CSV after RFC 4180 (CRLF, quotes doubled) in UTF-8, streamed. Texts and headings that a spreadsheet would run are
 * guarded, numbers are written plainly with a point, dates as `YYYY-MM-DD`. Ends only after the last row.
 */
export async function* writeCsv(
  columns: readonly Column[],
  rows: Iterable<Row> | AsyncIterable<Row>,
  { delimiter, bom }: CsvOptions,
): AsyncGenerator<Uint8Array> {
  const special = new RegExp(`[${delimiter}"\r\n\t']|^ | $`)
  const quote = (text: string) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const write = (value: Cell, { type }: Pick<Column, 'type'>) => {
    if (value === null || value === undefined) return ''
    const number = type === 'number' ? numeric(value) : null
    return number === null ? quote(guard(String(value))) : String(number)
  }

  let chunk = bom ? '\uFEFF' : ''
  chunk += `${columns.map(({ header }) => write(header, { type: 'text' })).join(delimiter)}\r\n`
  for await (const row of rows) {
    chunk += `${columns.map((column, i) => write(row[i], column)).join(delimiter)}\r\n`
    if (chunk.length >= CHUNK) {
      yield Buffer.from(chunk, 'utf8')
      chunk = ''
    }
  }
  yield Buffer.from(chunk, 'utf8')
}
