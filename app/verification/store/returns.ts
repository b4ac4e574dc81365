import { query, type Tx } from '#services/scope'
import { tableNames } from './columns.js'
import type { Place } from './place.js'
import type { Cause, RecordRemoval, RecordWrite } from './record_write.js'
import type { RecordVerdict } from './verdicts.js'

/**
 * Keeps the ledger of what was sent back in step with a write: a record that becomes `returned` opens an entry with its village and
 * operator, any other write closes the open one and says how. An undo that puts a return back opens the old entry again.
 */
export async function followReturns(
  tx: Tx,
  { module, periodId, regency }: Place,
  cause: Cause,
  writes: readonly (Pick<RecordWrite | RecordVerdict, 'key' | 'state'> | RecordRemoval)[],
): Promise<void> {
  const at = { period: periodId, regency }
  const returned = writes.filter((write) => !('remove' in write) && write.state === 'returned')
  const keys = new Set(returned.map(({ key }) => key))
  await query(
    tx,
    `update returns set answered_at = :now, answered_as = :cause, answered_by = :actor
     where regency_code = :regency and period_id = :period and key = any (:keys) and answered_at is null`,
    {
      ...{ ...at, now: tx.now, cause: cause.type, actor: tx.actor.name },
      keys: writes.flatMap(({ key }) => (keys.has(key) ? [] : [key])),
    },
  )
  if (!returned.length) return
  const bound = { ...at, keys: [...keys] }
  if (cause.type === 'undo') {
    await query(
      tx,
      `update returns r set answered_at = null, answered_as = null, answered_by = null
       where r.regency_code = :regency and r.period_id = :period and r.key = any (:keys)
         and r.version = (select max(o.version) from returns o where o.regency_code = r.regency_code and o.period_id = r.period_id and o.key = r.key)`,
      bound,
    )
  }
  const { updates } = tableNames(module.instrument)
  await query(
    tx,
    `insert into returns (regency_code, period_id, key, version, module, village_code, operator, device, reason, returned_by, returned_at)
     select u.regency_code, u.period_id, u.key, u.version, :module, u.${module.instrument.summary.village}, coalesce(f.operator, ''),
       coalesce(f.device, ''), coalesce(u.decided_reason, ''), :actor, :now
     from ${updates} u left join import_files f on f.regency_code = u.regency_code and f.id = u.source_file_id
     where u.period_id = :period and u.regency_code = :regency and u.key = any (:keys)
     on conflict (regency_code, period_id, key) where answered_at is null do update set reason = excluded.reason`,
    { ...bound, module: module.name, actor: tx.actor.name, now: tx.now },
  )
}
