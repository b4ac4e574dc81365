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
  families: number
}

/**
 * Kept counts by kecamatan, or by desa of one kecamatan, split by one dimension. Regions without a record stand with zero.
 * Every figure equals the list with the same filters, for both read the same counts.
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
    `select r.code, r.name, coalesce(cast(c.${of.dimension} as text), '') as value, coalesce(sum(c.records), 0) as records,
       coalesce(sum(c.persons), 0) as persons, coalesce(sum(c.families), 0) as families
     from regions r left join ${recaps} c on c.period_id = :period and c.regency_code = :regency and c.${level}_code = r.code and ${ofKind(of.kind)}
     where r.parent = :parent group by r.code, r.name, 3 order by r.code`,
    { period: place.periodId, regency: place.regency, parent: of.district ?? place.regency },
  )
  const rows = new Map<string, RecapRow>()
  const total: Recap['total'] = { values: {}, records: 0, persons: 0, families: 0 }
  for (const cell of cells) {
    const row = rows.get(cell.code) ?? { code: cell.code, name: cell.name, values: {}, records: 0, persons: 0, families: 0 }
    rows.set(cell.code, row)
    if (!cell.records) continue
    for (const sum of [row, total]) {
      sum.values[cell.value] = (sum.values[cell.value] ?? 0) + cell.records
      sum.records += cell.records
      sum.persons += cell.persons
      sum.families += cell.families
    }
  }
  return { dimension: of.dimension, level, rows: [...rows.values()], total }
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
