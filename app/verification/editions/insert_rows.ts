import { analyzeTables } from '#services/database/analyze'
import { query, type Tx } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import type { Instrument } from '../instrument.js'
import { childColumns, list, rootColumns, tableNames } from '../store/columns.js'
import { partitionsOf } from './prepare.js'
import type { RecordBatch } from './staged_records.js'
import { stagedTable } from './staging.js'

export interface LoadedRegency {
  code: string
  records: number
  persons: number
  inherited_problems: number
  /** The module is off there: base data is taken all the same, for an edition never changes, and waits for the switch. */
  off?: true
}

/** Accepted records and their active persons per regency, without storing anything. */
export async function acceptedByRegency(tx: Tx): Promise<LoadedRegency[]> {
  return query<LoadedRegency>(
    tx,
    `select o.regency_code as code, count(*)::int as records, coalesce(min(a.persons), 0)::int as persons,
       coalesce(sum(jsonb_array_length(p.problems)), 0)::int as inherited_problems
     from load_order o left join load_problems p on p.key = o.key
     left join (select regency_code, count(*) as persons from load_active group by 1) a on a.regency_code = o.regency_code
     group by 1 order by 1`,
  )
}

/** Writes the accepted records of one regency into the edition, in the order in which villages are read. */
export async function insertRecords(
  tx: Tx,
  instrument: Instrument,
  place: { editionId: string; regency: string; codeListVersion: string },
): Promise<void> {
  const root = rootColumns(instrument)
  await query(
    tx,
    `insert into ${tableNames(instrument).base} (edition_id, regency_code, code_list_version, problems, ${list(root)})
     select :edition, o.regency_code, :version, coalesce(p.problems, '[]'), ${list(root, 'h')}
     from load_order o join ${stagedTable(instrument.root.name)} h on h.key = o.key and h.faults is null
     left join load_problems p on p.key = o.key
     where o.regency_code = :regency order by o.at`,
    { edition: place.editionId, regency: place.regency, version: place.codeListVersion },
  )
}

/** Writes what belongs to the records of these numbers into the edition. It waits for no judgement of theirs. */
export async function insertRowsOf(
  tx: Tx,
  instrument: Instrument,
  editionId: string,
  { first, last }: RecordBatch,
): Promise<void> {
  const names = tableNames(instrument)
  for (const group of instrument.groups) {
    const columns = childColumns(instrument, group)
    await query(
      tx,
      `insert into ${names.baseGroup(group.name)} (edition_id, regency_code, ${list(columns)})
       select :edition, o.regency_code, ${list(columns, 'g')}
       from load_order o join ${stagedTable(group.name)} g on g.record_key = o.key and g.faults is null
       where o.at between :first and :last order by o.at, g.key`,
      { edition: editionId, first, last },
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
