import { query, type Tx } from '#services/scope'
import { cardOfPersonSql } from '../family_card.js'
import { placedSql, standingVillageSql, tableNames, type Place } from '../store/index.js'
import {
  askedSql,
  comparedNumbers,
  elsewhereSql,
  LIKENESS,
  otherParams,
  pairKinds,
  personProblemSql,
  PROBLEM_LIST,
  recordNumbersSql,
  strayVillageSql,
  villageKind,
  villageProblemSql,
  type PairKind,
} from '../store/set_kinds.js'
import { activeSql, outcomesSql, staysSql, undismissedSql } from '../store/standing.js'

const PERSON = 'record_key, key, nik, kk, card, account, birth_date, village_code, name_key'
/** Records of the file that an apply writes. */
const WRITTEN = `r.status in ('new', 'changed')`

/**
 * Rules over the whole register, judged for the preview as the store will judge them after an apply: the persons of the file against
 * each other and against everyone the file does not replace. `params` name the other record and, where it stands in the same file, its
 * line. Groups are summed up, never paired, so that a file of one name costs no more than another.
 */
export async function findSetProblems(tx: Tx, places: readonly Place[]): Promise<void> {
  await query(tx, 'create temporary table incoming_set_problems (line int primary key, problems jsonb) on commit drop')
  for (const place of places) await judgeModule(tx, place)
}

async function judgeModule(tx: Tx, place: Place): Promise<void> {
  const { module } = place
  const found = problemsSql(place)
  if (found.length === 0) return
  const ids = { period: place.periodId, regency: place.regency, edition: place.editionId, module: module.name }
  await query(tx, subjectsTable(place), ids)
  await query(tx, 'analyze incoming_subjects')
  await query(tx, registerTable(place), ids)
  await query(tx, 'analyze incoming_register')
  await query(
    tx,
    `insert into incoming_set_problems
     select line, ${PROBLEM_LIST} from (${found.join(' union all ')}) found group by line`,
    ids,
  )
  await query(tx, 'drop table incoming_subjects, incoming_register')
}

/** The persons the rules are about: those of records that the file writes, would write, or finds standing as it says. */
function subjectsTable({ module }: Place): string {
  const { updates } = tableNames(module.instrument)
  return `create temporary table incoming_subjects on commit drop as
    select i.line, r.status, r.outcome, i.name, ${columns('i')} from incoming_people i join incoming_records r on r.line = i.line
    where i.module = :module and r.status <> 'rejected' and ${staysSql(module, 'r.outcome')} and (r.status <> 'same' or exists (
      select 1 from ${updates} u where u.period_id = :period and u.regency_code = :regency and u.key = r.key and ${undismissedSql('u')}))`
}

/** Everyone the persons are compared with: those of the file as it will stand, and of the register who share something with them. */
function registerTable(place: Place): string {
  const { module } = place
  const { instrument } = module
  const { people: group } = instrument.summary
  const { people, base, baseGroup } = tableNames(instrument)
  const here = 'k.period_id = :period and k.regency_code = :regency and k.stays'
  const alike = (columns: readonly string[]) => columns.map((column) => `k.${column} = i.${column}`).join(' and ')
  // Looked up one by one through the index: what a join would cost grows with the register, this with the file.
  const sharing = (by: readonly string[], about: string) => `
    select ${columns('k')} from (select distinct ${by.join(', ')} from incoming_subjects i where ${about}) i
    cross join lateral (select ${columns('k')} from ${people} k where ${here} and ${alike(by)} offset 0) k`
  const unnumbered = `
    select ${columns('k')} from ${people} k join (select distinct ${LIKENESS.join(', ')} from incoming_subjects where name_key <> '') i on ${alike(LIKENESS)}
    where ${here} and k.nik is null and k.village_code = any (array(select distinct village_code from incoming_subjects))`
  const known = [
    ...comparedNumbers(module).map((number) => sharing([number], `i.${number} is not null`)),
    sharing(LIKENESS, `i.nik is null and i.name_key <> ''`),
    unnumbered,
  ]
  const kk = cardOfPersonSql(
    instrument,
    'm',
    (families) => `${baseGroup(families)} f where f.edition_id = :edition and f.regency_code = :regency and f.record_key = r.key`,
  )
  const calledOff = `
    select r.key, m.key, m.${group.nik}, ${kk}, ${recordNumbersSql(module, 'h')}, m.${group.birthDate}, ${standingVillageSql(instrument, 'h')}, coalesce(m.name_key, '')
    from (select r.key from incoming_records r
      where r.module = :module and ${WRITTEN} and r.kind = 'repair' and r.outcome in ${outcomesSql(module, 'none')}) r
    cross join lateral (select * from ${base} h where h.edition_id = :edition and h.regency_code = :regency and h.key = r.key offset 0) h ${placedSql(place, 'h')}
    cross join lateral (
      select * from ${baseGroup(group.group)} m where m.edition_id = :edition and m.regency_code = :regency and m.record_key = r.key offset 0) m
    where ${activeSql(instrument, 'm')}`
  return `create temporary table incoming_register on commit drop as
    select ${PERSON} from incoming_subjects where status in ('new', 'changed')
    union select ${columns('k')} from (${known.join(' union ')}) k
      where not exists (select 1 from incoming_records r where r.module = :module and r.key = k.record_key and ${WRITTEN})
    union ${calledOff}`
}

const columns = (alias: string) =>
  PERSON.split(', ')
    .map((name) => `${alias}.${name}`)
    .join(', ')

function problemsSql(place: Place): string[] {
  const { module } = place
  const problems = pairKinds(module).flatMap((kind) => pairSql(place, kind))
  problems.push(...elsewhereSql(module, 'incoming_subjects', 'line'))
  const stray = villageKind(module)
  if (stray) {
    problems.push(`select r.line, ${villageProblemSql(stray, 'r.village_code')} as problem from incoming_records r
      where r.module = :module and r.status <> 'rejected' and ${staysSql(module, 'r.outcome')} and ${askedSql(stray, 'r.outcome')}
        and ${strayVillageSql('r.village_code')}`)
  }
  return problems
}

/** One rule for those without NIK against all and for the others against those without, where only such pairs count. */
function pairSql(place: Place, kind: PairKind): string[] {
  if (!kind.unnumbered) return [pairsSql(place, kind, 'true')]
  const named = `p.name_key <> ''`
  return [
    pairsSql(place, kind, `${named} and p.nik is null`),
    pairsSql(place, kind, `${named} and p.nik is not null`, 'o.nik is null'),
  ]
}

/**
 * Of each group only the first two that count as different are kept: one of them is not the person himself, and is the one the store
 * would name. Groups of one need no look, but for persons of a clash, who stand in no group yet.
 */
function pairsSql({ module }: Place, kind: PairKind, about: string, among?: string): string {
  const { by, apart } = kind
  const id = apart === 'persons' ? ['record_key', 'key'] : ['record_key']
  const named = (alias: string, names: readonly string[]) => names.map((name) => `${alias}.${name}`).join(', ')
  const same = (a: string, b: string) => by.map((column) => `${a}.${column} = ${b}.${column}`).join(' and ')
  const pool = `from incoming_register o where ${by.map((column) => `o.${column} is not null`).join(' and ')}${among ? ` and ${among}` : ''}`
  const crowded = `join (select ${named('o', by)} ${pool} group by ${named('o', by)} having count(*) > 1
    union select ${named('p', by)} from incoming_subjects p where p.status = 'conflict') g on ${same('g', 'c')}`
  return `select p.line, ${personProblemSql(module, kind, { ...otherParams(kind, 'p.other'), line: 'l.line' })} as problem
    from (
      select distinct on (${kind.ofRecord ? 'p.record_key' : 'p.record_key, p.key'}) p.*, x.record_key as other from incoming_subjects p
      join (
        select ${named('c', by)}, ${named('c', id)}, dense_rank() over (partition by ${named('c', by)} order by ${named('c', id)}) as place
        from (select ${named('o', by)}, ${named('o', id)} ${pool}) c ${among ? '' : crowded}) x
        on ${same('x', 'p')} and x.place <= 2 and (${named('x', id)}) <> (${named('p', id)})
      where ${about} and ${askedSql(kind, 'p.outcome')} order by p.record_key, p.key, x.record_key) p
    left join incoming_records l on l.module = :module and l.key = p.other and l.status <> 'rejected'`
}
