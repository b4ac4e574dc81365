import { query, type Tx } from '#services/scope'
import type { RecordDoc } from '../instrument.js'
import { survivorsOf, type Survivor } from '../duplicates/merged.js'
import type { Version } from '../merge.js'
import {
  atStandingPlace,
  readBase,
  readWorking,
  standingPlaces,
  tableNames,
  type Place,
  type StandingPlace,
  type WorkingRecord,
} from '../store/index.js'

/** What the register knows of the records of one batch before it is judged; one query each. */
export interface Facts {
  edition: Map<string, RecordDoc>
  working: Map<string, WorkingRecord>
  /** The last record taken from the same computer: what its export started from. */
  last: Map<string, Version & { rev: number }>
  /** Newest revision taken from that computer, also where the export does not go on from it. */
  newest: Map<string, number>
  versions: Map<string, number>
  /** Records that were put together with another one, which itself is among `edition` and `working`. */
  survivors: Map<string, Survivor>
  /** Where records stand that were moved in this period. */
  places: Map<string, StandingPlace>
}

/** The computer whose export is judged, and up to which of its applied exports that one goes back; null = the last. */
export interface Source {
  device: string
  from: number | null
}

export async function readFacts(tx: Tx, place: Place, source: Source, keys: readonly string[]): Promise<Facts> {
  const places = await standingPlaces(tx, place, keys)
  const last = await readLast(tx, place, source, keys)
  for (const [key, version] of last) {
    last.set(key, { ...version, doc: atStandingPlace(place.module.instrument, version.doc, places.get(key)) })
  }
  const all = source.from === null ? last : await readLast(tx, place, { ...source, from: null }, keys)
  const survivors = await survivorsOf(tx, place, keys)
  const read = [...new Set([...keys, ...[...survivors.values()].map(({ key }) => key)])]
  return {
    edition: await readBase(tx, place, read),
    working: await readWorking(tx, place, read),
    survivors,
    last,
    newest: new Map([...all].map(([key, { rev }]) => [key, rev])),
    versions: await versionsOf(tx, place, keys),
    places,
  }
}

async function readLast(tx: Tx, place: Place, { device, from }: Source, keys: readonly string[]): Promise<Facts['last']> {
  const rows = await query<{ key: string; doc: RecordDoc; outcome: string; rev: number }>(
    tx,
    `select distinct on (key) key, doc, outcome, rev from import_records
     where regency_code = ? and period_id = ? and module = ? and device = ? and applied and key = any (?)
       ${from === null ? '' : 'and import_file_id in (select id from import_files where regency_code = ? and period_id = ? and device = ? and sequence <= ?)'}
     order by key, rev desc`,
    [
      ...[place.regency, place.periodId, place.module.name, device, keys],
      ...(from === null ? [] : [place.regency, place.periodId, device, from]),
    ],
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
