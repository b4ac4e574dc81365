import { query, type Tx } from '#services/scope'
import type { RecordDoc } from '../instrument.js'
import type { Version } from '../merge.js'
import { readBase, readWorking, tableNames, type Place, type WorkingRecord } from '../store/index.js'

/** What the register knows of the records of one batch before it is judged; one query each. */
export interface Facts {
  edition: Map<string, RecordDoc>
  working: Map<string, WorkingRecord>
  /** The last record taken from the same computer: what its export started from. */
  last: Map<string, Version & { rev: number }>
  versions: Map<string, number>
}

export async function readFacts(tx: Tx, place: Place, device: string, keys: readonly string[]): Promise<Facts> {
  return {
    edition: await readBase(tx, place, keys),
    working: await readWorking(tx, place, keys),
    last: await readLast(tx, place, device, keys),
    versions: await versionsOf(tx, place, keys),
  }
}

async function readLast(tx: Tx, place: Place, device: string, keys: readonly string[]): Promise<Facts['last']> {
  const rows = await query<{ key: string; doc: RecordDoc; outcome: string; rev: number }>(
    tx,
    `select distinct on (key) key, doc, outcome, rev from import_records
     where regency_code = ? and period_id = ? and module = ? and device = ? and applied and key = any (?) order by key, rev desc`,
    [place.regency, place.periodId, place.module.name, device, keys],
  )
  return new Map(rows.map(({ key, ...version }) => [key, version]))
}

const PAGE = 2_000

/** How often each record was written in this period; records never written are absent. */
export async function versionsOf(tx: Tx, place: Place, keys: readonly string[]): Promise<Map<string, number>> {
  const { changes } = tableNames(place.module.instrument)
  const versions = new Map<string, number>()
  for (let at = 0; at < keys.length; at += PAGE) {
    const rows = await query<{ key: string; version: number }>(
      tx,
      `select key, max(version) as version from ${changes} where period_id = ? and regency_code = ? and key = any (?) group by key`,
      [place.periodId, place.regency, keys.slice(at, at + PAGE)],
    )
    for (const { key, version } of rows) versions.set(key, version)
  }
  return versions
}
