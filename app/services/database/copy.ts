import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const CHUNK = 64 * 1024

/** The connection behind a transaction, for what Lucid has no words for: COPY and cursors. It stays the transaction's. */
export async function connectionOf(trx: TransactionClientContract): Promise<ClientBase> {
  return (await trx.knexClient.client.acquireConnection()) as ClientBase
}

/**
 * Streams lines of COPY text (each with its line feed) into a table. Row security forbids COPY into a register, so the table is a
 * temporary one. Memory does not grow with the number of lines.
 */
export async function copyInto(
  trx: TransactionClientContract,
  table: string,
  columns: readonly string[],
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  await copyMade(trx, table, columns, chunked(lines))
}

/** The same with what `copyText` made before, so that the connection is held no longer than the database needs. */
export async function copyMade(
  trx: TransactionClientContract,
  table: string,
  columns: readonly string[],
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<void> {
  const client = await connectionOf(trx)
  await pipeline(Readable.from(chunks), client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`)))
}

const SPECIAL = /[\\\n\r\t]/g
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** One row as a line of COPY text. */
export function copyLine(cells: readonly (string | number | null | undefined)[]): string {
  const texts = cells.map((cell) => {
    if (cell === null || cell === undefined) return '\\N'
    return typeof cell === 'number' ? String(cell) : cell.replace(SPECIAL, (sign) => ESCAPES[sign]!)
  })
  return `${texts.join('\t')}\n`
}

async function* chunked(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Buffer> {
  let chunk = ''
  for await (const line of lines) {
    chunk += line
    if (chunk.length < CHUNK) continue
    yield Buffer.from(chunk)
    chunk = ''
  }
  if (chunk) yield Buffer.from(chunk)
}

/** Lines of COPY text, ready to be sent. */
export function copyText(lines: readonly string[]): Buffer[] {
  return lines.length > 0 ? [Buffer.from(lines.join(''))] : []
}
