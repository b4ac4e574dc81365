import type { VerificationModule } from '#kernel/registry'
import type { Tx } from '#services/scope'
import { tableNames } from './columns.js'
import type { Place } from './place.js'

/**
 * Rules that need the whole register of a regency. A module names the code under which each kind is reported; severity and
 * words come from the rule of that code in its catalogue.
 */
export interface SetRules {
  /** The same NIK on two active persons. */
  duplicateNik?: string
  /** The same family card number in two records. */
  sharedKk?: string
  /** Two active persons without comparable NIK: same name, birth date and village. */
  lookalike?: string
}

/**
 * SQL of one problem about person `p` (with `name`, `nik`, `kk`) because of person `o`, grouped by `p`. Its params are `other` (the
 * other record), `who` and, masked, the number that both carry.
 */
export function setProblemSql(module: VerificationModule, kind: keyof SetRules, code: string, more = ''): string {
  const { group, nik, kk, name } = module.instrument.summary.people
  const severity = module.rules.find((rule) => rule.code === code)?.severity ?? 'warn'
  const field = { duplicateNik: nik, sharedKk: kk, lookalike: name }[kind]
  const number =
    kind === 'lookalike' ? '' : kind === 'duplicateNik' ? `, 'nik', ${masked('min(p.nik)')}` : `, 'kk', ${masked('min(p.kk)')}`
  return `jsonb_build_object('rule', '${code}', 'severity', '${severity}', 'fields',
       jsonb_build_array(jsonb_build_object('group', '${group}', 'key', p.key, 'field', '${field}')),
       'params', jsonb_strip_nulls(jsonb_build_object('other', min(o.record_key), 'who', min(p.name)${number}${more})))`
}

/** The mask of `maskSecret` for NIK and No KK, in SQL. */
function masked(number: string): string {
  const hidden = `repeat('*', length(${number}) - 6)`
  return `case when length(${number}) < 12 then repeat('*', length(${number})) else left(${number}, 4) || ${hidden} || right(${number}, 2) end`
}

/** Records that share an identifier with the given ones, now: their verdict may change with this write. */
export async function neighboursOf(tx: Tx, place: Place, keys: readonly string[]): Promise<string[]> {
  const { people, updates } = tableNames(place.module.instrument)
  const sharing = (column: string) => `
    select o.record_key from ${people} o where o.period_id = :period and o.regency_code = :regency
      and o.${column} = any (array(select ${column} from own where ${column} is not null)) and not o.record_key = any (:keys)`
  const { rows } = await tx.trx.rawQuery(
    `with own as materialized (select nik, kk from ${people} where period_id = :period and regency_code = :regency and record_key = any (:keys)),
       others as materialized (${sharing('nik')} union ${sharing('kk')})
     select u.key as record_key from ${updates} u
     where u.period_id = :period and u.regency_code = :regency and u.key = any (array(select record_key from others))`,
    { period: place.periodId, regency: place.regency, keys: keys as string[] },
  )
  return rows.map((row: { record_key: string }) => row.record_key)
}

/** Recomputes the set-based problems of working copies and counts what blocks and what warns, waivers taken off. */
export async function judgeSets(tx: Tx, place: Place, keys: readonly string[]): Promise<void> {
  const { module } = place
  const { people, updates } = tableNames(module.instrument)
  const parts: string[] = []
  const { duplicateNik, sharedKk, lookalike } = module.setRules ?? {}
  const from = (matches: string) => `from ${people} p cross join lateral (select o.record_key, o.key from ${people} o
    where o.period_id = :period and o.regency_code = :regency and o.active and ${matches} offset 0) o`
  const otherPerson = '(o.record_key, o.key) <> (p.record_key, p.key)'
  const alike = `o.village_code = p.village_code and o.name_key = p.name_key and o.birth_date = p.birth_date and (o.nik is null or p.nik is null)`
  const of = `p.period_id = :period and p.regency_code = :regency and p.record_key = any (:keys)`
  if (duplicateNik) {
    parts.push(`select p.record_key, ${setProblemSql(module, 'duplicateNik', duplicateNik)} as problem
      ${from(`o.nik = p.nik and ${otherPerson}`)} where ${of} and p.active group by p.record_key, p.key`)
  }
  if (sharedKk) {
    parts.push(`select p.record_key, ${setProblemSql(module, 'sharedKk', sharedKk)} as problem
      ${from('o.kk = p.kk and o.record_key <> p.record_key')} where ${of} and p.active group by p.record_key, p.key`)
  }
  if (lookalike) {
    parts.push(`select p.record_key, ${setProblemSql(module, 'lookalike', lookalike)} as problem
      ${from(`${alike} and ${otherPerson}`)} where ${of} and p.active and p.name_key <> '' group by p.record_key, p.key`)
  }
  const found = parts.length ? parts.join(' union all ') : `select null::text as record_key, null::jsonb as problem where false`
  await tx.trx.rawQuery(
    `with found as (${found}),
       grouped as materialized (select record_key, jsonb_agg(problem order by problem->>'rule', problem->'fields') as problems from found group by 1),
       judged as materialized (
         select u.ctid as place, coalesce(g.problems, '[]') as set_problems,
           (select count(*) filter (where x->>'severity' = 'block') from jsonb_array_elements(u.problems || coalesce(g.problems, '[]')) x
             where not exists (select 1 from waivers w where w.regency_code = :regency and w.period_id = :period and w.module = :module
               and w.key = u.key and w.rule = x->>'rule')) as blocking,
           (select count(*) filter (where x->>'severity' = 'warn') from jsonb_array_elements(u.problems || coalesce(g.problems, '[]')) x) as warnings
         from ${updates} u left join grouped g on g.record_key = u.key
         where u.period_id = :period and u.regency_code = :regency and u.key = any (:keys))
     update ${updates} u set set_problems = j.set_problems, blocking = least(j.blocking, 32000), warnings = least(j.warnings, 32000)
     from judged j where u.ctid = j.place and u.period_id = :period and u.regency_code = :regency
       and (u.set_problems, u.blocking, u.warnings) is distinct from (j.set_problems, j.blocking::smallint, j.warnings::smallint)`,
    { period: place.periodId, regency: place.regency, module: module.name, keys: keys as string[] },
  )
}
