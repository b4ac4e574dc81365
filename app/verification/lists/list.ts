import { maskSecret } from '#domain/mask'
import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'
import { readSearch, type ListFilters, type ListPage } from './filters.js'
import { pageOf } from './page.js'
import { ordered } from './sort.js'
import { keptByVillage, keptCount, within } from './kept.js'
import { where } from './where.js'

export interface ListRow {
  key: string
  register_id: string | null
  name: string | null
  name_key: string
  address: string | null
  locality: string | null
  district_code: string
  village_code: string
  kind: string
  outcome: string
  state: string
  decile: number
  persons: number
  families: number
  blocking: number
  warnings: number
  inherited: number
  conflict: boolean
  source_file_id: string | null
  version: number
  updated_at: Date | null
  /** NIK of the person who heads the record, masked; null where there is none. */
  masked_nik: string | null
}

export interface ListResult {
  rows: ListRow[]
  total: Total
  next: string | null
  previous: string | null
  /** What the search found; null without one. */
  keys: readonly string[] | null
}

export interface Total {
  value: number
  /** A search found more than are counted; the list then shows only the first of them. */
  capped: boolean
}

/** Where a count of matches stops being exact: a name that matches more is shown as "lebih dari 1.000". */
export const COUNT_CAP = 1000

const COLUMNS = `key, register_id, name, name_key, address, locality, district_code, village_code, kind, outcome, state, decile, persons, families,
  blocking, warnings, inherited, conflict, source_file_id, version, updated_at`

/** Keys that a search word finds, at most one above the cap; null where there is nothing to search for. */
export async function searchKeys(tx: Tx, place: Place, search: string | undefined): Promise<string[] | null> {
  if (!search) return null
  const names = tableNames(place.module.instrument)
  const word = readSearch(search)
  if (word.by === 'nothing') return []
  if (word.by === 'name') {
    const rows = await query<{ record_key: string }>(tx, `select record_key from ${names.search}(?, ?, ?)`, [
      place.periodId,
      place.regency,
      word.value,
    ])
    return rows.map((row) => row.record_key)
  }
  const by = (table: string, column: string, key: string) =>
    `select ${key} as record_key from ${table} where period_id = :period and regency_code = :regency and ${column} = :value`
  const register = [by(names.current, 'register_id', 'key'), by(names.current, 'key', 'key')]
  const persons = [by(names.people, 'nik', 'record_key'), by(names.people, 'kk', 'record_key')]
  const sql = `${(word.by === 'identifier' ? [...persons, ...register] : register).join(' union ')} limit 1001`
  const rows = await query<{ record_key: string }>(tx, sql, { period: place.periodId, regency: place.regency, value: word.value })
  return rows.map((row) => row.record_key)
}

/** One page of a list with its total. Reads only the narrow rows and the kept counts, never the register. */
export async function listRecords(tx: Tx, place: Place, filters: ListFilters, page: ListPage): Promise<ListResult> {
  const keys = await searchKeys(tx, place, filters.search)
  const kept = await keptByVillage(tx, place, filters, keys)
  const { sql, bindings } = within(where(place, filters, keys), kept)
  const { current } = tableNames(place.module.instrument)
  const { cursor } = page
  const backwards = cursor?.direction === 'previous'
  const { after, order, at } = ordered(filters, backwards)
  // What a search found is few enough to be counted while the first page is sorted out of it.
  const counted = keys !== null && !cursor
  const found = await query<ListRow & { total?: number }>(
    tx,
    `select ${COLUMNS}${counted ? ', count(*) over () as total' : ''} from ${current} where ${sql}${cursor ? after : ''}
     order by ${order} limit ${page.size + 1}`,
    [...bindings, ...(cursor?.at ?? [])] as string[],
  )
  const total = counted
    ? cappedTotal(found[0]?.total ?? 0, keys)
    : kept
      ? { value: kept.reduce((sum, { records }) => sum + records, 0), capped: false }
      : await totalOf(tx, place, filters, keys)
  const { rows, ...beside } = pageOf(
    found.map(({ total: _total, ...row }): ListRow => row),
    page,
    at,
  )
  return { rows: await withHeads(tx, place, rows), total, keys, ...beside }
}

/** The list row of one record; null when this regency has none of that key in the period. */
export async function findRow(tx: Tx, place: Place, key: string): Promise<ListRow | null> {
  const found = await query<ListRow>(
    tx,
    `select ${COLUMNS} from ${tableNames(place.module.instrument).current} where period_id = ? and regency_code = ? and key = ?`,
    [place.periodId, place.regency, key],
  )
  return (await withHeads(tx, place, found))[0] ?? null
}

/** Puts beside each row the masked NIK of its head: the active person with the lowest relation code. */
async function withHeads(tx: Tx, place: Place, rows: readonly ListRow[]): Promise<ListRow[]> {
  const heads = await query<{ record_key: string; nik: string | null }>(
    tx,
    `select distinct on (record_key) record_key, nik from ${tableNames(place.module.instrument).people}
     where period_id = ? and regency_code = ? and record_key = any (?) and active order by record_key, relation nulls last, key`,
    [place.periodId, place.regency, rows.map(({ key }) => key)],
  )
  const niks = new Map(heads.map(({ record_key: key, nik }) => [key, nik]))
  return rows.map((row) => {
    const nik = niks.get(row.key)
    return { ...row, masked_nik: nik ? maskSecret('nik', nik) : null }
  })
}

async function totalOf(tx: Tx, place: Place, filters: ListFilters, keys: readonly string[] | null): Promise<Total> {
  if (!keys && !filters.file) return { value: await keptCount(tx, place, filters), capped: false }
  const { sql, bindings } = where(place, filters, keys)
  const [row] = await query<{ total: number }>(
    tx,
    `select count(*) as total from (select 1 from ${tableNames(place.module.instrument).current} where ${sql} limit ${COUNT_CAP + 1}) c`,
    bindings as string[],
  )
  return cappedTotal(row!.total, keys)
}

function cappedTotal(total: number, keys: readonly string[] | null): Total {
  return { value: Math.min(total, COUNT_CAP), capped: total > COUNT_CAP || (keys?.length ?? 0) > COUNT_CAP }
}

/**
 * Total of a list without its rows, as `listRecords` gives it; with kind `repair` or `new` only what can be decided. `keys` spare a
 * search already done.
 */
export async function countRecords(tx: Tx, place: Place, filters: ListFilters, keys?: readonly string[] | null): Promise<Total> {
  return totalOf(tx, place, filters, keys === undefined ? await searchKeys(tx, place, filters.search) : keys)
}

/**
 * Keys of the matching records that have an update, at most `limit`; what a decision on "all that match" is about. Null where a
 * search found more than are counted, for then nobody knows them all.
 */
export async function matchingUpdates(tx: Tx, place: Place, filters: ListFilters, limit: number): Promise<string[] | null> {
  const keys = await searchKeys(tx, place, filters.search)
  if (keys && keys.length > COUNT_CAP) return null
  const { sql, bindings } = where(place, filters, keys)
  const rows = await query<{ key: string }>(
    tx,
    `select key from ${tableNames(place.module.instrument).current} where ${sql} and kind <> 'none' order by key limit ${limit}`,
    bindings as string[],
  )
  return rows.map(({ key }) => key)
}

/** One step of all matching rows in the order of the screen, after the given row; for an export of exactly what is filtered. */
export async function nextRecords(
  tx: Tx,
  place: Place,
  filters: ListFilters,
  after: ListRow | undefined,
  step: number,
): Promise<ListRow[]> {
  const { sql, bindings } = where(place, filters, await searchKeys(tx, place, filters.search))
  const { after: beyond, order, at } = ordered(filters)
  const rows = await query<ListRow>(
    tx,
    `select ${COLUMNS} from ${tableNames(place.module.instrument).current}
     where ${sql}${after ? beyond : ''} order by ${order} limit ${step}`,
    [...bindings, ...(after ? at(after) : [])] as string[],
  )
  return withHeads(tx, place, rows)
}
