import { registry, type VerificationModule } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import type { Tx } from '#services/scope'
import type { Text } from '../instrument.js'
import { assertDecidable, PeriodError, periodFor, placeOf, type RegencyPeriod } from '../periods/index.js'
import type { Place } from '../store/index.js'

/** A module with a period in the regency, and whether its records may be moved now. */
export interface MovingModule {
  module: VerificationModule
  period: RegencyPeriod
  place: Place
  /** Why nothing of it may be moved; null where it is open. */
  closed: Text | null
}

/** Every verification module that is on for the regency and ever had a period there, in the order of installation. */
export async function movingModules(tx: Tx, regency: string): Promise<MovingModule[]> {
  const found: MovingModule[] = []
  for (const module of registry.modules()) {
    if (!(await pluginEnabled(module.name, regency))) continue
    const period = await periodFor(tx, module, regency)
    if (period) found.push({ module, period, place: placeOf(period), closed: await whyClosed(tx, module, regency) })
  }
  return found
}

async function whyClosed(tx: Tx, module: VerificationModule, regency: string): Promise<Text | null> {
  try {
    await assertDecidable(tx, module, regency)
    return null
  } catch (error) {
    if (error instanceof PeriodError) return error.text
    throw error
  }
}
