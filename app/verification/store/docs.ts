import type { ChildRow, Instrument, RecordDoc, Value, Values } from '../instrument.js'
import type { Problem } from '../rules.js'
import type { Tx } from '#services/scope'
import { childColumns, list, tableNames, variableColumns } from './columns.js'
import { placeBindings, type Place } from './place.js'
import { placedSql, standingColumns } from './standing_place.js'

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

interface GroupSource {
  name: string
  columns: string
  /** Table and condition of its rows, as `g`, of a root row `u`. */
  from: string
}

function groupSources(instrument: Instrument, source: 'updates' | 'base'): GroupSource[] {
  const names = tableNames(instrument)
  const place = source === 'updates' ? 'period_id' : 'edition_id'
  return instrument.groups.map((group) => {
    const table = source === 'updates' ? names.updateGroup(group.name) : names.baseGroup(group.name)
    const columns = childColumns(instrument, group).filter(({ name }) => name !== 'record_key' && name !== 'name_key')
    const from = `${table} g where g.${place} = u.${place} and g.regency_code = u.regency_code and g.record_key = u.key`
    return { name: group.name, columns: list(columns, 'g'), from }
  })
}

/** SQL that builds the canonical JSON of a record (RecordDoc) from a root row `u` of the working copy. */
export function docSql(instrument: Instrument): string {
  const groups = groupSources(instrument, 'updates').map(
    ({ name, columns, from }) => `'${name}', (select jsonb_agg(jsonb_strip_nulls(to_jsonb(r)) order by r.key collate "C") from (
      select ${columns} from ${from}) r)`,
  )
  return `jsonb_build_object('key', u.key,
    'values', (select jsonb_strip_nulls(to_jsonb(v)) from (select ${list(variableColumns(instrument.root), 'u')}) v),
    'groups', jsonb_strip_nulls(jsonb_build_object(${groups.join(', ')})))`
}

/** Columns from which `documentOf` makes the same document at a fifth of the cost, for reading. */
function docColumns(instrument: Instrument, source: 'updates' | 'base'): string {
  const groups = groupSources(instrument, source).map(
    ({ name, columns, from }) =>
      `(select json_agg(r order by r.key collate "C") from (select ${columns} from ${from}) r) as "rows ${name}"`,
  )
  const root = source === 'updates' ? list(variableColumns(instrument.root), 'u') : standingColumns(instrument, 'u')
  return ['u.key', root, ...groups].join(', ')
}

type Read = Record<string, unknown>

function documentOf(instrument: Instrument, row: Read): RecordDoc {
  const groups: Record<string, ChildRow[]> = {}
  for (const { name } of instrument.groups) {
    const rows = row[`rows ${name}`] as Read[] | null
    if (rows) groups[name] = rows.map((child) => answered(Object.keys(child), child) as ChildRow)
  }
  const names = instrument.root.variables.map((variable) => variable.name)
  return { key: row.key as string, values: answered(names, row), groups }
}

function answered(names: readonly string[], row: Read): Values {
  const values: Values = {}
  for (const name of names) {
    const value = row[name]
    if (value !== null) values[name] = value as Value
  }
  return values
}

/** Working copies of the given keys; keys without one are absent from the map. */
export async function readWorking(tx: Tx, place: Place, keys: readonly string[]): Promise<Map<string, WorkingRecord>> {
  const { instrument } = place.module
  const { rows } = await tx.trx.rawQuery(
    `select ${docColumns(instrument, 'updates')}, u.kind, u.outcome, u.state, u.version, u.problems, u.set_problems, u.blocking,
       u.warnings, u.source_file_id, u.decided_by, u.decided_at, u.decided_reason
     from ${tableNames(instrument).updates} u where u.period_id = ? and u.regency_code = ? and u.key = any (?)`,
    [place.periodId, place.regency, keys as string[]],
  )
  return new Map(rows.map((row: Read) => [row.key as string, workingRecord(instrument, row)]))
}

/** Records of the edition as documents, each where it stands now; keys the edition does not hold are absent from the map. */
export async function readBase(tx: Tx, place: Place, keys: readonly string[]): Promise<Map<string, RecordDoc>> {
  const { instrument } = place.module
  const { rows } = await tx.trx.rawQuery(
    `select ${docColumns(instrument, 'base')} from ${tableNames(instrument).base} u ${placedSql(place, 'u')}
     where u.edition_id = :edition and u.regency_code = :regency and u.key = any (:keys)`,
    { ...placeBindings(place), keys: keys as string[] },
  )
  return new Map(rows.map((row: Read) => [row.key as string, documentOf(instrument, row)]))
}

function workingRecord(instrument: Instrument, row: Read): WorkingRecord {
  return {
    key: row.key as string,
    doc: documentOf(instrument, row),
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
