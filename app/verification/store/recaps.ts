import type { Tx } from '#services/scope'
import { tableNames } from './columns.js'
import { PROBLEM, type Cell } from './current.js'
import type { Place } from './place.js'

const DIMENSIONS = ['district_code', 'village_code', 'kind', 'outcome', 'state', 'decile', 'problem'] as const

const MEASURES = ['records', 'persons', 'unnumbered', 'families'] as const

/** Collects what a transaction changes in the kept counts, to be written as its last statement. */
export class RecapDelta {
  readonly #cells = new Map<string, Cell>()

  add(cells: readonly Cell[], sign: 1 | -1): void {
    for (const cell of cells) {
      const id = DIMENSIONS.map((dimension) => cell[dimension]).join('|')
      const sum = this.#cells.get(id) ?? { ...cell, records: 0, persons: 0, unnumbered: 0, families: 0 }
      for (const measure of MEASURES) sum[measure] += sign * cell[measure]
      this.#cells.set(id, sum)
    }
  }

  /** One ordered upsert, so that two transactions never wait for each other in a circle on hot rows. */
  async flush(tx: Tx, place: Place): Promise<void> {
    const changed = [...this.#cells.values()].filter((cell) => MEASURES.some((measure) => cell[measure] !== 0))
    this.#cells.clear()
    if (!changed.length) return
    const { recaps } = tableNames(place.module.instrument)
    const columns = 'district_code text, village_code text, kind text, outcome text, state text, decile smallint, problem text'
    await tx.trx.rawQuery(
      `insert into ${recaps} as kept (period_id, regency_code, ${DIMENSIONS.join(', ')}, ${MEASURES.join(', ')})
       select ?, ?, ${DIMENSIONS.map((name) => `d.${name}`).join(', ')}, ${MEASURES.map((name) => `d.${name}`).join(', ')}
       from json_to_recordset(?) as d(${columns}, ${MEASURES.map((name) => `${name} int`).join(', ')})
       order by d.village_code, d.kind, d.outcome, d.state, d.decile, d.problem
       on conflict (period_id, regency_code, village_code, kind, outcome, state, decile, problem)
       do update set ${MEASURES.map((name) => `${name} = kept.${name} + excluded.${name}`).join(', ')}`,
      [place.periodId, place.regency, JSON.stringify(changed)],
    )
  }
}

/** Differences between the kept counts and a recount of the list rows; empty when all is well. */
export async function recapDifferences(tx: Tx, place: Place): Promise<Record<string, unknown>[]> {
  const { recaps, current } = tableNames(place.module.instrument)
  const { rows } = await tx.trx.rawQuery(
    `with kept as (select village_code, kind, outcome, state, decile, problem, ${MEASURES.join(', ')} from ${recaps}
       where period_id = :period and regency_code = :regency and (${MEASURES.map((name) => `${name} <> 0`).join(' or ')})),
     counted as (select village_code, kind, outcome, state, decile,
         ${PROBLEM} as problem,
         count(*)::int as records, sum(persons)::int as persons, sum(unnumbered)::int as unnumbered, sum(families)::int as families
       from ${current} where period_id = :period and regency_code = :regency group by 1, 2, 3, 4, 5, 6)
     (select 'kept' as side, * from (select * from kept except select * from counted) a)
     union all (select 'counted', * from (select * from counted except select * from kept) b)`,
    { period: place.periodId, regency: place.regency },
  )
  return rows
}
