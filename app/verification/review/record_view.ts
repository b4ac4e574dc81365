import { query, type Tx } from '#services/scope'
import { findRow, type ListRow } from '../lists/list.js'
import type { RecordDoc } from '../instrument.js'
import type { Problem } from '../rules.js'
import { holdsSql, readBase, readWorking, tableNames, type Place, type WorkingRecord } from '../store/index.js'
import type { Waiver } from './problems.js'

/** Everything the period knows of one record. */
export interface RecordView {
  key: string
  /** Its list row: names, counts, state, version. */
  row: ListRow
  /** The record as the edition has it; null for a new proposal. */
  base: RecordDoc | null
  /** The working copy; null while nobody has touched the record. */
  working: WorkingRecord | null
  /** Problems of the working copy, or those the edition carries. */
  problems: Problem[]
  waivers: Waiver[]
  /** The file the working copy came from. */
  source: SourceFile | null
}

export interface SourceFile {
  id: string
  importId: string
  name: string
  device: string | null
  operator: string | null
}

/** The record, or null when the period of this regency has none of that key. */
export async function viewRecord(tx: Tx, place: Place, key: string): Promise<RecordView | null> {
  const row = await findRow(tx, place, key)
  if (!row) return null
  const working = row.kind === 'none' ? null : ((await readWorking(tx, place, [key])).get(key) ?? null)
  const base = row.kind === 'new' ? null : ((await readBase(tx, place, [key])).get(key) ?? null)
  return {
    ...{ key, row, base, working },
    problems: working ? [...working.problems, ...working.setProblems] : row.inherited > 0 ? await inherited(tx, place, key) : [],
    waivers: working ? await waiversOf(tx, place, key) : [],
    source: working?.sourceFileId ? await sourceFile(tx, place, working.sourceFileId) : null,
  }
}

async function inherited(tx: Tx, place: Place, key: string): Promise<Problem[]> {
  const [row] = await query<{ problems: Problem[] }>(
    tx,
    `select problems from ${tableNames(place.module.instrument).base} where edition_id = ? and regency_code = ? and key = ?`,
    [place.editionId, place.regency, key],
  )
  return row?.problems ?? []
}

async function waiversOf(tx: Tx, place: Place, key: string): Promise<Waiver[]> {
  return query<Waiver>(
    tx,
    `select w.rule, w.reason, w.waived_by_name as by, w.waived_at as at
     from waivers w join ${tableNames(place.module.instrument).updates} u
       on u.period_id = w.period_id and u.regency_code = w.regency_code and u.key = w.key
     where w.regency_code = ? and w.period_id = ? and w.module = ? and w.key = ? and ${holdsSql('u.problems || u.set_problems')}
     order by w.rule`,
    [place.regency, place.periodId, place.module.name, key],
  )
}

/** An imported file as pages name it; null when it is not of this regency. */
export async function sourceFile(tx: Tx, place: Pick<Place, 'regency'>, id: string): Promise<SourceFile | null> {
  const [row] = await query<SourceFile>(
    tx,
    `select id, import_id as "importId", original_name as name, device, operator from import_files
     where regency_code = ? and cast(id as text) = ?`,
    [place.regency, id],
  )
  return row ?? null
}
