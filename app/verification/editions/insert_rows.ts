import { analyzeTables } from '#services/database/analyze'
import { query, type Tx } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import type { Instrument } from '../instrument.js'
import { childColumns, list, rootColumns, tableNames } from '../store/columns.js'
import { activeSql } from '../store/standing.js'
import { partitionsOf } from './prepare.js'
import { stagedTable } from './staging.js'

export interface LoadedRegency {
  code: string
  records: number
  persons: number
  inherited_problems: number
}

/** Accepted records and their active persons per regency, without storing anything. */
export async function acceptedByRegency(tx: Tx, instrument: Instrument): Promise<LoadedRegency[]> {
  const [root, people] = [stagedTable(instrument.root.name), stagedTable(instrument.summary.people.group)]
  return query<LoadedRegency>(
    tx,
    `select h.regency_code as code, count(*)::int as records,
       coalesce(sum((select count(*) from ${people} m where m.record_key = h.key and m.faults is null and ${activeSql(instrument, 'm')})), 0)::int as persons,
       coalesce(sum(jsonb_array_length(p.problems)), 0)::int as inherited_problems
     from ${root} h left join load_problems p on p.key = h.key where h.faults is null group by 1 order by 1`,
  )
}

/** Writes the accepted rows of one regency into the edition, in the order in which villages are read. */
export async function insertRegency(
  tx: Tx,
  instrument: Instrument,
  place: { editionId: string; regency: string; codeListVersion: string },
): Promise<void> {
  const names = tableNames(instrument)
  const root = rootColumns(instrument)
  const bindings = { edition: place.editionId, regency: place.regency, version: place.codeListVersion }
  await query(
    tx,
    `insert into ${names.base} (edition_id, regency_code, code_list_version, problems, ${list(root)})
     select :edition, h.regency_code, :version, coalesce(p.problems, '[]'), ${list(root, 'h')}
     from ${stagedTable(instrument.root.name)} h
     left join load_problems p on p.key = h.key
     where h.faults is null and h.regency_code = :regency order by h.${instrument.summary.village}, h.key`,
    bindings,
  )
  for (const group of instrument.groups) {
    const columns = childColumns(instrument, group)
    await query(
      tx,
      `insert into ${names.baseGroup(group.name)} (edition_id, regency_code, ${list(columns)})
       select :edition, h.regency_code, ${list(columns, 'g')} from ${stagedTable(group.name)} g
       join ${stagedTable(instrument.root.name)} h on h.key = g.record_key and h.faults is null and h.regency_code = :regency
       where g.faults is null order by h.${instrument.summary.village}, g.record_key, g.key`,
      bindings,
    )
  }
}

/** Notes what an edition now holds of a regency. */
export async function noteLoaded(tx: Tx, editionId: string, loaded: LoadedRegency, report: object): Promise<void> {
  await query(
    tx,
    `update edition_regencies set records = records + :records, persons = persons + :persons,
       inherited_problems = inherited_problems + :inherited, loaded_at = :now, report = cast(:report as jsonb)
     where edition_id = :edition and regency_code = :regency`,
    {
      ...{ records: loaded.records, persons: loaded.persons, inherited: loaded.inherited_problems },
      ...{ now: tx.now, report: JSON.stringify(report), edition: editionId, regency: loaded.code },
    },
  )
}

/** Statistics by which lists and the filling of a period are planned; called after the load was committed. */
export async function analyzeEdition(module: VerificationModule, editionId: string): Promise<void> {
  const { village } = module.instrument.summary
  const [base, ...groups] = partitionsOf(module, editionId)
  await analyzeTables([base!], ['edition_id', 'regency_code', 'key', village])
  await analyzeTables(groups, ['edition_id', 'regency_code', 'key', 'record_key'])
}
