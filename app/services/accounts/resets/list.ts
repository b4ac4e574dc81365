import { query, type Tx } from '#services/scope'
import { readRequest, REQUEST_COLUMNS, REQUEST_FROM, type ResetRequest } from './requests.js'

/** `open`: something is still to be done. */
export const RESET_VIEWS = ['open', 'decided', 'all'] as const
export type ResetView = (typeof RESET_VIEWS)[number]

const WHERE: Record<ResetView, string> = {
  open: `q.state in ('waiting', 'accepted')`,
  decided: `q.state in ('done', 'rejected')`,
  all: 'true',
}

export interface ResetPage {
  rows: ResetRequest[]
  total: number
  /** Id after which the next page begins, and before which the one before ends; null where there is none. */
  next: string | null
  previous: string | null
}

export async function openCount(tx: Tx): Promise<number> {
  const [row] = await query<{ total: number }>(
    tx,
    `select count(*)::int as total from reset_requests q where q.regency_code = any (?) and ${WHERE.open}`,
    [tx.scope.regions],
  )
  return row?.total ?? 0
}

/** Requests a page at a time: what is open with the oldest first, the others with the newest first. */
export async function resetPage(
  tx: Tx,
  { view, search }: { view: ResetView; search?: string },
  page: { size: number; after?: string; before?: string },
): Promise<ResetPage> {
  const where = `q.regency_code = any (:regions) and ${WHERE[view]}
    and (cast(:search as text) is null or q.receipt = upper(:search) or q.login = lower(:search))`
  const bindings = { regions: tx.scope.regions, search: search ?? null }
  const [counted] = await query<{ total: number }>(
    tx,
    `select count(*)::int as total from reset_requests q where ${where}`,
    bindings,
  )
  const backwards = page.before !== undefined
  const ascending = (view === 'open') !== backwards
  const direction = ascending ? 'asc' : 'desc'
  const rows = await query<Parameters<typeof readRequest>[0]>(
    tx,
    `select ${REQUEST_COLUMNS} ${REQUEST_FROM} where ${where}
       and (cast(:edge as text) is null or (q.received_at, q.id) ${ascending ? '>' : '<'}
         (select e.received_at, e.id from reset_requests e where cast(e.id as text) = :edge))
     order by q.received_at ${direction}, q.id ${direction} limit :limit`,
    { ...bindings, edge: page.before ?? page.after ?? null, limit: page.size + 1 },
  )
  const more = rows.length > page.size
  const shown = (backwards ? rows.slice(0, page.size).reverse() : rows.slice(0, page.size)).map(readRequest)
  return {
    rows: shown,
    total: counted?.total ?? 0,
    next: backwards || more ? (shown.at(-1)?.id ?? null) : null,
    previous: (backwards ? more : page.after !== undefined) ? (shown[0]?.id ?? null) : null,
  }
}

/** Other requests for the same account that are still open. */
export async function othersOpen(tx: Tx, { id, account }: ResetRequest): Promise<{ id: string; receipt: string }[]> {
  if (!account) return []
  return query(
    tx,
    `select q.id, q.receipt from reset_requests q where q.regency_code = any (?) and q.user_id = cast(? as uuid) and cast(q.id as text) <> ?
       and ${WHERE.open} order by q.received_at`,
    [tx.scope.regions, account.id, id],
  )
}

/** The requests ever made for an account, the newest first, at most 20. */
export async function requestsOf(tx: Tx, userId: string): Promise<ResetRequest[]> {
  const rows = await query<Parameters<typeof readRequest>[0]>(
    tx,
    `select ${REQUEST_COLUMNS} ${REQUEST_FROM} where q.regency_code = any (?) and q.user_id = cast(? as uuid) order by q.received_at desc limit 20`,
    [tx.scope.regions, userId],
  )
  return rows.map(readRequest)
}
