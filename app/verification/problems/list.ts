import type { VerificationModule } from '#kernel/registry'
import { childrenOf } from '#services/regions'
import { query, type Tx } from '#services/scope'
import { message, type Locale } from '../message.js'
import type { Problem } from '../rules.js'
import { tableNames } from '../store/columns.js'
import { PROBLEM_CLASSES, type Place, type ProblemClass } from '../store/index.js'
import type { Grouping, ProblemFilters } from './filters.js'

/** One rule on one record. */
export interface ProblemRow {
  village: string
  key: string
  rule: string
  places: number
  name: string | null
  registerId: string | null
  address: string | null
  locality: string | null
  state: string
  version: number
  file: string | null
  /** What the rule says of each place, in the reader's language. */
  sentences: string[]
  problems: Problem[]
}

/** Place of a problem in the list: village, record, rule. */
export type ProblemAt = [village: string, key: string, rule: string]

export interface ProblemGroup {
  /** Code of the rule or village, name of the operator, id of the file; empty where nobody sent a file. */
  id: string
  label: string
  problems: number
}

type Bindings = Record<string, string | string[]>

async function where(place: Place, filters: ProblemFilters): Promise<{ sql: string; bindings: Bindings }> {
  const { class: name, rule, district, village, file, operator } = filters
  const parts = ['p.period_id = :period', 'p.regency_code = :regency', 'p.class = :class']
  const bindings: Bindings = { period: place.periodId, regency: place.regency, class: name }
  const add = (sql: string, given: Bindings) => {
    parts.push(sql)
    Object.assign(bindings, given)
  }
  if (rule) add('p.rule = :rule', { rule })
  if (village) add('p.village_code = :village', { village })
  else if (district) {
    const villages = (await childrenOf(district)).map(({ code }) => code)
    add('p.village_code = any (cast(:villages as text[]))', { villages })
  }
  if (file) add('p.source_file_id = cast(:file as uuid)', { file })
  if (operator) {
    add(`p.source_file_id in (select id from import_files where regency_code = :regency and operator = :operator)`, { operator })
  }
  return { sql: parts.join(' and '), bindings }
}

/** Kept counts of problems by class within the same region, file and rule; what the tabs say. */
export async function countClasses(tx: Tx, place: Place, filters: ProblemFilters): Promise<Record<ProblemClass, number>> {
  const { problemRecaps } = tableNames(place.module.instrument)
  const { sql, bindings } = await where(place, filters)
  const rows = await query<{ class: ProblemClass; problems: number }>(
    tx,
    `select p.class, sum(p.problems)::int as problems from ${problemRecaps} p where ${sql.replace(' and p.class = :class', '')} group by 1`,
    bindings,
  )
  const counts = Object.fromEntries(PROBLEM_CLASSES.map((name) => [name, 0])) as Record<ProblemClass, number>
  for (const row of rows) counts[row.class] = row.problems
  return counts
}

const GROUPS: Record<Grouping, { id: string; label: string; join: string }> = {
  rule: { id: 'p.rule', label: `''`, join: '' },
  village: {
    id: 'p.village_code',
    label: 'coalesce(r.name, p.village_code)',
    join: 'left join regions r on r.code = p.village_code',
  },
  operator: {
    ...{ id: `coalesce(f.operator, '')`, label: `coalesce(f.operator, '')` },
    join: 'left join import_files f on f.regency_code = p.regency_code and f.id = p.source_file_id',
  },
  file: {
    ...{ id: `coalesce(cast(f.id as text), '')`, label: `coalesce(f.original_name, '')` },
    join: 'left join import_files f on f.regency_code = p.regency_code and f.id = p.source_file_id',
  },
}

/** Problems summed up, the most first; each figure is the length of the list with that filter, for both come from the same counts. */
export async function groupProblems(
  tx: Tx,
  place: Place,
  filters: ProblemFilters,
  by: Grouping,
  locale: Locale,
): Promise<ProblemGroup[]> {
  const { problemRecaps } = tableNames(place.module.instrument)
  const { sql, bindings } = await where(place, filters)
  const { id, label, join } = GROUPS[by]
  const rows = await query<ProblemGroup>(
    tx,
    `select ${id} as id, ${label} as label, sum(p.problems)::int as problems from ${problemRecaps} p ${join}
     where ${sql} group by 1, 2 having sum(p.problems) <> 0 order by 3 desc, 1`,
    bindings,
  )
  if (by !== 'rule') return rows
  return rows.map((row) => ({ ...row, label: titleOf(place.module, row.id, locale) }))
}

export function titleOf({ rules }: VerificationModule, code: string, locale: Locale): string {
  return rules.find((rule) => rule.code === code)?.title[locale] ?? code
}

/** Some problems in the order of village, record and rule, after the given one; before the given one the nearest comes first. */
export async function listProblems(
  tx: Tx,
  place: Place,
  filters: ProblemFilters,
  page: { size: number; after?: ProblemAt | undefined; before?: ProblemAt | undefined },
  locale: Locale,
): Promise<ProblemRow[]> {
  const { problems, current } = tableNames(place.module.instrument)
  const { sql, bindings } = await where(place, filters)
  const at = page.before ?? page.after
  const [atVillage = '', atKey = '', atRule = ''] = at ?? []
  const [beyond, way] = page.before ? ['<', 'desc'] : ['>', 'asc']
  const order = `p.village_code ${way}, p.key ${way}, p.rule ${way}`
  const rows = await query<Omit<ProblemRow, 'sentences' | 'problems'>>(
    tx,
    `select p.village_code as village, p.key, p.rule, p.places, c.name, c.register_id as "registerId", c.address, c.locality, c.state, c.version,
       f.original_name as file
     from (select * from ${problems} p where ${sql}
       ${at ? `and (p.village_code, p.key, p.rule) ${beyond} (:atVillage, :atKey, :atRule)` : ''}
       order by ${order} limit ${page.size}) p
     left join ${current} c on c.period_id = p.period_id and c.regency_code = p.regency_code and c.key = p.key
     left join import_files f on f.regency_code = p.regency_code and f.id = p.source_file_id
     order by ${order}`,
    { ...bindings, ...(at ? { atVillage, atKey, atRule } : {}) },
  )
  const told = await problemsOf(tx, place, filters.class, [...new Set(rows.map(({ key }) => key))])
  return rows.map((row) => {
    const own = (told.get(row.key) ?? []).filter((one) => one.rule === row.rule && isOfClass(one, filters.class))
    const rule = place.module.rules.find(({ code }) => code === row.rule)
    return {
      ...row,
      problems: own,
      sentences: rule ? own.map((one) => message(rule, one, locale, place.module.instrument)) : [row.rule],
    }
  })
}

/** One rule may block at one place of a record and only warn at another: each class tells its own places. */
function isOfClass({ severity }: Problem, of: ProblemClass): boolean {
  return of === 'inherited' || (severity === 'block') === (of !== 'warn')
}

async function problemsOf(tx: Tx, place: Place, of: ProblemClass, keys: readonly string[]): Promise<Map<string, Problem[]>> {
  const { updates, base } = tableNames(place.module.instrument)
  const sql =
    of === 'inherited'
      ? `select key, problems from ${base} where edition_id = ? and regency_code = ? and key = any (?)`
      : `select key, problems || set_problems as problems from ${updates} where period_id = ? and regency_code = ? and key = any (?)`
  const rows = await query<{ key: string; problems: Problem[] }>(tx, sql, [
    ...[of === 'inherited' ? place.editionId : place.periodId, place.regency],
    keys,
  ])
  return new Map(rows.map(({ key, problems }) => [key, problems]))
}

/** Files and operators that may be asked for: those whose records have problems now. */
export async function sourcesOf(tx: Tx, place: Place): Promise<{ id: string; name: string; operator: string | null }[]> {
  const { problemRecaps } = tableNames(place.module.instrument)
  return query(
    tx,
    `select f.id, f.original_name as name, f.operator from import_files f where f.regency_code = :regency and f.id in (
       select source_file_id from ${problemRecaps} where period_id = :period and regency_code = :regency and problems <> 0)
     order by f.original_name, f.id`,
    { period: place.periodId, regency: place.regency },
  )
}
