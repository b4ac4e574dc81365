import logger from '@adonisjs/core/services/logger'
import type { NightlyTask } from '#kernel/contributions'
import { registry } from '#kernel/registry'
import { faultOf } from '#services/fault'
import { pluginEnabledAmong } from '#services/plugin_switches'
import { nationalScope, regenciesAmong } from '#services/regions'
import { scope, SYSTEM } from '#services/scope'

/**
 * What the calendar brings about in the modules. A module first names the regencies where something is due; each of these has a
 * transaction of its own, and only where the module is on. One that fails hinders no other. Returns how much was done.
 *
 * @throws Error at the end when any failed; what the others did stays, and the next night tries again
 */
export async function pluginNights(): Promise<number> {
  let done = 0
  let failed = 0
  for (const { name, nightly } of registry.all()) {
    if (!nightly) continue
    const failing = (error: unknown, regency?: string) => {
      failed += 1
      logger.error({ plugin: name, regency, ...faultOf(error) }, 'nightly work of a module failed')
    }
    try {
      const { default: task } = await nightly()
      for (const code of await dueRegencies(name, task)) {
        await scope
          .run(scope.of(code, SYSTEM), (tx) => task.run(tx, code))
          .then(
            (count) => (done += count),
            (error: unknown) => failing(error, code),
          )
      }
    } catch (error) {
      failing(error)
    }
  }
  if (failed > 0) throw new Error(`Nightly work of modules failed ${failed} times.`)
  return done
}

async function dueRegencies(plugin: string, task: NightlyTask): Promise<string[]> {
  const due = await scope.run(await nationalScope(SYSTEM), (tx) => task.due(tx))
  const known = due.length > 0 ? await regenciesAmong(due) : []
  const on = await pluginEnabledAmong(plugin, known)
  return known.filter((code) => on.has(code))
}
