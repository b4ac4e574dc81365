import { validate as isUuid } from 'uuid'
import { NATIONAL, query, type Tx } from '#services/scope'
import { LOAD_COLUMNS, type Load, type LoadState } from './loads.js'

export interface LoadFilters {
  kind?: string
  state?: LoadState
}

/** A load in the history, with what it was brought from. */
export interface ListedLoad extends Load {
  files: { name: string; sha256: string; size: number }[]
  edition: string | null
}

export interface LoadPage {
  rows: ListedLoad[]
  total: number
  /** Load after which the next page begins, and before which the one before ends. */
  next: string | null
  previous: string | null
}

const FILES = `coalesce((select json_agg(json_build_object('name', f.original_name, 'sha256', f.sha256, 'size', f.size) order by f.position)
  from load_files f where f.regency_code = l.regency_code and f.load_id = l.id), '[]') as files,
  (select e.name from editions e where e.id = l.edition_id) as edition`

/** Loads of the kinds, newest first, a page at a time. */
export async function loadHistory(
  tx: Tx,
  kinds: readonly string[],
  filters: LoadFilters,
  page: { size: number; after?: string; before?: string },
): Promise<LoadPage> {
  const bindings = { national: NATIONAL, kinds, kind: filters.kind ?? null, state: filters.state ?? null }
  const where = `l.regency_code = :national and l.kind = any (:kinds) and (cast(:kind as text) is null or l.kind = :kind)
    and (cast(:state as text) is null or l.state = :state)`
  const cursor = [page.after, page.before].find((id) => id !== undefined && isUuid(id))
  const back = cursor !== undefined && cursor === page.before
  const from = cursor
    ? `and (l.created_at, l.id) ${back ? '>' : '<'} (select o.created_at, o.id from loads o where o.regency_code = :national and o.id = :cursor)`
    : ''
  const order = back ? 'asc' : 'desc'
  const found = await query<ListedLoad>(
    tx,
    `select ${LOAD_COLUMNS}, ${FILES} from loads l where ${where} ${from} order by l.created_at ${order}, l.id ${order} limit ${page.size + 1}`,
    { ...bindings, ...(cursor ? { cursor } : {}) },
  )
  const [{ total } = { total: 0 }] = await query<{ total: number }>(
    tx,
    `select count(*)::int as total from loads l where ${where}`,
    bindings,
  )
  const more = found.length > page.size
  const rows = back ? found.slice(0, page.size).reverse() : found.slice(0, page.size)
  return {
    ...{ rows, total },
    next: back || more ? (rows.at(-1)?.id ?? null) : null,
    previous: (back ? more : cursor) ? (rows[0]?.id ?? null) : null,
  }
}

/** Loads that wait for an officer: a mapping to confirm, a report to decide on. */
export async function waitingLoads(tx: Tx, kinds: readonly string[]): Promise<{ drafts: number; checked: number }> {
  const [counts] = await query<{ drafts: number; checked: number }>(
    tx,
    `select count(*) filter (where state = 'draft')::int as drafts, count(*) filter (where state = 'checked')::int as checked
     from loads where regency_code = ? and kind = any (?)`,
    [NATIONAL, kinds],
  )
  return counts!
}

/** When and by whom the very same files were brought before. */
export async function broughtBefore(
  tx: Tx,
  load: Load,
): Promise<{ id: string; name: string; by: string; at: Date; state: LoadState }[]> {
  return query(
    tx,
    `select distinct on (l.id) l.id, f.original_name as name, l.created_by_name as by, l.created_at as at, l.state
     from load_files f join loads l on l.regency_code = f.regency_code and l.id = f.load_id
     where f.regency_code = :national and l.id <> :load and l.created_at <= :at and l.state <> 'cancelled' and f.sha256 in (
       select o.sha256 from load_files o where o.regency_code = :national and o.load_id = :load)
     order by l.id desc limit 5`,
    { national: NATIONAL, load: load.id, at: load.createdAt },
  )
}
