import { nameKey } from '#domain/name_key'
import type { Tx } from '#services/scope'
import type { RecordDoc } from '../instrument.js'
import type { Problem } from '../rules.js'
import type { Column } from './columns.js'
import type { UpdateState } from './docs.js'
import type { Place } from './place.js'
import type { RecordWrite } from './record_write.js'

/** What is sent of a change; the rest is known to the database. */
export const ENTRY: readonly Column[] = [
  { name: 'key', type: 'text' },
  { name: 'version', type: 'int' },
  { name: 'reason', type: 'text' },
  { name: 'line', type: 'int' },
  { name: 'state', type: 'json' },
  { name: 'doc', type: 'json' },
]

/** Columns of a working row beside its answers. */
export const META: readonly Column[] = [
  ...['kind', 'outcome', 'state', 'code_list_version', 'decided_reason'].map((name) => ({ name, type: 'text' })),
  ...[
    { name: 'version', type: 'int' },
    { name: 'problems', type: 'jsonb' },
    { name: 'source_file_id', type: 'uuid' },
    { name: 'decided_by', type: 'uuid' },
  ],
  ...['decided_at', 'updated_at'].map((name) => ({ name, type: 'timestamptz' })),
]

/** What history keeps of a state, and what undo puts back. */
export interface Snapshot {
  kind: 'repair' | 'new'
  outcome: string
  state: UpdateState
  problems: Problem[]
  sourceFileId: string | null
  decided: { by: string | null; reason: string | null } | null
  doc: RecordDoc
}

/** SQL: the document that a line of the cause's file holds. */
export const IMPORTED = `(select coalesce(r.merged->'doc', r.doc) from import_records r
  where r.regency_code = :regency and r.import_file_id = cast(:causeId as uuid) and r.line = w.line)`

export const STATE = ['kind', 'outcome', 'state', 'problems', 'sourceFileId', 'decided'] as const

export function stateOf(write: Omit<Snapshot, 'sourceFileId' | 'decided'> & Partial<Snapshot>): Omit<Snapshot, 'doc'> {
  const { kind, outcome, state, problems, sourceFileId = null, decided = null } = write
  return { kind, outcome, state, problems, sourceFileId, decided }
}

/** The working copy's own row. */
export function rootRow(tx: Tx, { module: { instrument } }: Place, write: RecordWrite) {
  return {
    ...write.doc.values,
    key: write.key,
    name_key: nameKey(String(write.doc.values[instrument.summary.name] ?? '')),
    kind: write.kind,
    outcome: write.outcome,
    state: write.state,
    version: write.version + 1,
    problems: write.problems,
    code_list_version: instrument.codeListVersion,
    source_file_id: write.sourceFileId ?? null,
    decided_by: write.decided?.by ?? null,
    decided_at: write.decided ? tx.now : null,
    decided_reason: write.decided?.reason ?? null,
    updated_at: tx.now,
  }
}
