import type { VerificationModule } from '#kernel/registry'
import { actAs } from '#services/acting'
import { namedModule } from '#services/named_module'
import { scope, type Actor, type Scope, type Tx } from '#services/scope'
import { periodAtStep, type FinalisationState, type RegencyPeriod } from '#verification/periods/index'
import { FinaliseError } from './errors.js'

/** Who acts from the command line on which module and regency. */
export interface Acting {
  module: VerificationModule
  regency: string
  scope: Scope
  actor: Actor
}

/**
 * Checks a person named by `--as` as the pages would: the regency is his, the module is on there, and he has the right.
 *
 * @param moduleName the first installed when absent
 * @param login the console itself when absent
 * @param right key of the permission, e.g. `core.letters`; of the module when it has no point
 * @throws FinaliseError `E_FORBIDDEN`; PluginOff; ModuleUnknown
 */
export async function actingOn(
  moduleName: string | undefined,
  regency: string,
  login: string | undefined,
  right: string,
): Promise<Acting> {
  const module = namedModule(moduleName)
  const key = right.includes('.') ? right : `${module.name}.${right}`
  return { module, regency, ...(await actAs(module.name, key, regency, login, forbidden)) }
}

function forbidden(message: string): FinaliseError {
  return new FinaliseError('E_FORBIDDEN', message)
}

/**
 * Runs work on a period of the regency.
 *
 * @param steps where the act has its place in the cycle; without a period asked for, the newest one at such a step is taken
 * @param asked id or name of the period
 * @throws PeriodError `E_PERIOD_NONE`, `E_PERIOD_UNKNOWN`
 */
export function onPeriod<T>(
  acting: Acting,
  steps: readonly FinalisationState[],
  asked: string | undefined,
  work: (tx: Tx, period: RegencyPeriod) => Promise<T>,
): Promise<T> {
  return scope.run(acting.scope, async (tx) => work(tx, await periodAtStep(tx, acting.module, acting.regency, steps, asked)))
}
