import type { Tx } from '#services/scope'
import type { Instrument } from '../instrument.js'
import { tableNames } from './columns.js'
import { docSql } from './docs.js'
import type { Place } from './place.js'
import type { Cause } from './record_write.js'

/** SQL of what history keeps (`Snapshot`) of a working copy, from its root row `u`. */
export function snapshotSql(instrument: Instrument): string {
  return `jsonb_build_object('kind', u.kind, 'outcome', u.outcome, 'state', u.state, 'problems', u.problems,
    'sourceFileId', u.source_file_id, 'decided', case when u.decided_at is null then null
      else jsonb_build_object('by', u.decided_by, 'reason', u.decided_reason) end, 'doc', ${docSql(instrument)})`
}

/** SQL that writes history: `from` gives as `w` the key and reason, `version` the new one, `before` and `after` what is kept of both states. */
export function historySql(
  instrument: Instrument,
  { version, before, after, from }: Record<'version' | 'before' | 'after' | 'from', string>,
): string {
  return `insert into ${tableNames(instrument).changes} (period_id, regency_code, key, version, cause, cause_id, actor_id, actor_name, at, reason, before, after)
    select :period, :regency, w.key, ${version}, :cause, :causeId, :actorId, :actorName, :at, w.reason, ${before}, ${after} from ${from}`
}

/** What `historySql` is bound to, beside the rows. */
export function historyBindings(tx: Tx, place: Place, cause: Cause) {
  return {
    ...{ period: place.periodId, regency: place.regency, cause: cause.type, causeId: cause.id },
    ...{ actorId: tx.actor.id, actorName: tx.actor.name, at: tx.now },
  }
}
