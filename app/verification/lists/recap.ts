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

const FIGURES = ['records', 'persons', 'unnumbered', 'families'] as const

interface Cell extends Record<(typeof FIGURES)[number], number> {
  code: string
  name: string
  value: string
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
    `with kept as (
       select ${level}_code as code, cast(${of.dimension} as text) as value, ${FIGURES.map((name) => sumOf(name, of.kind)).join(', ')}
       from ${recaps} where ${within(level)} group by 1, 2)
     select code, coalesce(r.name, code) as name, coalesce(value, '') as value,
       ${FIGURES.map((name) => `coalesce(${name}, 0) as ${name}`).join(', ')}
     from (select code from regions where parent = :parent) a full join kept using (code) left join regions r using (code)
     order by 1, 3`,
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
    `select code, coalesce(r.name, code) as name
     from (select code from regions where parent = :parent) a
       full join (select distinct district_code as code from ${recaps} where ${within('district')}) k using (code)
       left join regions r using (code)
     order by 1`,
    { period: place.periodId, regency: place.regency, parent: place.regency },
  )
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
    `select state, sum(records) as records from ${recaps} where period_id = ? and regency_code = ? and ${ofKind(kind)} group by state`,
    [place.periodId, place.regency],
  )
  const byState = Object.fromEntries(rows.map(({ state, records }) => [state, records]))
  const total = rows.reduce((sum, { records }) => sum + records, 0)
  return { total, touched: total - (byState.untouched ?? 0), byState }
}

/** A region of which only the other kind was counted stands as well, so rows of the other kind count for nothing instead of being left out. */
function sumOf(figure: string, kind: ListFilters['kind']): string {
  return `sum(${figure}) filter (where ${ofKind(kind)}) as ${figure}`
}

function ofKind(kind: ListFilters['kind']): string {
  if (kind === 'all') return 'true'
  return kind === 'existing' ? `kind <> 'new'` : `kind = '${kind}'`
}
