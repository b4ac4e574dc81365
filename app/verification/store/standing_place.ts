import { query, type Tx } from '#services/scope'
import type { Instrument, RecordDoc, Values } from '../instrument.js'
import { variableColumns } from './columns.js'
import type { Place } from './place.js'

/** Where a record stands that was moved in this period. */
export interface StandingPlace {
  village: string
  /** The village in BPS digits, province to village; null where it is not mapped. */
  parts: readonly string[] | null
  /** Every village in which it stood before, that of the edition among them. */
  former: readonly string[]
}

/** SQL: lays where a record of the edition `alias` stands beside it, as `q`. Binds `:period`. */
export function placedSql({ module }: Pick<Place, 'module'>, alias: string): string {
  return `left join record_places q on q.period_id = :period and q.regency_code = ${alias}.regency_code and q.module = '${module.name}' and q.key = ${alias}.key`
}

/** SQL: the village in which a record of the edition `alias` stands now; goes with `placedSql`. */
export function standingVillageSql({ summary }: Instrument, alias: string): string {
  return `coalesce(q.village_code, ${alias}.${summary.village})`
}

/** SQL: a column of a record of the edition `alias`, at the place where it stands now; goes with `placedSql`. */
export function standingColumn(instrument: Instrument, alias: string, name: string): string {
  const { village, placeParts = [] } = instrument.summary
  if (name === village) return standingVillageSql(instrument, alias)
  const part = placeParts.findIndex((own) => own === name)
  return part < 0 ? `${alias}.${name}` : `case when q.key is null then ${alias}.${name} else q.place_parts[${part + 1}] end`
}

/** SQL list of all columns of a record of the edition `alias` as `standingColumn` gives them, under their names. */
export function standingColumns(instrument: Instrument, alias: string): string {
  return variableColumns(instrument.root)
    .map(({ name }) => `${standingColumn(instrument, alias, name)} as ${name}`)
    .join(', ')
}

/** Where those of the records stand that were moved; the others are absent. */
export async function standingPlaces(tx: Tx, place: Place, keys: readonly string[]): Promise<Map<string, StandingPlace>> {
  const rows = await query<StandingPlace & { key: string }>(
    tx,
    `select key, village_code as village, place_parts as parts, former from record_places
     where period_id = :period and regency_code = :regency and module = :module and key = any (:keys)`,
    { period: place.periodId, regency: place.regency, module: place.module.name, keys },
  )
  return new Map(rows.map(({ key, ...standing }) => [key, standing]))
}

/** The document as it reads where its record stands: a file or a former version still names the place before the move. */
export function atStandingPlace(instrument: Instrument, doc: RecordDoc, standing: StandingPlace | undefined): RecordDoc {
  if (!standing) return doc
  const { village, placeParts = [] } = instrument.summary
  const values: Values = { ...doc.values, [village]: standing.village }
  placeParts.forEach((name, index) => {
    const part = standing.parts?.[index]
    if (part === undefined) delete values[name]
    else values[name] = part
  })
  return { ...doc, values }
}
