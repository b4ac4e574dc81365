import type { MapContext, MapFigure, MapLayer, MapLevel } from '#kernel/contributions'
import { query } from '#services/scope'
import type { Instrument, Text } from '../instrument.js'
import { tableNames } from '../store/columns.js'

/** Which of the kept counts a layer adds up; what is left out does not limit. */
export interface RecapPart {
  kind?: 'existing' | 'new'
  outcome?: readonly string[]
  state?: readonly string[]
  /** Bands of the recap, from 1; 0 is without a rank. */
  decile?: readonly number[]
  problem?: readonly ('none' | 'inherited' | 'warn' | 'block' | 'conflict')[]
}

export interface RecapLayer {
  unit: Text
  /** What is added up; records when absent. */
  sum?: 'records' | 'persons' | 'families'
  part: RecapPart
  /** Makes a share of it. */
  of?: RecapPart
}

/** The column of a kept count that is the code of an area, or the province of its regency. */
const CODE: Record<MapLevel, string> = {
  province: 'g.parent',
  regency: 'c.regency_code',
  district: 'c.district_code',
  village: 'c.village_code',
}
/** Areas of the list of regions in the regencies asked for: one without a record has zero. */
const AREAS: Record<MapLevel, string> = {
  province: 'select distinct parent as code from regions where code = any (:regencies)',
  regency: 'select code from regions where code = any (:regencies)',
  district: 'select code from regions where parent = any (:regencies)',
  village: `select v.code from regions v join regions d on d.code = v.parent
    where d.parent = any (:regencies) and (cast(:district as text) is null or d.code = :district)`,
}

/** A map layer over the kept counts of a verification module: its figures are those of the recapitulation. */
export function recapLayer(instrument: Instrument, { unit, sum = 'records', part, of }: RecapLayer): MapLayer {
  const { recaps } = tableNames(instrument)
  const sumOf = (wanted: RecapPart) => `cast(coalesce(sum(c.${sum}) filter (where ${conditionOf(wanted)}), 0) as int)`
  const sqlOf = (level: MapLevel) => `
    with areas as (${AREAS[level]}),
    kept as (
      select ${CODE[level]} as code, ${sumOf(part)} as part, ${sumOf(of ?? {})} as whole
      from ${recaps} c join regions g on g.code = c.regency_code
      where c.period_id = :period and c.regency_code = any (:regencies)
        and (cast(:district as text) is null or c.district_code = :district)
      group by 1)
    select code, coalesce(k.part, 0) as part, coalesce(k.whole, 0) as whole from areas full join kept k using (code) order by code`
  return Object.freeze({
    measure: of ? 'share' : 'count',
    unit,
    async figures({ tx, level, regencies, district, period }: MapContext) {
      const rows = await query<{ code: string; part: number; whole: number }>(tx, sqlOf(level), {
        ...{ period: period?.id ?? null, regencies, district },
      })
      return Object.fromEntries(
        rows.map(({ code, part: counted, whole }): [string, MapFigure] => [
          code,
          of ? { part: counted, whole } : { part: counted },
        ]),
      )
    },
  })
}

function conditionOf({ kind, outcome, state, decile, problem }: RecapPart): string {
  const among = (column: string, values: readonly string[] | undefined) =>
    values ? [`c.${column} in (${values.map((value) => `'${plain(value)}'`).join(', ')})`] : []
  const conditions = [
    ...(kind === 'new' ? [`c.kind = 'new'`] : kind === 'existing' ? [`c.kind <> 'new'`] : []),
    ...among('outcome', outcome),
    ...among('state', state),
    ...(decile ? [`c.decile in (${decile.map(Number).join(', ')})`] : []),
    ...among('problem', problem),
  ]
  return conditions.join(' and ') || 'true'
}

/** @throws Error at boot, for a declaration that is no word of the kept counts */
function plain(word: string): string {
  if (/^[a-z_]+$/.test(word)) return word
  throw new Error(`"${word}" is no value of a kept count.`)
}
