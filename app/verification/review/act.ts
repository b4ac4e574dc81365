import type { VerificationModule } from '#kernel/registry'
import { scope, type Scope, type Tx } from '#services/scope'
import { assertOpen, PeriodError, placeOf } from '../periods/index.js'
import type { Place } from '../store/index.js'

/**
 * Runs an act on the records of a regency's open period, in one transaction.
 * @param asked id or name of the period; the newest when absent
 * @throws PeriodError when the period is not open, or when finalising began before the act could write
 */
export function actOn<T>(
  of: Scope,
  module: VerificationModule,
  regency: string,
  work: (tx: Tx, place: Place) => Promise<T>,
  asked?: string,
): Promise<T> {
  return heedLock(() => scope.run(of, async (tx) => work(tx, placeOf(await assertOpen(tx, module, regency, asked)))))
}

/** Tells the lock of the database (SK001: no write once finalising has begun) as a refusal of the period. */
export async function heedLock<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'SK001') throw error
    throw new PeriodError(
      'E_PERIOD_FINALISED',
      'Finalisasi periode ini baru saja dimulai, sehingga perubahan Anda tidak disimpan. Datanya tetap seperti semula.',
    )
  }
}
