import db from '@adonisjs/lucid/services/db'
import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { scope, SYSTEM } from '#services/scope'

/** What the calendar brings about in the modules: each regency has a transaction of its own, and only where the module is on. */
export async function pluginNights(): Promise<number> {
  const modules = registry.all().filter(({ nightly }) => nightly)
  if (modules.length === 0) return 0
  const regencies: { code: string }[] = await db
    .connection('aside')
    .from('regions')
    .select('code')
    .where('level', 2)
    .orderBy('code')
  let done = 0
  for (const { name, nightly } of modules) {
    const { default: task } = await nightly!()
    for (const { code } of regencies) {
      if (await pluginEnabled(name, code)) done += await scope.run(scope.of(code, SYSTEM), (tx) => task(tx, code))
    }
  }
  return done
}
