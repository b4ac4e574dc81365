import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'
import { setProblemSql, type SetRules } from '../store/set_rules.js'

const OTHER_PERSON = '(o.record_key, o.key) <> (p.record_key, p.key)'
const ALIKE = `o.village_code = p.village_code and o.name_key = p.name_key and o.birth_date = p.birth_date and p.name_key <> ''
  and (o.nik is null or p.nik is null)`

/**
 * Rules over the whole register, judged for the preview: the persons of the file against each other and against everyone the
 * file does not replace. `params` name the other record and, where it stands in the same file, its line. After an apply the
 * store judges again by the same codes.
 */
export async function findSetProblems(tx: Tx, places: readonly Place[]): Promise<void> {
  await query(tx, 'create temporary table incoming_set_problems (line int primary key, problems jsonb) on commit drop')
  for (const place of places) await judgeModule(tx, place)
}

async function judgeModule(tx: Tx, place: Place): Promise<void> {
  const { module } = place
  const { duplicateNik, sharedKk, lookalike } = module.setRules ?? {}
  const kinds: string[] = []
  if (duplicateNik) kinds.push(problemSql(place, 'duplicateNik', duplicateNik, `o.nik = p.nik and ${OTHER_PERSON}`))
  if (sharedKk) kinds.push(problemSql(place, 'sharedKk', sharedKk, 'o.kk = p.kk and o.record_key <> p.record_key'))
  if (lookalike) kinds.push(problemSql(place, 'lookalike', lookalike, `${ALIKE} and ${OTHER_PERSON}`))
  if (kinds.length === 0) return
  await query(tx, registerSql(place), { period: place.periodId, regency: place.regency, module: module.name })
  await query(tx, 'analyze incoming_register')
  await query(
    tx,
    `insert into incoming_set_problems
     select line, jsonb_agg(problem order by problem->>'rule', problem->'fields') from (${kinds.join(' union all ')}) found group by line`,
    { module: module.name },
  )
  await query(tx, 'drop table incoming_register')
}

/** Everyone of the file and those of the register who share an identifier or a name with them. */
function registerSql(place: Place): string {
  const { people: table } = tableNames(place.module.instrument)
  const columns = 'nik, kk, birth_date, village_code, name_key'
  const known = (join: string) => `
    select null::int as line, k.record_key, k.key, k.nik, k.kk, k.birth_date, k.village_code, k.name_key from incoming_people i
    join ${table} k on k.period_id = :period and k.regency_code = :regency and ${join} and k.active
    where i.module = :module and not exists (select 1 from incoming_records r where r.module = :module and r.key = k.record_key and r.status <> 'rejected')`
  return `create temporary table incoming_register on commit drop as
    select line, record_key, key, ${columns} from incoming_people where module = :module
    union ${known('k.nik = i.nik')} union ${known('k.kk = i.kk')}
    union ${known(`k.village_code = i.village_code and k.name_key = i.name_key and k.birth_date = i.birth_date and i.name_key <> ''`)}`
}

function problemSql({ module }: Place, kind: keyof SetRules, code: string, matches: string): string {
  return `select p.line, ${setProblemSql(module, kind, code, `, 'line', min(o.line)`)} as problem
    from incoming_people p join incoming_register o on ${matches} where p.module = :module group by p.line, p.key`
}
