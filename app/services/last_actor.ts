import { showActor, showMoment } from '#services/format'
import { query, type Tx } from '#services/scope'
import { zoneOf } from '#services/zones'
import type { Text } from '#verification/instrument'

/**
 * Who did the latest of some acts and when, as a sentence to whoever comes second names it: `Sari pada 28-11-2026 13.05 WIB`. The moment is
 * on the clock of the ministry, whose desks ask.
 *
 * @param object id of the record; absent for acts on what has none
 */
export async function lastActor(tx: Tx, actions: readonly string[], object?: string): Promise<Text> {
  const [last] = await query<{ by: string; at: Date }>(
    tx,
    `select user_name as by, at from activities where regency_code = any (:regions) and action = any (:actions)
     ${object === undefined ? '' : 'and object_id = :object'} order by at desc limit 1`,
    { regions: tx.scope.regions, actions, object: object ?? null },
  )
  if (!last) return { id: 'petugas lain', en: 'another officer' }
  const at = showMoment(zoneOf(null), last.at)
  return { id: `${last.by} pada ${at}`, en: `${showActor(last.by, 'en')} on ${at}` }
}
