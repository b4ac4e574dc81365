import type { ChildRow, RecordDoc } from '../instrument.js'
import type { Problem } from '../rules.js'
import type { Tx } from '#services/scope'
import type { Instrument } from '../instrument.js'
import { childColumns, list, tableNames, variableColumns } from './columns.js'
import type { Place } from './place.js'

export type UpdateState = 'received' | 'accepted' | 'returned' | 'rejected' | 'withdrawn'

/** The working copy of a record in a period. */
export interface WorkingRecord {
  key: string
  doc: RecordDoc
  kind: 'repair' | 'new'
  outcome: string
  state: UpdateState
  version: number
  problems: Problem[]
  setProblems: Problem[]
  blocking: number
  warnings: number
  sourceFileId: string | null
  decidedBy: string | null
  decidedAt: Date | null
  decidedReason: string | null
}

/**
 * SQL that builds the canonical JSON of a record (RecordDoc) from a root row `u` of the working copy or the edition. As `json` it is
 * three times cheaper, for reading; a group without rows is then null.
 */
export function docSql(instrument: Instrument, source: 'updates' | 'base', json: 'json' | 'jsonb' = 'jsonb'): string {
  const names = tableNames(instrument)
  const place = source === 'updates' ? 'period_id' : 'edition_id'
  const groups = instrument.groups.map((group) => {
    const table = source === 'updates' ? names.updateGroup(group.name) : names.baseGroup(group.name)
    const columns = childColumns(instrument, group).filter(({ name }) => name !== 'record_key' && name !== 'name_key')
    return `'${group.name}', (select ${json}_agg(${json}_strip_nulls(to_${json}(r)) order by r.key collate "C") from (
      select ${list(columns, 'g')} from ${table} g
      where g.${place} = u.${place} and g.regency_code = u.regency_code and g.record_key = u.key) r)`
  })
  const all = `${json}_build_object(${groups.join(', ')})`
  return `${json}_build_object('key', u.key,
    'values', (select ${json}_strip_nulls(to_${json}(v)) from (select ${list(variableColumns(instrument.root), 'u')}) v),
    'groups', ${json === 'jsonb' ? `jsonb_strip_nulls(${all})` : all})`
}

/** A document that was read as `json`. */
function document(read: unknown): RecordDoc {
  const doc = read as { key: string; values: RecordDoc['values']; groups: Record<string, ChildRow[] | null> }
  for (const [name, rows] of Object.entries(doc.groups)) if (rows === null) delete doc.groups[name]
  return doc as RecordDoc
}

/** Working copies of the given keys; keys without one are absent from the map. */
export async function readWorking(tx: Tx, place: Place, keys: readonly string[]): Promise<Map<string, WorkingRecord>> {
  const { instrument } = place.module
  const { rows } = await tx.trx.rawQuery(
    `select u.key, ${docSql(instrument, 'updates', 'json')} as doc, u.kind, u.outcome, u.state, u.version, u.problems, u.set_problems, u.blocking,
       u.warnings, u.source_file_id, u.decided_by, u.decided_at, u.decided_reason
     from ${tableNames(instrument).updates} u where u.period_id = ? and u.regency_code = ? and u.key = any (?)`,
    [place.periodId, place.regency, keys as string[]],
  )
  return new Map(rows.map((row: Record<string, unknown>) => [row.key as string, workingRecord(row)]))
}

/** Records of the edition as documents; keys the edition does not hold are absent from the map. */
export async function readBase(tx: Tx, place: Place, keys: readonly string[]): Promise<Map<string, RecordDoc>> {
  const { instrument } = place.module
  const { rows } = await tx.trx.rawQuery(
    `select u.key, ${docSql(instrument, 'base', 'json')} as doc from ${tableNames(instrument).base} u
     where u.edition_id = ? and u.regency_code = ? and u.key = any (?)`,
    [place.editionId, place.regency, keys as string[]],
  )
  return new Map(rows.map((row: { key: string; doc: unknown }) => [row.key, document(row.doc)]))
}

function workingRecord(row: Record<string, unknown>): WorkingRecord {
  return {
    key: row.key as string,
    doc: document(row.doc),
    kind: row.kind as WorkingRecord['kind'],
    outcome: row.outcome as string,
    state: row.state as UpdateState,
    version: row.version as number,
    problems: row.problems as Problem[],
    setProblems: row.set_problems as Problem[],
    blocking: row.blocking as number,
    warnings: row.warnings as number,
    sourceFileId: row.source_file_id as string | null,
    decidedBy: row.decided_by as string | null,
    decidedAt: row.decided_at as Date | null,
    decidedReason: row.decided_reason as string | null,
  }
}
