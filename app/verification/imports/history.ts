import { pluginsOff } from '#services/plugin_switches'
import { likeText } from '#services/like_text'
import { query, type Tx } from '#services/scope'
import type { FileState, ImportFile } from './files.js'
import { filesOf, NOT_OFF } from './files.js'

/** One import with its files, newest first in lists. */
export interface ImportEntry {
  id: string
  source: 'browser' | 'command'
  by: string
  createdAt: Date
  files: ImportFile[]
}

/** The latest imports of a regency with their files; one that only holds files of modules that are off is left out. */
export async function latestImports(tx: Tx, regency: string, limit: number): Promise<ImportEntry[]> {
  const batches = await query<Omit<ImportEntry, 'files'>>(
    tx,
    `select id, source, created_by_name as by, created_at as "createdAt" from imports
     where regency_code = ? order by created_at desc, id desc limit ?`,
    [regency, limit],
  )
  const entries: ImportEntry[] = []
  for (const batch of batches) entries.push({ ...batch, files: await filesOf(tx, regency, batch.id) })
  return entries.filter(({ files }) => files.length > 0)
}

export const FILE_STATES: readonly FileState[] = [
  ...(['queued', 'checking', 'checked', 'applying', 'applied', 'refused', 'undone', 'cancelled'] as const),
]

export interface HistoryFilters {
  state?: FileState
  /** A part of the file's name. */
  search?: string
  /** A module whose records it holds. */
  module?: string
  /** A village or district of its scope. */
  area?: string
}

/** A file in the history: who brought it, with which application, and what came of it. */
export interface HistoryRow {
  id: string
  importId: string
  name: string
  size: number
  sha256: string
  state: FileState
  device: string | null
  operator: string | null
  modules: string[] | null
  villages: string[] | null
  app: string | null
  /** Its details are gone, so that there is no report of it any more. */
  purged: boolean
  read: number
  accepted: number
  rejected: number
  conflicts: number
  by: string
  createdAt: Date
  /** The file is applied and its period not locked, so that it can be undone. */
  undoable: boolean
}

/** Where a page of the history begins: after (`next`) or before (`previous`) the file with this time and id. */
export interface HistoryCursor {
  direction: 'next' | 'previous'
  at: string
  id: string
}

export interface HistoryPage {
  rows: HistoryRow[]
  total: number
  next: HistoryCursor | null
  previous: HistoryCursor | null
}

/** Files of a regency, newest first, a page at a time. */
export async function importHistory(
  tx: Tx,
  regency: string,
  filters: HistoryFilters,
  page: { size: number; cursor?: HistoryCursor },
): Promise<HistoryPage> {
  const off = await pluginsOff(regency)
  const bindings = {
    ...{ regency, off, state: filters.state ?? null, search: filters.search ? `%${likeText(filters.search)}%` : null },
    ...{ module: filters.module ?? null, area: filters.area ?? null },
  }
  const where = `f.regency_code = :regency and (cast(:state as text) is null or f.state = :state)
    and (cast(:search as text) is null or f.original_name ilike :search)
    and (cast(:module as text) is null or jsonb_exists(f.manifest->'modules', :module))
    and (cast(:area as text) is null or exists (select 1 from jsonb_array_elements_text(
      case jsonb_typeof(f.manifest->'scope') when 'array' then f.manifest->'scope' else '[]' end) s(code)
      where s.code = :area or s.code like :area || '.%' or :area like s.code || '.%')) and ${NOT_OFF}`
  const back = page.cursor?.direction === 'previous'
  const from = page.cursor ? `and (f.created_at, f.id) ${back ? '>' : '<'} (cast(:at as timestamptz), cast(:after as uuid))` : ''
  const order = back ? 'asc' : 'desc'
  const found = await query<HistoryRow & { moment: string }>(
    tx,
    `select f.id, f.import_id as "importId", f.original_name as name, f.size, f.sha256, f.state, f.device, f.operator,
       f.manifest->'modules' as modules, f.manifest->'scope' as villages, f.manifest->>'app' as app, f.purged_at is not null as purged,
       f.read_count as read,
       f.new_count + f.changed_count + f.same_count as accepted, f.rejected_count as rejected, f.conflict_count as conflicts,
       i.created_by_name as by, f.created_at as "createdAt",
       f.state = 'applied' and exists (select 1 from finalisations l where l.regency_code = f.regency_code
         and l.period_id = f.period_id and l.state = 'open') as undoable, cast(f.created_at as text) as moment
     from import_files f join imports i on i.regency_code = f.regency_code and i.id = f.import_id
     where ${where} ${from} order by f.created_at ${order}, f.id ${order} limit ${page.size + 1}`,
    { ...bindings, ...(page.cursor ? { at: page.cursor.at, after: page.cursor.id } : {}) },
  )
  const [{ total } = { total: 0 }] = await query<{ total: number }>(
    tx,
    `select count(*)::int as total from import_files f where ${where}`,
    bindings,
  )
  const more = found.length > page.size
  const rows = back ? found.slice(0, page.size).reverse() : found.slice(0, page.size)
  const cursorOf = (direction: HistoryCursor['direction'], row: (typeof rows)[number] | undefined) =>
    row ? { direction, at: row.moment, id: row.id } : null
  return {
    ...{ rows, total },
    next: back || more ? cursorOf('next', rows.at(-1)) : null,
    previous: (back ? more : page.cursor) ? cursorOf('previous', rows[0]) : null,
  }
}
