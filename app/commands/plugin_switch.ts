import { args, flags } from '@adonisjs/core/ace'
import { actorOrConsole } from '#services/actors'
import { ReportingCommand } from '#services/console'
import { setPluginSwitch, SwitchError } from '#services/plugin_switches'
import { scope } from '#services/scope'

interface Result {
  plugin: string
  region: string
  enabled: boolean
}

export default class PluginSwitch extends ReportingCommand<Result> {
  static commandName = 'plugin:switch'
  static description = 'Switch a module on or off for a region and everything below it; its data stays'

  @args.string({ description: 'Name of the module' }) declare plugin: string
  @flags.string({ description: 'Region code; 00 for the whole country', required: true }) declare region: string
  @flags.boolean({ description: 'Switch on' }) declare on: boolean
  @flags.boolean({ description: 'Switch off' }) declare off: boolean
  @flags.string({ description: 'Why; kept and shown', required: true }) declare reason: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    if (Boolean(this.on) === Boolean(this.off)) throw new SwitchError('E_SWITCH_STATE', 'Pilih salah satu: --on atau --off.')
    const { scope: own } = await actorOrConsole(this.as)
    const { plugin, region, reason } = this
    const enabled = Boolean(this.on)
    await scope.run(own, (tx) => setPluginSwitch(tx, { plugin, region, enabled, reason }))
    return { plugin, region, enabled }
  }

  protected describe({ plugin, region, enabled }: Result) {
    return [`Modul "${plugin}" ${enabled ? 'diaktifkan' : 'dinonaktifkan'} untuk ${region}.`]
  }
}
