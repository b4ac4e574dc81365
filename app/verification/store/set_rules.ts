import { query, type Tx } from '#services/scope'
import { tableNames } from './columns.js'
import type { Place } from './place.js'
import {
  askedSql,
  comparedNumbers,
  elsewhereSql,
  LIKENESS,
  pairKinds,
  otherParams,
  personProblemSql,
  PROBLEM_LIST,
  strayVillageSql,
  villageKind,
  villageProblemSql,
  type PairKind,
} from './set_kinds.js'
import { standsSql } from './standing.js'
import { holdsSql } from './waivers.js'

export { type SetRules } from './set_kinds.js'

const HERE = 'period_id = :period and regency_code = :regency'
const of = (alias: string) => `${alias}.period_id = :period and ${alias}.regency_code = :regency`
const agreeing = (columns: readonly string[], a: string, b: string) =>
  columns.map((column) => `${a}.${column} = ${b}.${column}`).join(' and ')

/**
 * Persons without NIK in the villages of `own`, a table or `with` query of persons: next to the others they are few, so whoever has a
 * NIK is compared with them at once and not one by one.
 */
function unnumberedSql(people: string): string {
  return `select o.record_key, o.key, o.stays, o.village_code, o.name_key, o.birth_date from ${people} o
    where ${of('o')} and o.nik is null and o.name_key <> '' and o.village_code = any (array(select distinct village_code from own))`
}

/**
 * Records with a working copy that share an identifier or a likeness with the given ones, now: their verdict may change with this
 * write.
 */
export async function neighboursOf(tx: Tx, place: Place, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return []
  const { people, updates } = tableNames(place.module.instrument)
  const numbers = comparedNumbers(place.module)
  const sharing = (column: string) =>
    `select o.record_key from ${people} o where ${of('o')} and o.${column} = any (array(select ${column} from own where ${column} is not null))`
  const alike = [
    `select o.record_key from unnumbered o join own w on ${agreeing(LIKENESS, 'o', 'w')} where w.nik is not null`,
    `select o.record_key from own w cross join lateral (select o.record_key from ${people} o
       where ${of('o')} and ${agreeing(LIKENESS, 'o', 'w')} offset 0) o where w.nik is null and w.name_key <> ''`,
  ]
  const rows = await query<{ record_key: string }>(
    tx,
    `with own as materialized (select ${numbers.join(', ')}, village_code, name_key, birth_date from ${people} where ${HERE} and record_key = any (:keys)),
       unnumbered as materialized (${unnumberedSql(people)}),
       others as materialized (${[...numbers.map(sharing), ...alike].join(' union ')})
     select u.key as record_key from ${updates} u
     where ${of('u')} and u.key = any (array(select record_key from others where not record_key = any (:keys)))`,
    { period: place.periodId, regency: place.regency, keys },
  )
  return rows.map(({ record_key: key }) => key)
}

/** Recomputes the set-based problems of working copies and counts what blocks and what warns, waivers taken off. */
export async function judgeSets(tx: Tx, place: Place, keys: readonly string[]): Promise<void> {
  const { module } = place
  const { updates } = tableNames(module.instrument)
  await query(
    tx,
    `with ${foundSql(place)},
       grouped as materialized (select record_key, ${PROBLEM_LIST} as problems from found group by 1),
       judged as materialized (
         select u.ctid as place, coalesce(g.problems, '[]') as set_problems,
           (select count(*) filter (where x->>'severity' = 'block') from jsonb_array_elements(u.problems || coalesce(g.problems, '[]')) x
             where not exists (select 1 from waivers w where w.regency_code = :regency and w.period_id = :period and w.module = :module
               and w.key = u.key and w.rule = x->>'rule' and ${holdsSql(`u.problems || coalesce(g.problems, '[]')`)})) as blocking,
           (select count(*) filter (where x->>'severity' = 'warn') from jsonb_array_elements(u.problems || coalesce(g.problems, '[]')) x) as warnings
         from ${updates} u left join grouped g on g.record_key = u.key
         where ${of('u')} and u.key = any (:keys))
     update ${updates} u set set_problems = j.set_problems, blocking = least(j.blocking, 32000), warnings = least(j.warnings, 32000)
     from judged j where u.ctid = j.place and ${of('u')}
       and (u.set_problems, u.blocking, u.warnings) is distinct from (j.set_problems, j.blocking::smallint, j.warnings::smallint)`,
    { period: place.periodId, regency: place.regency, module: module.name, keys },
  )
}

/** `with` queries that end in `found (record_key, problem)` for the working copies of `:keys`. */
function foundSql({ module }: Place): string {
  const { instrument } = module
  const { people, updates } = tableNames(instrument)
  const kinds = pairKinds(module)
  const using = (...columns: string[]) => kinds.filter(({ by }) => columns.includes(by[0]!))
  const person =
    'u.outcome, p.record_key, p.key, p.name, p.nik, p.kk, p.card, p.account, p.village_code, p.name_key, p.birth_date'
  const steps = [
    `own as materialized (select ${person} from ${updates} u
       cross join lateral (select * from ${people} p where ${of('p')} and p.record_key = u.key and p.stays offset 0) p
       where ${of('u')} and u.key = any (:keys) and ${standsSql(module, 'u')})`,
    `unnumbered as materialized (${unnumberedSql(people)})`,
  ]
  const problems: string[] = []
  const report = (source: string, kind: PairKind, other: string) =>
    problems.push(
      `select ${kind.ofRecord ? 'distinct ' : ''}p.record_key, ${personProblemSql(module, kind, otherParams(kind, other))} as problem from ${source} p where ${other} is not null and ${askedSql(kind, 'p.outcome')}`,
    )
  for (const column of comparedNumbers(module)) {
    const sharing = using(column)
    if (sharing.length === 0) continue
    const others = sharing.map((kind, index) => `min(o.record_key) filter (where ${apartSql(kind)}) as other${index}`)
    // Most numbers stand once, or in one record under different names: they are left out at once, the others looked up one by one.
    steps.push(`crowded_${column} as materialized (select o.${column} from ${people} o
      where ${of('o')} and o.${column} = any (array(select ${column} from own where ${column} is not null)) and o.stays
      group by o.${column} having min(o.record_key) <> max(o.record_key) or count(*) <> count(distinct ${column === 'nik' ? 'o.nik' : 'o.name_key'}))`)
    steps.push(`by_${column} as materialized (select p.*, ${sharing.map((_, index) => `o.other${index}`).join(', ')} from own p
      cross join lateral (select ${others.join(', ')} from ${people} o where ${of('o')} and o.${column} = p.${column} and o.stays) o
      where p.${column} = any (array(select ${column} from crowded_${column})))`)
    sharing.forEach((kind, index) => report(`by_${column}`, kind, `p.other${index}`))
  }
  for (const kind of using('village_code')) {
    steps.push(`alike as materialized (
      select p.*, o.other from own p cross join lateral (select min(o.record_key) filter (where ${apartSql({ ...kind, unnumbered: false })}) as other
        from ${people} o where ${of('o')} and ${agreeing(LIKENESS, 'o', 'p')} and o.stays) o where p.nik is null and p.name_key <> ''
      union all
      select p.*, o.other from own p join (select ${LIKENESS.join(', ')}, min(record_key) as other from unnumbered where stays group by 1, 2, 3) o
        on ${agreeing(LIKENESS, 'o', 'p')} where p.nik is not null)`)
    report('alike', kind, 'p.other')
  }
  problems.push(...elsewhereSql(module, 'own', 'record_key'))
  const stray = villageKind(module)
  if (stray) {
    const village = `u.${instrument.summary.village}`
    problems.push(`select u.key as record_key, ${villageProblemSql(stray, village)} as problem from ${updates} u
      where ${of('u')} and u.key = any (:keys) and ${standsSql(module, 'u')} and ${askedSql(stray, 'u.outcome')} and ${strayVillageSql(village)}`)
  }
  const found = problems.join(' union all ') || 'select null::text as record_key, null::jsonb as problem where false'
  return [...steps, `found as (${found})`].join(',\n')
}

/** SQL: person `o` is one that `p` must not agree with. */
function apartSql({ by, apart, unnumbered }: PairKind): string {
  return [
    apart === 'persons' ? '(o.record_key, o.key) <> (p.record_key, p.key)' : 'o.record_key <> p.record_key',
    ...by.slice(1).map((column) => `o.${column} = p.${column}`),
    ...(by.includes('name_key') ? [`p.name_key <> ''`] : []),
    ...(unnumbered ? ['(o.nik is null or p.nik is null)'] : []),
  ].join(' and ')
}
