import type { Tx } from '#services/scope'
import { tableNames } from './columns.js'
import { PROBLEM, type Cell } from './current.js'
import type { Place } from './place.js'

const DIMENSIONS = ['district_code', 'village_code', 'kind', 'outcome', 'state', 'decile', 'problem'] as const

/** Collects what a transaction changes in the kept counts, to be written as its last statement. */
export class RecapDelta {
  readonly #cells = new Map<string, Cell>()

  add(cells: readonly Cell[], sign: 1 | -1): void {
    for (const cell of cells) {
      const id = DIMENSIONS.map((dimension) => cell[dimension]).join('|')
      const sum = this.#cells.get(id) ?? { ...cell, records: 0, persons: 0, families: 0 }
      sum.records += sign * cell.records
      sum.persons += sign * cell.persons
      sum.families += sign * cell.families
      this.#cells.set(id, sum)
    }
  }

  /** One ordered upsert, so that two transactions never wait for each other in a circle on hot rows. */
  async flush(tx: Tx, place: Place): Promise<void> {
    const changed = [...this.#cells.values()].filter(
      ({ records, persons, families }) => records !== 0 || persons !== 0 || families !== 0,
    )
    this.#cells.clear()
    if (!changed.length) return
    const { recaps } = tableNames(place.module.instrument)
    const columns = 'district_code text, village_code text, kind text, outcome text, state text, decile smallint, problem text'
    await tx.trx.rawQuery(
      `insert into ${recaps} as kept (period_id, regency_code, ${DIMENSIONS.join(', ')}, records, persons, families)
       select ?, ?, ${DIMENSIONS.map((name) => `d.${name}`).join(', ')}, d.records, d.persons, d.families
       from json_to_recordset(?) as d(${columns}, records int, persons int, families int)
       order by d.village_code, d.kind, d.outcome, d.state, d.decile, d.problem
       on conflict (period_id, regency_code, village_code, kind, outcome, state, decile, problem)
       do update set records = kept.records + excluded.records, persons = kept.persons + excluded.persons, families = kept.families + excluded.families`,
      [place.periodId, place.regency, JSON.stringify(changed)],
    )
  }
}

/** Differences between the kept counts and a recount of the list rows; empty when all is well. */
export async function recapDifferences(tx: Tx, place: Place): Promise<Record<string, unknown>[]> {
  const { recaps, current } = tableNames(place.module.instrument)
  const { rows } = await tx.trx.rawQuery(
    `with kept as (select village_code, kind, outcome, state, decile, problem, records, persons, families from ${recaps}
       where period_id = :period and regency_code = :regency and (records <> 0 or persons <> 0 or families <> 0)),
     counted as (select village_code, kind, outcome, state, decile,
         ${PROBLEM} as problem,
         count(*)::int as records, sum(persons)::int as persons, sum(families)::int as families
       from ${current} where period_id = :period and regency_code = :regency group by 1, 2, 3, 4, 5, 6)
     (select 'kept' as side, * from (select * from kept except select * from counted) a)
     union all (select 'counted', * from (select * from counted except select * from kept) b)`,
    { period: place.periodId, regency: place.regency },
  )
  return rows
}
