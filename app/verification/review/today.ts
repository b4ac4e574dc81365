import { todayIn } from '#domain/zone'
import { zoneOf, loadZones } from '#services/zones'
import type { Tx } from '#services/scope'

/** Today's calendar date in the regency's own zone, `YYYY-MM-DD`. */
export async function todayOf(tx: Tx, regency: string): Promise<string> {
  await loadZones()
  return todayIn(zoneOf(regency), tx.now)
}
