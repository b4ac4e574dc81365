import type { VerificationModule } from '#kernel/registry'
import { changedRows, query, type Tx } from '#services/scope'
import type { Instrument, RowGroup } from '../instrument.js'
import { childColumns, list, rootColumns, tableNames } from '../store/columns.js'
import { pairKinds } from '../store/set_kinds.js'
import { activeSql } from '../store/standing.js'
import { editionPersonsSql, stagedPersonsSql } from './compared_persons.js'
import type { LoadedRegency } from './insert_rows.js'
import { stagedTable } from './staging.js'

/** In place of a row's number in its file: the edition has it already. */
export const KNOWN_ROW = 0

/** An edition that holds records of some of these regencies already. */
export interface LoadedPlace {
  editionId: string
  regencies: readonly string[]
}

const bindingsOf = ({ editionId, regencies }: LoadedPlace) => ({ edition: editionId, regencies: [...regencies] })

const inEdition = (alias: string) => `${alias}.edition_id = :edition and ${alias}.regency_code = any (:regencies)`

/**
 * Stages the records of the edition that rows of the files belong to, so that a member whose row was rejected and put right still comes
 * to his household. What is staged like this is judged and stored anew with the new rows, and counts as no row of a file.
 */
export async function stageKnownRecords(tx: Tx, instrument: Instrument, place: LoadedPlace): Promise<void> {
  const asked = instrument.groups.map(({ name }) => `select record_key from ${stagedTable(name)} where faults is null`)
  await stageRecords(tx, instrument, place, asked)
}

/**
 * Stages the records of the edition with a person like one of those that are loaded, and whoever is like those in turn, so that rules which
 * compare persons find in several loads what they find in one.
 */
export async function stageAlike(tx: Tx, module: VerificationModule, { editionId }: LoadedPlace): Promise<void> {
  const { instrument } = module
  const regencies = await query<{ code: string }>(
    tx,
    `select distinct regency_code as code from ${stagedTable(instrument.root.name)} where faults is null`,
  )
  const place = { editionId, regencies: regencies.map(({ code }) => code) }
  const alike = pairKinds(module).map(({ by }) => {
    const columns = ['regency_code', ...by]
    const told = by.map((column) => `${column} ${column === 'name_key' ? "<> ''" : 'is not null'}`).join(' and ')
    return `(${columns.join(', ')}) in (select ${columns.join(', ')} from load_compared where ${told})`
  })
  if (alike.length === 0 || regencies.length === 0) return
  const persons = `select record_key from (${editionPersonsSql(module)}) e where ${alike.join(' or ')}`
  for (;;) {
    await query(tx, `create temporary table load_compared on commit drop as ${stagedPersonsSql(module)}`)
    const staged = await stageRecords(tx, instrument, place, [persons])
    await query(tx, 'drop table load_compared')
    if (staged === 0) return
    for (const group of instrument.groups) await stageKnownRows(tx, instrument, group, place)
  }
}

/** Stages the records of the edition whose keys these queries find as `record_key`. Returns how many came. */
async function stageRecords(tx: Tx, instrument: Instrument, place: LoadedPlace, keys: readonly string[]): Promise<number> {
  const root = stagedTable(instrument.root.name)
  const columns = rootColumns(instrument)
  const staged = await changedRows(
    tx,
    `insert into ${root} (row, regency_code, ${list(columns)}) select ${KNOWN_ROW}, b.regency_code, ${list(columns, 'b')}
     from ${tableNames(instrument).base} b join (
       select record_key from (${keys.join(' union ')}) k where not exists (
         select from ${root} h where h.key = k.record_key and h.faults is null)) k on k.record_key = b.key
     where ${inEdition('b')}`,
    bindingsOf(place),
  )
  if (staged > 0) await query(tx, `analyze ${root}`)
  return staged
}

/** Stages the rows of a group that those records have in the edition, beside the accepted ones of the file. */
export async function stageKnownRows(tx: Tx, instrument: Instrument, group: RowGroup, place: LoadedPlace): Promise<void> {
  const columns = childColumns(instrument, group)
  await query(
    tx,
    `insert into ${stagedTable(group.name)} (row, ${list(columns)}) select ${KNOWN_ROW}, ${list(columns, 'b')}
     from ${stagedTable(instrument.root.name)} h
     join ${tableNames(instrument).baseGroup(group.name)} b on b.regency_code = h.regency_code and b.record_key = h.key
     where h.row = ${KNOWN_ROW} and ${inEdition('b')}
       and not exists (select from ${stagedTable(group.name)} g where g.key = b.key and g.faults is null)`,
    bindingsOf(place),
  )
}

/** Lets go of the records to which no row was added after all. */
export async function dropUnchanged(tx: Tx, { root, groups }: Instrument): Promise<void> {
  const added = groups.map(
    ({ name }) =>
      `select record_key from ${stagedTable(name)} where row is distinct from ${KNOWN_ROW} and faults is null and record_key is not null`,
  )
  await query(tx, `delete from ${stagedTable(root.name)} where row = ${KNOWN_ROW} and key not in (${added.join(' union ')})`)
  for (const { name } of groups) {
    await query(
      tx,
      `delete from ${stagedTable(name)} g where g.row = ${KNOWN_ROW}
         and not exists (select from ${stagedTable(root.name)} h where h.key = g.record_key and h.row = ${KNOWN_ROW})`,
    )
  }
}

/** Notes what those records counted for before; where they are to be stored anew they leave the edition. */
export async function takeOut(tx: Tx, instrument: Instrument, place: LoadedPlace, isStoring: boolean): Promise<void> {
  const [root, people] = [stagedTable(instrument.root.name), stagedTable(instrument.summary.people.group)]
  const { base, baseGroup } = tableNames(instrument)
  const bindings = bindingsOf(place)
  await query(
    tx,
    `create temporary table load_known on commit drop as
     select b.regency_code, b.key, jsonb_array_length(b.problems) as problems, (select count(*) from ${people} m
       where m.record_key = b.key and m.row = ${KNOWN_ROW} and ${activeSql(instrument, 'm')}) as persons
     from ${root} h join ${base} b on b.regency_code = h.regency_code and b.key = h.key where h.row = ${KNOWN_ROW} and ${inEdition('b')}`,
    bindings,
  )
  if (!isStoring) return
  for (const [table, key] of [...instrument.groups.map(({ name }) => [baseGroup(name), 'record_key']), [base, 'key']]) {
    await query(
      tx,
      `delete from ${table} b using load_known k where ${inEdition('b')} and b.regency_code = k.regency_code and b.${key} = k.key`,
      bindings,
    )
  }
}

/** What comes to what the edition had. */
export async function withoutKnown(tx: Tx, loaded: readonly LoadedRegency[]): Promise<LoadedRegency[]> {
  const known = await query<LoadedRegency>(
    tx,
    `select regency_code as code, count(*)::int as records, sum(persons)::int as persons, sum(problems)::int as inherited_problems
     from load_known group by 1`,
  )
  return loaded.map((regency) => {
    const had = known.find(({ code }) => code === regency.code)
    if (!had) return regency
    const { code, records, persons, inherited_problems: problems } = regency
    return {
      ...{ code, records: records - had.records, persons: persons - had.persons },
      inherited_problems: problems - had.inherited_problems,
    }
  })
}
