import { query, type Tx } from '#services/scope'

/** The trail of acts, or the log of who read the register (UU 27/2022 art. 31). */
export const LOG_SOURCES = ['activities', 'reads'] as const
export type LogSource = (typeof LOG_SOURCES)[number]

export interface LogFilters {
  source: LogSource
  /** Id of an account. */
  user: string | null
  action: string | null
  /** Codes that a region stands for: itself, and for a province its regencies. */
  regions: readonly string[] | null
  /** Id of what was acted on. */
  object: string | null
  /** The span of time, without its end. */
  from: Date | null
  until: Date | null
}

/** One line: ids, codes and moments only, never a name or what was typed. `block` is the sealed block it lies in. */
export interface LogEntry {
  id: string
  at: Date
  region: string
  user: string | null
  action: string
  objectType: string | null
  objectId: string | null
  block: number | null
  /** Figures and codes of an act; `actWords` decides what of them is shown. Empty for a reading. */
  data: Record<string, unknown>
}

/** Where a page of the log begins: behind the last line of the one before. */
export interface LogCursor {
  at: string
  id: string
}

const COLUMNS: Record<LogSource, string> = {
  activities: `id, at, regency_code as region, user_id as "user", action, object_type as "objectType", object_id as "objectId", block_seq as block, data`,
  reads: `id, at, regency_code as region, user_id as "user", action, object_type as "objectType", object_id as "objectId", cast(null as bigint) as block, cast('{}' as jsonb) as data`,
}

/**
 * A page of the log, newest first. Every filter but the days has an index that ends in the order of the page, so that neither the age of
 * the log nor how far one has turned pages makes it slower; several regions are read each on its own and put together.
 */
export async function searchLog(
  tx: Tx,
  filters: LogFilters,
  { size, after }: { size: number; after: LogCursor | null },
): Promise<{ rows: LogEntry[]; next: LogCursor | null }> {
  const { conditions, bindings } = conditionsOf(filters)
  if (after) conditions.push('(at, id) < (cast(:at as timestamptz), cast(:id as uuid))')
  const order = 'order by at desc, id desc limit :limit'
  const lines = (more: readonly string[]) =>
    `select ${COLUMNS[filters.source]}, cast(at as text) as cursor from ${filters.source}
     where ${[...more, ...conditions].join(' and ') || 'true'} ${order}`
  const rows = await query<LogEntry & { cursor: string }>(
    tx,
    filters.regions
      ? `select l.* from unnest(cast(:regions as text[])) own(code) cross join lateral (${lines(['regency_code = own.code'])}) l ${order}`
      : lines([]),
    { ...bindings, limit: size + 1, ...after },
  )
  const last = rows.length > size ? rows[size - 1]! : null
  return { rows: rows.slice(0, size), next: last && { at: last.cursor, id: last.id } }
}

function conditionsOf({ user, action, regions, object, from, until }: LogFilters) {
  const conditions: string[] = []
  const bindings: Record<string, string | Date | readonly string[]> = regions ? { regions } : {}
  const add = (condition: string, name: string, value: string | Date) => {
    conditions.push(condition)
    bindings[name] = value
  }
  if (user) add('user_id = cast(:user as uuid)', 'user', user)
  if (action) add('action = :action', 'action', action)
  if (object) add('object_id = :object', 'object', object)
  if (from) add('at >= :from', 'from', from)
  if (until) add('at < :until', 'until', until)
  return { conditions, bindings }
}

const PAGE = 5000

/** The lines that the filters leave, newest first, read page by page. Returns whether older ones than the `limit` were left out. */
export async function* wholeLog(tx: Tx, filters: LogFilters, limit: number): AsyncGenerator<LogEntry, boolean> {
  let after: LogCursor | null = null
  for (let left = limit; left > 0; left -= PAGE) {
    const page: Awaited<ReturnType<typeof searchLog>> = await searchLog(tx, filters, { size: Math.min(PAGE, left), after })
    yield* page.rows
    if (!page.next) return false
    after = page.next
  }
  return true
}

/** The account that a login or an id names; null for neither. */
export async function accountId(tx: Tx, text: string): Promise<string | null> {
  const [row] = await query<{ id: string }>(
    tx,
    'select id from users where cast(id as text) = lower(:text) or lower(login) = lower(:text)',
    {
      text,
    },
  )
  return row?.id ?? null
}
