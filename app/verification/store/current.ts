import { query, type Tx } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import { tableNames } from './columns.js'
import { placeBindings, type Place } from './place.js'
import { fillProblems } from './problems.js'
import { PEOPLE_COLUMNS, peopleSelect, withoutWorkingCopy, type Source } from './people.js'
import { activeSql } from './standing.js'
import { placedSql, standingVillageSql } from './standing_place.js'

const CURRENT_COLUMNS = `period_id, regency_code, district_code, village_code, key, register_id, name, name_key, address, locality, kind, outcome,
  state, decile, persons, unnumbered, families, blocking, warnings, inherited, conflict, source_file_id, version, updated_at`

/** The band of a percentile: 1..n of the declared limits, n+1 above them, 0 where there is no rank yet. */
export function decileSql(module: VerificationModule) {
  const percentile = `u.${module.instrument.summary.percentile}`
  const bands = module.recap.deciles.map(({ upTo }, index) => `when ${percentile} <= ${upTo} then ${index + 1}`)
  return `case when ${percentile} is null then 0 ${bands.join(' ')} else ${module.recap.deciles.length + 1} end`
}

/** One narrow row per record, from the edition or from the working copy; the only definition of what a list shows and a recap counts. */
function currentSelect(at: Place, source: Source): string {
  const { module } = at
  const { summary, root } = module.instrument
  const names = tableNames(module.instrument)
  const [place, here] = source === 'updates' ? ['period_id', ':period'] : ['edition_id', ':edition']
  const group = (name: string) => (source === 'updates' ? names.updateGroup(name) : names.baseGroup(name))
  const active = activeSql(module.instrument, 'p')
  const ofRecord = (alias: string) =>
    `${alias}.${place} = ${here} and ${alias}.regency_code = u.regency_code and ${alias}.record_key = u.key`
  const counted = `cross join lateral (select count(*) as persons, count(*) filter (where p.${summary.people.nik} is null) as unnumbered
      from ${group(summary.people.group)} p where ${ofRecord('p')} and ${active}) n`
  const families = summary.familyGroup ? `(select count(*) from ${group(summary.familyGroup)} f where ${ofRecord('f')})` : '1'
  const state =
    source === 'updates' ? 'u.kind, u.outcome, u.state' : `'none' as kind, 'unverified' as outcome, 'untouched' as state`
  const problems =
    source === 'updates'
      ? `u.blocking, u.warnings, 0 as inherited,
         exists (select 1 from import_records c where c.regency_code = u.regency_code and c.period_id = u.period_id
           and c.module = '${module.name}' and c.clash_key = u.key and c.status = 'conflict' and c.decided_at is null) as conflict,
         u.source_file_id, u.version, u.updated_at`
      : `0 as blocking, 0 as warnings, jsonb_array_length(u.problems) as inherited,
         exists (select 1 from import_records c where c.regency_code = u.regency_code and c.period_id = :period
           and c.module = '${module.name}' and c.clash_key = u.key and c.status = 'conflict' and c.decided_at is null) as conflict,
         null::uuid as source_file_id, coalesce((select max(h.version) from ${names.changes} h
           where h.period_id = :period and h.regency_code = u.regency_code and h.key = u.key), 0) as version, null::timestamptz as updated_at`
  const [village, placed] =
    source === 'updates' ? [`u.${summary.village}`, ''] : [standingVillageSql(module.instrument, 'u'), placedSql(at, 'u')]
  return `select cast(:period as uuid), u.regency_code, r.parent, ${village}, u.key, u.${summary.registerKey}, u.${summary.name}, coalesce(u.name_key, ''),
      u.${summary.address}, u.${summary.locality}, ${state}, ${decileSql(module)},
      n.persons, n.unnumbered, ${families}, ${problems}
    from ${source === 'updates' ? names.updates : names.base} u ${placed} join regions r on r.code = ${village} ${counted}
    where u.${place} = ${here} and u.regency_code = :regency /* ${root.name} */`
}

/** SQL of the worst that a list row has. */
export const PROBLEM = `case when conflict then 'conflict' when blocking > 0 then 'block' when warnings > 0 then 'warn' when inherited > 0 then 'inherited' else 'none' end`

/** Cells of the kept counts, from the list rows. */
const CELLS = `district_code, village_code, kind, outcome, state, decile, ${PROBLEM} as problem`

/** Fills list rows and kept counts of a regency from the edition when a period opens. Safe to repeat. */
export async function fillCurrent(tx: Tx, place: Place): Promise<{ records: number; persons: number }> {
  const { current, people, recaps } = tableNames(place.module.instrument)
  for (const table of [people, current]) {
    await tx.trx.rawQuery(`delete from ${table} where period_id = ? and regency_code = ?`, [place.periodId, place.regency])
  }
  await tx.trx.rawQuery(`insert into ${current} (${CURRENT_COLUMNS}) ${currentSelect(place, 'base')}`, placeBindings(place))
  await tx.trx.rawQuery(`insert into ${people} (${PEOPLE_COLUMNS}) ${peopleSelect(place, 'base')}`, placeBindings(place))
  await fillProblems(tx, place)
  await recountRecaps(tx, place)
  const { rows } = await tx.trx.rawQuery(
    `select coalesce(sum(records), 0)::int as records, coalesce(sum(persons), 0)::int as persons from ${recaps} where period_id = ? and regency_code = ?`,
    [place.periodId, place.regency],
  )
  return rows[0]
}

/** Counts the list rows of a regency anew into its kept counts. */
export async function recountRecaps(tx: Tx, place: Place): Promise<void> {
  const { current, recaps } = tableNames(place.module.instrument)
  await tx.trx.rawQuery(`delete from ${recaps} where period_id = ? and regency_code = ?`, [place.periodId, place.regency])
  await tx.trx.rawQuery(
    `insert into ${recaps} (period_id, regency_code, district_code, village_code, kind, outcome, state, decile, problem, records, persons, unnumbered, families)
     select period_id, regency_code, ${CELLS}, count(*), sum(persons), sum(unnumbered), sum(families) from ${current}
     where period_id = :period and regency_code = :regency group by 1, 2, 3, 4, 5, 6, 7, 8, 9`,
    placeBindings(place),
  )
}

const COUNTED = `select ${CELLS}, count(*)::int as records, sum(persons)::int as persons, sum(unnumbered)::int as unnumbered,
  sum(families)::int as families`

/**
 * Condition on list rows that finds many keys one by one: asked for `= any (array)`, the planner takes the index by village for a
 * thousand of them, which holds the key last, and reads all of it.
 */
export const keyIn = (keys: ':keys' | ':value' | '?', column = 'key') => `${column} in (select unnest(cast(${keys} as text[])))`

const KEYED = `period_id = :period and regency_code = :regency and ${keyIn(':keys')}`

/** Cells that the given records fill now; taken before and after a write, their difference is what the recaps change by. */
export async function cellsOf(tx: Tx, place: Place, keys: readonly string[]): Promise<Cell[]> {
  const { current } = tableNames(place.module.instrument)
  return query<Cell>(tx, `${COUNTED} from ${current} where ${KEYED} group by 1, 2, 3, 4, 5, 6, 7`, {
    ...placeBindings(place),
    keys,
  })
}

export interface Cell {
  district_code: string
  village_code: string
  kind: string
  outcome: string
  state: string
  decile: number
  problem: string
  records: number
  persons: number
  /** Persons without NIK. */
  unnumbered: number
  families: number
}

/**
 * Brings the list rows of the given records up to date: from the working copy where there is one, else from the edition, else they are
 * gone. Call it after problems are counted. Gives the cells that were filled before, and those that are now.
 */
export async function refreshCurrent(tx: Tx, place: Place, keys: readonly string[]): Promise<{ before: Cell[]; after: Cell[] }> {
  const { current } = tableNames(place.module.instrument)
  const all = { ...placeBindings(place), keys }
  const counting = (change: string, bindings = all) =>
    query<Cell>(tx, `with touched as (${change} returning *) ${COUNTED} from touched group by 1, 2, 3, 4, 5, 6, 7`, bindings)
  const before = await counting(`delete from ${current} where ${KEYED}`)
  const insert = (source: Source) =>
    `insert into ${current} (${CURRENT_COLUMNS}) ${currentSelect(place, source)} and u.key = any (:keys)`
  const after = await counting(insert('updates'))
  const others = await withoutWorkingCopy(tx, place, keys)
  if (others.length > 0) after.push(...(await counting(insert('base'), { ...all, keys: others })))
  return { before, after }
}
