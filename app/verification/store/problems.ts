import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { tableNames } from './columns.js'
import { placeBindings, type Place } from './place.js'
import { placedSql, standingVillageSql } from './standing_place.js'
import { holdsSql } from './waivers.js'

/** One rule on one record is one problem, however many places of the record it points to. Of these classes a problem has one. */
export const PROBLEM_CLASSES = ['block', 'warn', 'waived', 'inherited'] as const
export type ProblemClass = (typeof PROBLEM_CLASSES)[number]

/** Stands for "no file" in the kept counts, whose key knows no empty answer. */
const NO_FILE = '00000000-0000-0000-0000-000000000000'

interface Cell {
  district_code: string
  village_code: string
  class: ProblemClass
  rule: string
  source_file_id: string
  problems: number
}

const COLUMNS = 'period_id, regency_code, district_code, village_code, key, rule, class, places, source_file_id'
const CELL = `district_code, village_code, class, rule, coalesce(source_file_id, '${NO_FILE}') as source_file_id, count(*)::int as problems`

/** Problems of working copies, what was waived apart; the only definition of what the problem desk lists and counts. */
function ofUpdates({ name, instrument }: VerificationModule, where: string): string {
  const { updates } = tableNames(instrument)
  const all = 'u.problems || u.set_problems'
  return `select u.period_id, u.regency_code, r.parent, r.code, u.key, x->>'rule', case when x->>'severity' <> 'block' then 'warn'
      when exists (select 1 from waivers w where w.regency_code = u.regency_code and w.period_id = u.period_id and w.module = '${name}'
        and w.key = u.key and w.rule = x->>'rule' and ${holdsSql(all)}) then 'waived' else 'block' end,
      least(count(*), 32000), u.source_file_id
    from ${updates} u join regions r on r.code = u.${instrument.summary.village} cross join lateral jsonb_array_elements(${all}) x
    where u.period_id = :period and u.regency_code = :regency and u.problems || u.set_problems <> '[]' and ${where}
    group by 1, 2, 3, 4, 5, 6, 7, 9`
}

/** Problems that the edition brought, of records nobody has touched in the period. */
function ofEdition(module: VerificationModule, where: string): string {
  const { instrument } = module
  const { base, updates } = tableNames(instrument)
  return `select cast(:period as uuid), b.regency_code, r.parent, r.code, b.key, x->>'rule', 'inherited', least(count(*), 32000), null::uuid
    from ${base} b ${placedSql({ module }, 'b')} join regions r on r.code = ${standingVillageSql(instrument, 'b')} cross join lateral jsonb_array_elements(b.problems) x
    where b.edition_id = :edition and b.regency_code = :regency and b.problems <> '[]' and ${where}
      and not exists (select 1 from ${updates} u where u.period_id = :period and u.regency_code = b.regency_code and u.key = b.key)
    group by 1, 2, 3, 4, 5, 6`
}

/** Collects what a transaction changes in the kept counts of problems, to be written with its last statements. */
export class ProblemDelta {
  readonly #cells = new Map<string, Cell>()

  /** Brings the problems of the given records up to date. Call it after they were judged. */
  async refresh(tx: Tx, place: Place, keys: readonly string[]): Promise<void> {
    const { problems } = tableNames(place.module.instrument)
    const bindings = { ...placeBindings(place), keys: keys as string[] }
    const gone = await query<Cell>(
      tx,
      `with gone as (delete from ${problems} where period_id = :period and regency_code = :regency and key = any (cast(:keys as text[]))
         returning *) select ${CELL} from gone group by 1, 2, 3, 4, 5`,
      bindings,
    )
    const come = await query<Cell>(
      tx,
      `with come as (insert into ${problems} (${COLUMNS})
         (${ofUpdates(place.module, 'u.key = any (cast(:keys as text[]))')})
         union all (${ofEdition(place.module, 'b.key = any (cast(:keys as text[]))')})
         returning *) select ${CELL} from come group by 1, 2, 3, 4, 5`,
      bindings,
    )
    this.#add(gone, -1)
    this.#add(come, 1)
  }

  async flush(tx: Tx, place: Place): Promise<void> {
    const changed = [...this.#cells.values()].filter(({ problems }) => problems !== 0)
    this.#cells.clear()
    if (changed.length === 0) return
    const { problemRecaps } = tableNames(place.module.instrument)
    await query(
      tx,
      `insert into ${problemRecaps} as kept (period_id, regency_code, district_code, village_code, class, rule, source_file_id, problems)
       select :period, :regency, d.district_code, d.village_code, d.class, d.rule, d.source_file_id, d.problems
       from json_to_recordset(:changed) as d(district_code text, village_code text, class text, rule text, source_file_id uuid, problems int)
       order by d.village_code, d.class, d.rule, d.source_file_id
       on conflict (period_id, regency_code, village_code, class, rule, source_file_id) do update set problems = kept.problems + excluded.problems`,
      { period: place.periodId, regency: place.regency, changed: JSON.stringify(changed) },
    )
  }

  #add(cells: readonly Cell[], sign: 1 | -1) {
    for (const cell of cells) {
      const id = [cell.village_code, cell.class, cell.rule, cell.source_file_id].join('|')
      const sum = this.#cells.get(id) ?? { ...cell, problems: 0 }
      sum.problems += sign * cell.problems
      this.#cells.set(id, sum)
    }
  }
}

/** Lists and counts the problems of a regency anew. Safe to repeat. */
export async function fillProblems(tx: Tx, place: Place): Promise<void> {
  const { problems, problemRecaps } = tableNames(place.module.instrument)
  const here = { period: place.periodId, regency: place.regency }
  for (const table of [problems, problemRecaps]) {
    await query(tx, `delete from ${table} where period_id = :period and regency_code = :regency`, here)
  }
  await query(
    tx,
    `insert into ${problems} (${COLUMNS}) (${ofUpdates(place.module, 'true')}) union all (${ofEdition(place.module, 'true')})`,
    placeBindings(place),
  )
  await query(
    tx,
    `insert into ${problemRecaps} (period_id, regency_code, district_code, village_code, class, rule, source_file_id, problems)
     select :period, :regency, ${CELL} from ${problems} where period_id = :period and regency_code = :regency group by 3, 4, 5, 6, 7`,
    here,
  )
}

/** Where listed or kept problems are not what the records say; empty when all is well. */
export async function problemDifferences(tx: Tx, place: Place): Promise<Record<string, unknown>[]> {
  const { problems, problemRecaps } = tableNames(place.module.instrument)
  const cells = 'village_code, class, rule, source_file_id, problems'
  return query(
    tx,
    `with listed as (select ${COLUMNS} from ${problems} where period_id = :period and regency_code = :regency),
       judged (${COLUMNS}) as ((${ofUpdates(place.module, 'true')}) union all (${ofEdition(place.module, 'true')})),
       kept as (select ${cells} from ${problemRecaps} where period_id = :period and regency_code = :regency and problems <> 0),
       counted as (select ${cells} from (select ${CELL} from listed group by 1, 2, 3, 4, 5) c)
     select 'listed' as side, key as about, rule from (select * from listed except select * from judged) a
     union all select 'judged', key, rule from (select * from judged except select * from listed) b
     union all select 'kept problems', village_code, rule from (select * from kept except select * from counted) c
     union all select 'counted problems', village_code, rule from (select * from counted except select * from kept) d`,
    placeBindings(place),
  )
}
