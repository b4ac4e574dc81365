import { args, flags } from '@adonisjs/core/ace'
import { formatMoment, MINISTRY_ZONE } from '#domain/zone'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { assertInstalled, SwitchError } from '#services/plugin_switches'
import { scope } from '#services/scope'
import { switchCell, switchHistory, type HistoryEntry, type SwitchCell } from '#services/switches/tree'

interface Result extends SwitchCell {
  region: string
  history: HistoryEntry[]
}

export default class PluginSwitches extends ReportingCommand<Result> {
  static commandName = 'plugin:switches'
  static description = 'Whether a module is on at a region, why, and every switch that was set there'

  @args.string({ description: 'Name of the module' }) declare plugin: string
  @flags.string({ description: 'Region code; 00 for the whole country', required: true }) declare region: string
  @flags.string({ description: 'Login of the person who asks; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.switches', this.as, (message) => new SwitchError('E_FORBIDDEN', message))
    assertInstalled(this.plugin)
    const region = String(this.region)
    return scope.run(own, async (tx) => ({
      ...(await switchCell(tx, this.plugin, region)),
      ...{ region, history: await switchHistory(tx, this.plugin, region) },
    }))
  }

  protected describe({ plugin, region, on, own, history }: Result) {
    return [
      `Modul "${plugin}" ${on ? 'aktif' : 'nonaktif'} di ${region} (${own === 'inherit' ? 'mengikuti atasnya' : 'ditetapkan di sini'}).`,
      ...history.map(({ state, from, by, reason }) => `${formatMoment(MINISTRY_ZONE, from)} ${state} oleh ${by}: ${reason}`),
    ]
  }
}
