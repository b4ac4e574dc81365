import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'
import { setProblemSql, type SetRules } from '../store/set_rules.js'

/** A kind of rule: by what two persons match, among whom, and whether they may stand in one record. */
interface Kind {
  kind: keyof SetRules
  code: string
  by: readonly string[]
  /** Persons the rule is about (`p`), and those it compares them with (`o`). */
  about?: string
  among?: string
  apart: 'persons' | 'records'
}

/**
 * Rules over the whole register, judged for the preview: the persons of the file against each other and against everyone the
 * file does not replace. `params` name the other record and, where it stands in the same file, its line. After an apply the
 * store judges again by the same codes. Groups are summed up, never paired, so that a file of one name costs no more than another.
 */
export async function findSetProblems(tx: Tx, places: readonly Place[]): Promise<void> {
  await query(tx, 'create temporary table incoming_set_problems (line int primary key, problems jsonb) on commit drop')
  for (const place of places) await judgeModule(tx, place)
}

async function judgeModule(tx: Tx, place: Place): Promise<void> {
  const { module } = place
  const kinds = kindsOf(module.setRules ?? {})
  if (kinds.length === 0) return
  await query(tx, registerSql(place), { period: place.periodId, regency: place.regency, module: module.name })
  await query(tx, 'analyze incoming_register')
  const found = kinds.map((kind) => problemSql(place, kind)).join(' union all ')
  await query(
    tx,
    `insert into incoming_set_problems
     select line, jsonb_agg(problem order by problem->>'rule', problem->'fields') from (${found}) found group by line`,
    { module: module.name },
  )
  await query(tx, 'drop table incoming_register')
}

const LIKENESS = ['village_code', 'name_key', 'birth_date']

function kindsOf({ duplicateNik, sharedKk, lookalike }: SetRules): Kind[] {
  const kinds: Kind[] = []
  if (duplicateNik) kinds.push({ kind: 'duplicateNik', code: duplicateNik, by: ['nik'], apart: 'persons' })
  if (sharedKk) kinds.push({ kind: 'sharedKk', code: sharedKk, by: ['kk'], apart: 'records' })
  if (!lookalike) return kinds
  const like: Kind = { kind: 'lookalike', code: lookalike, by: LIKENESS, apart: 'persons', about: `p.name_key <> ''` }
  const unnumbered = { ...like, about: `${like.about} and p.nik is null` }
  return [...kinds, unnumbered, { ...like, about: `${like.about} and p.nik is not null`, among: 'o.nik is null' }]
}

/** Everyone of the file and those of the register who share an identifier or a name with them. */
function registerSql(place: Place): string {
  const { people: table } = tableNames(place.module.instrument)
  const known = (join: string) => `
    select null::int as line, k.record_key, k.key, k.nik, k.kk, k.birth_date, k.village_code, k.name_key from incoming_people i
    join ${table} k on k.period_id = :period and k.regency_code = :regency and ${join} and k.active
    where i.module = :module and not exists (select 1 from incoming_records r where r.module = :module and r.key = k.record_key and r.status <> 'rejected')`
  const like = LIKENESS.map((column) => `k.${column} = i.${column}`).join(' and ')
  return `create temporary table incoming_register on commit drop as
    select line, record_key, key, nik, kk, birth_date, village_code, name_key from incoming_people where module = :module
    union ${known('k.nik = i.nik')} union ${known('k.kk = i.kk')}
    union ${known(`${like} and i.name_key <> '' and (i.nik is null or k.nik is null)`)}`
}

function problemSql({ module }: Place, { kind, code, by, about = 'true', among = 'true', apart }: Kind): string {
  const self = apart === 'persons' ? 'array[p.record_key, p.key]' : 'array[p.record_key]'
  const ends = apart === 'persons' ? '[1:2]' : '[1:1]'
  const known = by.map((column) => `o.${column} is not null`).join(' and ')
  return `select p.line, ${setProblemSql(module, kind, code, `, 'line', min(o.line)`)} as problem
    from incoming_people p
    join (select ${by.map((column) => `o.${column}`).join(', ')}, min(array[o.record_key, o.key, o.line::text]) as low, max(array[o.record_key, o.key, o.line::text]) as high
      from incoming_register o where ${known} and ${among} group by ${by.map((column) => `o.${column}`).join(', ')}) g
      on ${by.map((column) => `g.${column} = p.${column}`).join(' and ')}
    cross join lateral (select case when g.low${ends} = ${self} then g.high else g.low end as id) x
    cross join lateral (select x.id[1] as record_key, x.id[3]::int as line) o
    where p.module = :module and ${about} and x.id${ends} <> ${self} group by p.line, p.key`
}
