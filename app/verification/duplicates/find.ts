import { query, type Tx } from '#services/scope'
import { tableNames } from '../store/columns.js'
import { placeBindings, type Place } from '../store/place.js'
import { BORN, COMPARED, LEAST_SCORE, PAIR_COLUMNS, pairsSql, SCORE, type Compared } from './pairs_sql.js'

/** Memory of one sort or join of a search, so that it stays far below that of the process. */
const WORK_MEM = '48MB'

export interface Search {
  /** Pairs of records that may be one and wait for a decision. */
  found: number
  /** Persons compared. */
  persons: number
}

/** Takes the search of a register for itself until the transaction ends; two of them would find the same pairs twice. */
async function enterSearch(tx: Tx, { periodId, regency, module }: Place): Promise<void> {
  await query(tx, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`duplicates:${module.name}:${periodId}:${regency}`])
}

/** Compares everybody of the register with everybody, and forgets what was found before. What was decided is not found again. */
export async function findAll(
  tx: Tx,
  place: Place,
  passed: (step: number) => Promise<void> = async () => undefined,
): Promise<Search> {
  const { duplicates, duplicatesDue, knownElsewhere } = tableNames(place.module.instrument)
  await enterSearch(tx, place)
  const due = await dueOf(tx, place)
  for (const table of [duplicates, knownElsewhere]) {
    await query(tx, `delete from ${table} where period_id = :period and regency_code = :regency`, placeBindings(place))
  }
  await collect(tx, place, null, passed)
  await findElsewhere(tx, place, null)
  await query(tx, `delete from ${duplicatesDue} where regency_code = ? and period_id = ? and id = any (cast(? as uuid[]))`, [
    ...[place.regency, place.periodId],
    due.map(({ id }) => id),
  ])
  return noteSearch(tx, place, true)
}

/** Compares the persons of the records that were written since the last search with everybody. */
export async function findDue(tx: Tx, place: Place): Promise<Search> {
  const { duplicatesDue } = tableNames(place.module.instrument)
  await enterSearch(tx, place)
  const due = await dueOf(tx, place)
  await findFor(tx, place, [...new Set(due.flatMap(({ keys }) => keys))])
  await query(tx, `delete from ${duplicatesDue} where regency_code = ? and period_id = ? and id = any (cast(? as uuid[]))`, [
    ...[place.regency, place.periodId],
    due.map(({ id }) => id),
  ])
  return noteSearch(tx, place, false)
}

/** Compares the persons of these records with everybody, now. */
export async function findFor(tx: Tx, place: Place, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const { duplicates, knownElsewhere } = tableNames(place.module.instrument)
  const chosen = { ...placeBindings(place), keys: keys as string[] }
  const here = 'period_id = :period and regency_code = :regency'
  await query(tx, `delete from ${duplicates} where ${here} and left_key = any (cast(:keys as text[]))`, chosen)
  await query(tx, `delete from ${duplicates} where ${here} and right_key = any (cast(:keys as text[]))`, chosen)
  await query(tx, `delete from ${knownElsewhere} where ${here} and record_key = any (cast(:keys as text[]))`, chosen)
  await collect(tx, place, keys)
  await findElsewhere(tx, place, keys)
}

/** Records that were written since the last search. */
export async function countDue(tx: Tx, place: Place): Promise<number> {
  const { duplicatesDue } = tableNames(place.module.instrument)
  const [row] = await query<{ due: number }>(
    tx,
    `select cast(count(distinct key) as int) as due from ${duplicatesDue} cross join unnest(keys) key where period_id = ? and regency_code = ?`,
    [place.periodId, place.regency],
  )
  return row!.due
}

function dueOf(tx: Tx, place: Place): Promise<{ id: string; keys: string[] }[]> {
  const { duplicatesDue } = tableNames(place.module.instrument)
  return query(tx, `select id, keys from ${duplicatesDue} where period_id = ? and regency_code = ?`, [
    place.periodId,
    place.regency,
  ])
}

/** Finds pairs of persons, scores each, leaves out what was decided and stores them by the pair of their records. */
async function collect(
  tx: Tx,
  place: Place,
  keys: readonly string[] | null,
  passed: (step: number) => Promise<void> = async () => undefined,
): Promise<void> {
  const { module } = place
  const { duplicates } = tableNames(module.instrument)
  await query(tx, `set local work_mem = '${WORK_MEM}'`)
  await query(tx, 'drop table if exists found_pairs, own_people, near_people')
  const compared = keys ? await chosenPeople(tx, place, keys) : await everybody(tx, place)
  await query(
    tx,
    `create temporary table found_pairs (a_record text collate "C", a_key text collate "C", a_village text, b_record text collate "C",
       b_key text collate "C", b_village text, basis text, name real, born real, near real, nik text, kk boolean, sex boolean) on commit drop`,
  )
  for (const [step, sql] of pairsSql(compared).entries()) {
    await query(
      tx,
      `insert into found_pairs (${PAIR_COLUMNS.join(', ')})
       select ${PAIR_COLUMNS.map((name) => `f.${name}`).join(', ')} from (${sql}) f(${PAIR_COLUMNS.join(', ')})
       where f.basis <> 'likely' or ${SCORE} >= ${LEAST_SCORE}`,
      placeBindings(place),
    )
    await passed(step + 1)
  }
  await query(
    tx,
    `insert into ${duplicates} (period_id, regency_code, left_key, right_key, left_village, right_village, basis, score, matches, found_at)
     select :period, :regency, a_record, b_record, min(a_village), min(b_village),
       case min(rank) when 1 then 'nik' when 2 then 'kk' else 'likely' end, max(score),
       jsonb_agg(jsonb_build_object('left', a_key, 'right', b_key, 'basis', basis, 'score', score, 'name', round(100 * name),
         'born', round(100 * born), 'near', round(100 * near), 'number', nik, 'card', kk, 'sex', sex) order by rank, score desc, a_key, b_key), :now
     from (select distinct on (f.a_record, f.a_key, f.b_record, f.b_key) f.*, ${SCORE} as score from (
         select case when turned then b_record else a_record end as a_record, case when turned then b_key else a_key end as a_key,
           case when turned then b_village else a_village end as a_village, case when turned then a_record else b_record end as b_record,
           case when turned then a_key else b_key end as b_key, case when turned then a_village else b_village end as b_village,
           basis, case basis when 'nik' then 1 when 'kk' then 2 else 3 end as rank, name, born, near, nik, kk, sex
         from (select *, (a_record, a_key) > (b_record, b_key) as turned from found_pairs) p) f
       where not exists (select 1 from duplicate_pairs d where d.regency_code = :regency and d.module = :module
         and d.left_person = least(f.a_key, f.b_key) and d.right_person = greatest(f.a_key, f.b_key))
       order by f.a_record, f.a_key, f.b_record, f.b_key, f.rank) f
     group by a_record, b_record`,
    { ...placeBindings(place), module: module.name, now: tx.now },
  )
}

/** All persons that stay in the register, beside their list rows: narrow, and free of the policy that each row would be asked by. */
async function everybody(tx: Tx, place: Place): Promise<Compared> {
  await takePeople(tx, place, 'own_people', 'true', {})
  await query(tx, 'create temporary table near_people () on commit drop')
  return { own: 'own_people', others: 'own_people', near: 'own_people', apart: '(a.record_key, a.key) < (b.record_key, b.key)' }
}

/** The persons of some records, and beside them everybody of their villages. */
async function chosenPeople(tx: Tx, place: Place, keys: readonly string[]): Promise<Compared> {
  const { people } = tableNames(place.module.instrument)
  await takePeople(tx, place, 'own_people', 'record_key = any (cast(:keys as text[]))', { keys: keys as string[] })
  const villages = await query<{ code: string }>(tx, 'select distinct village_code as code from own_people')
  await takePeople(tx, place, 'near_people', 'village_code = any (cast(:villages as text[]))', {
    villages: villages.map(({ code }) => code),
  })
  return {
    ...{ own: 'own_people', near: 'near_people' },
    others: `(select ${COMPARED} from ${people} where period_id = :period and regency_code = :regency and stays)`,
    apart: `(a.record_key, a.key) <> (b.record_key, b.key)
      and ((a.record_key, a.key) < (b.record_key, b.key) or b.record_key not in (select record_key from own_people))`,
  }
}

async function takePeople(tx: Tx, place: Place, table: string, which: string, bindings: Record<string, string[]>): Promise<void> {
  await query(
    tx,
    `create temporary table ${table} (record_key text collate "C", key text collate "C", name_key text collate "C", nik text, kk text,
       birth_date date, sex smallint, village_code text collate "C", district_code text collate "C", born_year smallint, born_day smallint) on commit drop`,
  )
  await query(
    tx,
    `insert into ${table} select ${COMPARED}, ${BORN} from ${tableNames(place.module.instrument).people}
     where period_id = :period and regency_code = :regency and stays and ${which}`,
    { ...placeBindings(place), ...bindings },
  )
  await query(tx, `analyze ${table}`)
}

/** Notes whose number another regency of the period holds, village by village, so that no list of numbers grows with the register. */
async function findElsewhere(tx: Tx, place: Place, keys: readonly string[] | null): Promise<void> {
  const { people, elsewhere, knownElsewhere } = tableNames(place.module.instrument)
  const own = `period_id = :period and regency_code = :regency and stays${keys ? ' and record_key = any (cast(:keys as text[]))' : ''}`
  const bindings = { ...placeBindings(place), ...(keys ? { keys: keys as string[] } : {}) }
  const villages = await query<{ code: string }>(tx, `select distinct village_code as code from ${people} where ${own}`, bindings)
  for (const { code } of villages) {
    for (const number of ['nik', 'kk'] as const) {
      await query(
        tx,
        `insert into ${knownElsewhere} (period_id, regency_code, village_code, record_key, key, number)
         select p.period_id, p.regency_code, p.village_code, p.record_key, p.key, '${number}' from ${people} p
         where ${own} and p.village_code = :village and p.${number} = any (array(select e from ${elsewhere}(:period, :regency, '${number}',
           array(select distinct ${number} from ${people} where ${own} and village_code = :village and ${number} is not null)) e))
         on conflict do nothing`,
        { ...bindings, village: code },
      )
    }
  }
}

async function noteSearch(tx: Tx, place: Place, whole: boolean): Promise<Search> {
  const { duplicates, recaps } = tableNames(place.module.instrument)
  const [row] = await query<Search>(
    tx,
    `insert into duplicate_scans (regency_code, period_id, module, whole_at, searched_at, persons)
     select :regency, :period, :module, :now, :now, coalesce(sum(persons), 0) from ${recaps} where period_id = :period and regency_code = :regency
     on conflict (regency_code, period_id, module) do update set searched_at = excluded.searched_at, persons = excluded.persons,
       whole_at = ${whole ? 'excluded.whole_at' : 'duplicate_scans.whole_at'}
     returning persons, (select count(*)::int from ${duplicates} where period_id = :period and regency_code = :regency) as found`,
    { ...placeBindings(place), module: place.module.name, now: tx.now },
  )
  return row!
}
