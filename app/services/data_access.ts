import type { DataAccessAnswer } from '#kernel/contributions'
import type { AnyPlugin } from '#kernel/manifest'
import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import type { Tx } from '#services/scope'

type Gated = Pick<AnyPlugin, 'name' | 'title' | 'dataAccess'>

/**
 * Whether data of the register may be handed out to a regency. Every installed gate must allow it; the earliest last day counts.
 * A gate that is switched off there refuses: without anybody who may say yes the answer is no. No gate at all is a yes.
 */
export async function dataAccessOf(
  tx: Tx,
  regency: string,
  plugins: readonly Gated[] = registry.all(),
): Promise<DataAccessAnswer> {
  let until: string | null = null
  for (const plugin of plugins) {
    if (!plugin.dataAccess) continue
    if (!(await pluginEnabled(plugin.name, regency))) return switchedOff(plugin)
    const { default: gate } = await plugin.dataAccess()
    const answer = await gate(tx, regency)
    if (!answer.allowed) return answer
    if (answer.until !== null && (until === null || answer.until < until)) until = answer.until
  }
  return { allowed: true, until }
}

function switchedOff({ title }: Gated): DataAccessAnswer {
  return {
    allowed: false,
    reason: {
      id: `Modul ${title} dinonaktifkan untuk wilayah ini, sehingga data tidak dapat diberikan. Hubungi Pusdatin Kesos.`,
      en: `The module ${title} is switched off for this region, so no data can be given out. Contact Pusdatin Kesos.`,
    },
    href: null,
  }
}
