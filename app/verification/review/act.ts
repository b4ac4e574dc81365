import type { VerificationModule } from '#kernel/registry'
import { query, scope, type Scope, type Tx } from '#services/scope'
import { assertDecidable, PeriodError, placeOf } from '../periods/index.js'
import { lockRegister, type Place } from '../store/index.js'
import { RegisterBusyError } from './errors.js'

/** How long a person's act waits for a job that writes in the same register. */
const WAIT = '5s'
const LOCK_NOT_AVAILABLE = '55P03'

type Work<T> = (tx: Tx, place: Place) => Promise<T>

/**
 * Runs a decision on the records of a regency's period, in one transaction and alone in the register.
 * @param asked id or name of the period; the newest when absent
 * @throws PeriodError when the period may not be finalised any more, or when finalising began before the act could write
 * @throws RegisterBusyError when a job writes in the register for longer than a person should wait
 */
export function actOn<T>(of: Scope, module: VerificationModule, regency: string, work: Work<T>, asked?: string): Promise<T> {
  const act: Work<T> = async (tx, place) => {
    await enterRegister(tx, place)
    return work(tx, place)
  }
  return heedLock(() => lookAt(of, module, regency, act, asked))
}

/** The same for what only looks: it waits for nobody. */
export function lookAt<T>(of: Scope, module: VerificationModule, regency: string, work: Work<T>, asked?: string): Promise<T> {
  return scope.run(of, async (tx) => work(tx, placeOf(await assertDecidable(tx, module, regency, asked))))
}

/** Makes the transaction of a person the only writer of the register, unless a job holds it for long. Goes before every other lock. */
export async function enterRegister(tx: Tx, place: Place): Promise<void> {
  await query(tx, `set local lock_timeout = '${WAIT}'`)
  await lockRegister(tx, place)
}

/**
 * Tells the locks of the database as refusals: SK001, by which no write comes after finalising has begun, and a wait that took too
 * long.
 */
export async function heedLock<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === LOCK_NOT_AVAILABLE) throw new RegisterBusyError()
    if (code !== 'SK001') throw error
    throw new PeriodError('E_PERIOD_FINALISED', {
      id: 'Finalisasi periode ini baru saja dimulai, sehingga perubahan Anda tidak disimpan. Datanya tetap seperti semula.',
      en: 'This period has just begun to be finalised, so your change was not saved. The data are as they were.',
    })
  }
}
