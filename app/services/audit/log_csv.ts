import type { Column } from '#services/documents/cells'
import { writeCsv } from '#services/documents/csv_writer'
import { scope, type Scope } from '#services/scope'
import { wholeLog, type LogEntry, type LogFilters } from './log.js'

/** Lines of one file; who needs more narrows the span. */
const EXPORTED = 200_000

/**
 * The log as CSV, read from one snapshot while it is sent. Nothing is in it but ids, codes, moments (UTC) and hashes. `filters` null =
 * no line. A file that had to leave out lines says so in its last one.
 */
export async function* logCsv(
  of: Scope,
  filters: LogFilters | null,
  say: (key: string, values?: Record<string, unknown>) => string,
  limit = EXPORTED,
): AsyncGenerator<Uint8Array> {
  const column = (key: string): Column => ({ header: say(`audit.column.${key}`), type: 'text' })
  const columns = ['id', 'at', 'region', 'user', 'action', 'object_type', 'object_id', 'block'].map(column)
  const { tx, end } = await scope.snapshot(of)
  try {
    yield* writeCsv(columns, filters ? rowsOf(wholeLog(tx, filters, limit), say('audit.cut', { limit })) : none())
  } finally {
    await end()
  }
}

async function* none() {}

async function* rowsOf(entries: AsyncGenerator<LogEntry, boolean>, cut: string) {
  let next = await entries.next()
  for (; !next.done; next = await entries.next()) {
    const { id, at, region, user, action, objectType, objectId, block } = next.value
    yield [id, at.toISOString(), region, user, action, objectType, objectId, block]
  }
  if (next.value) yield [cut]
}
