import { args, flags } from '@adonisjs/core/ace'
import { formatDate } from '#domain/calendar_date'
import { parseDate } from '#domain/date_text'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { SwitchError } from '#services/plugin_switches'
import { scope } from '#services/scope'
import { impactOf, type SwitchImpact } from '#services/switches/impact'
import { ENABLED, planSwitch, setPluginSwitch, type SwitchState } from '#services/switches/set_switch'

interface Result {
  plugin: string
  region: string
  /** Null: as the regions above. */
  enabled: boolean | null
  valid_from: Date
  valid_until: Date | null
  dry_run: boolean
  impact: SwitchImpact
}

export default class PluginSwitch extends ReportingCommand<Result> {
  static commandName = 'plugin:switch'
  static description = 'Switch a module on or off for a region and everything below it; its data stays'

  @args.string({ description: 'Name of the module' }) declare plugin: string
  @flags.string({ description: 'Region code; 00 for the whole country', required: true }) declare region: string
  @flags.boolean({ description: 'Switch on' }) declare on: boolean
  @flags.boolean({ description: 'Switch off' }) declare off: boolean
  @flags.boolean({ description: 'As the regions above have it' }) declare inherit: boolean
  @flags.string({ description: 'First day, YYYY-MM-DD; at once when absent' }) declare from?: string
  @flags.string({ description: 'Last day, YYYY-MM-DD; without an end when absent' }) declare until?: string
  @flags.string({ description: 'Why; kept and shown. Needed unless --dry-run' }) declare reason?: string
  @flags.boolean({ description: 'Tell what it would touch and change nothing' }) declare dryRun: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const wanted = {
      ...{ plugin: this.plugin, region: String(this.region), state: this.#state() },
      ...(this.from ? { from: parseDate(this.from) } : {}),
      ...(this.until ? { until: parseDate(this.until) } : {}),
    }
    const { scope: own } = await actAtDesk('core.switches', this.as, (message) => new SwitchError('E_FORBIDDEN', message))
    const { planned, impact } = await scope.run(own, async (tx) => {
      const found = await impactOf(tx, await planSwitch(tx, wanted))
      const set = this.dryRun ? await planSwitch(tx, wanted) : await setPluginSwitch(tx, { ...wanted, reason: this.reason ?? '' })
      return { planned: set, impact: found }
    })
    const { plugin, region, state, validFrom, validUntil } = planned
    return {
      ...{ plugin, region, enabled: ENABLED[state], valid_from: validFrom, valid_until: validUntil },
      ...{ dry_run: Boolean(this.dryRun), impact },
    }
  }

  protected describe({ plugin, region, enabled, dry_run: rehearsed, impact }: Result) {
    const act = enabled === null ? 'mengikuti wilayah di atasnya' : enabled ? 'diaktifkan' : 'dinonaktifkan'
    const dates = `${this.from ? ` mulai ${formatDate(parseDate(this.from))}` : ''}${this.until ? ` sampai ${formatDate(parseDate(this.until))}` : ''}`
    return [
      `Modul "${plugin}" ${rehearsed ? 'akan ' : ''}${act} untuk ${region}${dates}.`,
      `Tersentuh: ${impact.regencies} kabupaten/kota, ${impact.users} pengguna, ${impact.running_imports} import berjalan, ${impact.open_periods} periode terbuka.`,
    ]
  }

  #state(): SwitchState {
    const chosen = (['on', 'off', 'inherit'] as const).filter((state) => this[state])
    if (chosen.length === 1) return chosen[0]!
    throw new SwitchError('E_SWITCH_STATE', 'Pilih salah satu: --on, --off, atau --inherit.')
  }
}
