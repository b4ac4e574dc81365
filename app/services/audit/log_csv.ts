import type { Column } from '#services/documents/cells'
import { writeCsv } from '#services/documents/csv_writer'
import { scope, type Scope } from '#services/scope'
import { wholeLog, type LogEntry, type LogFilters } from './log.js'

/** The log as CSV, read from one snapshot while it is sent. Nothing is in it but ids, codes, moments (UTC) and hashes. `filters` null = no line. */
export async function* logCsv(of: Scope, filters: LogFilters | null, say: (key: string) => string): AsyncGenerator<Uint8Array> {
  const column = (key: string): Column => ({ header: say(`audit.column.${key}`), type: 'text' })
  const columns = ['id', 'at', 'region', 'user', 'action', 'object_type', 'object_id', 'block'].map(column)
  const { tx, end } = await scope.snapshot(of)
  try {
    const entries = filters ? wholeLog(tx, filters) : none()
    yield* writeCsv(columns, rowsOf(entries))
  } finally {
    await end()
  }
}

async function* none(): AsyncGenerator<LogEntry> {}

async function* rowsOf(entries: AsyncIterable<LogEntry>) {
  for await (const { id, at, region, user, action, objectType, objectId, block } of entries)
    yield [id, at.toISOString(), region, user, action, objectType, objectId, block]
}
