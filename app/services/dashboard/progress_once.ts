import type { VerificationModule } from '#kernel/registry'
import { nationalProgress, periodsOfModule, type ProgressPeriod, type RegencyProgress } from '#services/progress/national'
import type { Tx } from '#services/scope'

/** The newest period of a module over the regencies of the scope. */
export interface NewestProgress {
  period: ProgressPeriod
  rows: RegencyProgress[]
}

const asked = new WeakMap<Tx, Map<string, Promise<NewestProgress | null>>>()

/** The same for whoever asks again in one transaction: the figures of Beranda and its tasks look at the same rows. Null without a period. */
export function newestProgress(tx: Tx, module: VerificationModule): Promise<NewestProgress | null> {
  const known = asked.get(tx) ?? new Map<string, Promise<NewestProgress | null>>()
  asked.set(tx, known)
  const found = known.get(module.name) ?? read(tx, module)
  known.set(module.name, found)
  return found
}

async function read(tx: Tx, module: VerificationModule): Promise<NewestProgress | null> {
  const [period] = await periodsOfModule(tx, module)
  return period ? { period, rows: await nationalProgress(tx, module, period.id) } : null
}
