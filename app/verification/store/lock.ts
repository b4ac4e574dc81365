import { query, type Tx } from '#services/scope'
import type { Place } from './place.js'

/**
 * Writers of a regency's records in a period come one after the other, for a verdict on one record reads its neighbours and the kept
 * counts are sums over all. The lock ends with the transaction; taking it twice costs nothing. It comes before every row that a writer
 * locks, and after the lock of the imports.
 */
export async function lockRegister(tx: Tx, { periodId, regency }: Pick<Place, 'periodId' | 'regency'>): Promise<void> {
  await query(tx, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`register:${periodId}:${regency}`])
}
