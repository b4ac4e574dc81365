import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { GisError } from '#services/gis/errors'
import { confirmArea, rejectArea, type Decision } from '#services/gis/store/decide'
import { scope } from '#services/scope'

export default class GisConfirm extends ReportingCommand<Decision> {
  static commandName = 'gis:confirm'
  static description = 'Give a boundary in doubt its region, or turn it down'

  @args.string({ description: 'Id of the waiting boundary, as gis:import and gis:waiting print it' }) declare id: string
  @flags.string({ description: 'Code of the region; the suggested one where there is only one' }) declare region?: string
  @flags.boolean({ description: 'Turn it down' }) declare reject: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.maps', this.as, (message) => new GisError('E_FORBIDDEN', message))
    const code = this.region === undefined ? undefined : String(this.region)
    return scope.run(own, (tx) => (this.reject ? rejectArea(tx, this.id) : confirmArea(tx, this.id, code)))
  }

  protected describe({ name, region }: Decision) {
    return [region ? `"${name}" ditetapkan sebagai ${region.code} ${region.name}.` : `"${name}" ditolak.`]
  }
}
