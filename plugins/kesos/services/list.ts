import { persons, query, type PersonHit, type Tx } from '#core/plugin'
import { keptHit } from './kept_hit.js'
import type { Place } from './look_up.js'
import { keepLookup, type KeptHit, type Purpose } from './lookups.js'
import type { GivenNik } from './niks.js'

export const STATES = ['found', 'several', 'elsewhere', 'missing', 'twice', 'invalid'] as const
export type RowState = (typeof STATES)[number]

export interface ListRow {
  row: number
  given: string
  state: RowState
  /** Why a row was not looked up: in words, or the number of the row that it repeats. */
  reason: string | null
  /** The same words in English. */
  reason_en: string | null
  /** Everybody here with this NIK; of several none is preferred. */
  persons: KeptHit[]
}

/** Looks a whole list up, keeps its rows under a handle, and writes who was found into the read log. */
export async function lookUpList(
  tx: Tx,
  { regency, address }: Place,
  purpose: Purpose,
  given: readonly GivenNik[],
): Promise<string> {
  const niks = given.flatMap(({ nik, sameAs }) => (nik !== null && sameAs === null ? [nik] : []))
  const { found, elsewhere } = await persons.byNiks(tx, regency, niks)
  const id = await keepLookup(tx, { regency, kind: 'list', purpose, echo: {}, hits: [] })
  const rows = given.map((one) => rowOf(one, found, elsewhere))
  await query(
    tx,
    `insert into kesos_list_rows (regency_code, lookup_id, row, given, state, reason, reason_en, persons)
     select :regency, cast(:id as uuid), at, given, state, reason, reason_en, persons
     from json_to_recordset(cast(:rows as json)) as r(at integer, given text, state text, reason text, reason_en text, persons jsonb)`,
    { regency, id, rows: JSON.stringify(rows.map(({ row, ...rest }) => ({ ...rest, at: row }))) },
  )
  await persons.log(tx, {
    ...{ regency, action: 'search', purpose, address, object: { type: 'kesos.list', id } },
    subjects: [...found.values()].flat().map(persons.subject),
  })
  return id
}

function rowOf(
  { row, given, nik, reason, sameAs }: GivenNik,
  found: ReadonlyMap<string, readonly PersonHit[]>,
  elsewhere: ReadonlySet<string>,
): ListRow {
  if (nik === null)
    return { row, given, state: 'invalid', reason: reason?.id ?? null, reason_en: reason?.en ?? null, persons: [] }
  if (sameAs !== null) return { row, given, state: 'twice', reason: String(sameAs), reason_en: null, persons: [] }
  const hits = (found.get(nik) ?? []).map(keptHit)
  const state = hits.length > 1 ? 'several' : hits.length === 1 ? 'found' : elsewhere.has(nik) ? 'elsewhere' : 'missing'
  return { row, given, state, reason: null, reason_en: null, persons: hits }
}

/** Why a row was not looked up, in the reader's language. */
export function reasonFor({ reason, reason_en: english }: ListRow, locale: 'id' | 'en'): string | null {
  return { id: reason, en: english ?? reason }[locale]
}

export interface ListPage {
  rows: ListRow[]
  next: number | null
  previous: number | null
}

/** Rows of a list by their number, after or before one. */
export async function rowsOf(
  tx: Tx,
  regency: string,
  lookup: string,
  asked: { state: RowState | null; size: number; after?: number | undefined; before?: number | undefined },
): Promise<ListPage> {
  const { state, size, after, before } = asked
  const backwards = before !== undefined
  const rows = await query<ListRow>(
    tx,
    `select row, given, state, reason, reason_en, persons from kesos_list_rows
     where regency_code = :regency and lookup_id = :lookup and (cast(:state as text) is null or state = :state)
       and row ${backwards ? '<' : '>'} :at order by row ${backwards ? 'desc' : 'asc'} limit ${size + 1}`,
    { regency, lookup, state, at: before ?? after ?? 0 },
  )
  const more = rows.length > size
  const shown = rows.slice(0, size)
  if (backwards) shown.reverse()
  return {
    rows: shown,
    next: backwards || more ? (shown.at(-1)?.row ?? null) : null,
    previous: (backwards ? more : after !== undefined) ? (shown[0]?.row ?? null) : null,
  }
}

/** How many rows came out each way; they add up to the rows of the list. */
export async function countsOf(tx: Tx, regency: string, lookup: string): Promise<Record<RowState, number>> {
  const rows = await query<{ state: RowState; count: number }>(
    tx,
    `select state, cast(count(*) as int) as count from kesos_list_rows where regency_code = :regency and lookup_id = :lookup group by state`,
    { regency, lookup },
  )
  return Object.fromEntries(STATES.map((state) => [state, rows.find((row) => row.state === state)?.count ?? 0])) as Record<
    RowState,
    number
  >
}

/** Every row, for the download; writes the read log with everybody in it. */
export async function wholeList(
  tx: Tx,
  { regency, address }: Place,
  { id, purpose }: { id: string; purpose: Purpose },
): Promise<ListRow[]> {
  const { rows } = await rowsOf(tx, regency, id, { state: null, size: 100_000 })
  await persons.log(tx, {
    ...{ regency, action: 'export', purpose, address, object: { type: 'kesos.list', id } },
    subjects: rows.flatMap((row) => row.persons).map(persons.subject),
  })
  return rows
}
