import { query, type Tx } from '#services/scope'
import { tableNames } from './columns.js'
import type { UpdateState, WorkingRecord } from './docs.js'
import type { Place } from './place.js'
import { historyBindings, historySql, snapshotSql } from './snapshot.js'
import { UNDISMISSED } from './standing.js'
import type { Cause } from './record_write.js'

/** A working copy as a decision looks at it, without its answers. */
export type Decidable = Pick<WorkingRecord, 'key' | 'version' | 'state' | 'blocking' | 'decidedBy' | 'decidedReason'>

/** A decision on a working copy; nothing that it says changes. `version` is the one the caller saw. */
export interface RecordVerdict {
  key: string
  version: number
  from: UpdateState
  state: UpdateState
  decided: { by: string | null; reason: string | null } | null
  reason?: string
}

/** Working copies of the given keys without their answers; keys without one are left out. */
export async function readDecidable(tx: Tx, place: Place, keys: readonly string[]): Promise<Decidable[]> {
  const { updates } = tableNames(place.module.instrument)
  return query<Decidable>(
    tx,
    `select key, version, state, blocking, decided_by as "decidedBy", decided_reason as "decidedReason" from ${updates}
     where period_id = ? and regency_code = ? and key = any (?) order by key collate "C"`,
    [place.periodId, place.regency, keys],
  )
}

/** Whether finalising takes as much of the record after the verdict as before, so that neither persons nor doubles are touched by it. */
export function keepsStanding({ from, state }: RecordVerdict): boolean {
  return UNDISMISSED.includes(from) && UNDISMISSED.includes(state)
}

/** State and history of decided records, in two statements however many they are; what they say stays where it is. */
export async function writeVerdicts(tx: Tx, place: Place, cause: Cause, verdicts: readonly RecordVerdict[]): Promise<void> {
  const { instrument } = place.module
  const { updates } = tableNames(instrument)
  const rows = verdicts.map(({ key, version, state, decided, reason = null }) => ({ key, version, state, decided, reason }))
  const sent = `json_to_recordset(:rows) as w(key text, version int, state text, decided jsonb, reason text)`
  const of = 'u.period_id = :period and u.regency_code = :regency and u.key = w.key'
  const here = { period: place.periodId, regency: place.regency, rows: JSON.stringify(rows), at: tx.now }
  await query(
    tx,
    historySql(instrument, {
      ...{ version: 'w.version + 1', before: 's.copy' },
      after: `s.copy || jsonb_build_object('state', w.state, 'decided', w.decided)`,
      from: `${sent} cross join lateral (select ${snapshotSql(instrument)} as copy from ${updates} u where ${of} offset 0) s`,
    }),
    { ...historyBindings(tx, place, cause), rows: here.rows },
  )
  await query(
    tx,
    `update ${updates} u set state = w.state, version = w.version + 1, updated_at = :at,
       decided_by = cast(w.decided ->> 'by' as uuid), decided_reason = w.decided ->> 'reason',
       decided_at = case when w.decided is null then null else cast(:at as timestamptz) end
     from ${sent} where ${of} and u.key = any (:keys)`,
    { ...here, keys: rows.map(({ key }) => key) },
  )
}
