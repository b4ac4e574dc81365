import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'
import type { ListFilters } from './filters.js'

export const DIMENSIONS = ['outcome', 'state', 'decile', 'problem'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export interface RecapRow {
  code: string
  name: string
  /** Records by value of the dimension; a value nobody has is absent. */
  values: Record<string, number>
  records: number
  persons: number
  /** Persons without NIK. */
  unnumbered: number
  families: number
}

export interface Recap {
  dimension: Dimension
  level: 'district' | 'village'
  rows: RecapRow[]
  total: Omit<RecapRow, 'code' | 'name'>
}

interface Cell {
  code: string
  name: string
  value: string
  records: number
  persons: number
  unnumbered: number
  families: number
}

/**
 * Kept counts by kecamatan, or by desa of one kecamatan, split by one dimension. Regions without a record stand with zero;
 * one that the list of regions has moved away since still stands with the records it has in this period. Every figure equals the list with the same filters, for both read the same counts.
 */
export async function recap(
  tx: Tx,
  place: Place,
  of: { dimension: Dimension; kind: ListFilters['kind']; district?: string },
): Promise<Recap> {
  const { recaps } = tableNames(place.module.instrument)
  const level = of.district ? 'village' : 'district'
  const cells = await query<Cell>(
    tx,
    `with areas as (${areasSql(recaps, level)})
     select a.code, coalesce(r.name, a.code) as name, coalesce(cast(c.${of.dimension} as text), '') as value,
       coalesce(sum(c.records), 0) as records, coalesce(sum(c.persons), 0) as persons,
       coalesce(sum(c.unnumbered), 0) as unnumbered, coalesce(sum(c.families), 0) as families
     from areas a left join regions r on r.code = a.code
     left join (select * from ${recaps} where ${within(level)}) c on c.${level}_code = a.code and ${ofKind(of.kind)}
     group by 1, 2, 3 order by 1`,
    { period: place.periodId, regency: place.regency, parent: of.district ?? place.regency },
  )
  const rows = new Map<string, RecapRow>()
  const nothing = (): Recap['total'] => ({ values: {}, records: 0, persons: 0, unnumbered: 0, families: 0 })
  const total = nothing()
  for (const cell of cells) {
    const row = rows.get(cell.code) ?? { code: cell.code, name: cell.name, ...nothing() }
    rows.set(cell.code, row)
    if (!cell.records) continue
    for (const sum of [row, total]) {
      sum.values[cell.value] = (sum.values[cell.value] ?? 0) + cell.records
      sum.records += cell.records
      sum.persons += cell.persons
      sum.unnumbered += cell.unnumbered
      sum.families += cell.families
    }
  }
  return { dimension: of.dimension, level, rows: [...rows.values()], total }
}

/** Kecamatan of a recapitulation: those of the regency in the list of regions, and those its records were counted in. */
export function districtsOf(tx: Tx, place: Place): Promise<{ code: string; name: string }[]> {
  const { recaps } = tableNames(place.module.instrument)
  return query(
    tx,
    `select a.code, coalesce(r.name, a.code) as name from (${areasSql(recaps, 'district')}) a left join regions r on r.code = a.code order by 1`,
    { period: place.periodId, regency: place.regency, parent: place.regency },
  )
}

function areasSql(recaps: string, level: Recap['level']): string {
  return `select code from regions where parent = :parent union select ${level}_code from ${recaps} where ${within(level)}`
}

/** Kept counts of the whole regency, or of one kecamatan (`:parent`) whose desa are asked for. */
function within(level: Recap['level']): string {
  return `period_id = :period and regency_code = :regency${level === 'village' ? ' and district_code = :parent' : ''}`
}

export interface Progress {
  total: number
  touched: number
  byState: Record<string, number>
}

/** Records of the regency, of one kind or all, by state: the progress of the period in one line. */
export async function progress(tx: Tx, place: Place, kind: ListFilters['kind'] = 'all'): Promise<Progress> {
  const { recaps } = tableNames(place.module.instrument)
  const rows = await query<{ state: string; records: number }>(
    tx,
    `select state, sum(records) as records from ${recaps} c where period_id = ? and regency_code = ? and ${ofKind(kind)} group by state`,
    [place.periodId, place.regency],
  )
  const byState = Object.fromEntries(rows.map(({ state, records }) => [state, records]))
  const total = rows.reduce((sum, { records }) => sum + records, 0)
  return { total, touched: total - (byState.untouched ?? 0), byState }
}

function ofKind(kind: ListFilters['kind']): string {
  if (kind === 'all') return 'true'
  return kind === 'existing' ? `c.kind <> 'new'` : `c.kind = '${kind}'`
}
