import type { Instrument } from '../instrument.js'
import { docSql } from './docs.js'

/** SQL of what history keeps (`Snapshot`) of a working copy, from its root row `u`. */
export function snapshotSql(instrument: Instrument): string {
  return `jsonb_build_object('kind', u.kind, 'outcome', u.outcome, 'state', u.state, 'problems', u.problems,
    'sourceFileId', u.source_file_id, 'decided', case when u.decided_at is null then null
      else jsonb_build_object('by', u.decided_by, 'reason', u.decided_reason) end, 'doc', ${docSql(instrument)})`
}
