import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { GisError } from '#services/gis/errors'
import { confirmArea, confirmPlaces, rejectArea, type Decision } from '#services/gis/store/decide'
import { scope } from '#services/scope'

type Result = Decision | { confirmed: number }

export default class GisConfirm extends ReportingCommand<Result> {
  static commandName = 'gis:confirm'
  static description = 'Give a boundary in doubt its region, or turn it down'

  @args.string({ description: 'Id of the waiting boundary, as gis:import and gis:waiting print it' }) declare id: string
  @flags.string({ description: 'Code of the region; the suggested one where there is only one' }) declare region?: string
  @flags.boolean({ description: 'Turn it down' }) declare reject: boolean
  @flags.boolean({ description: 'The id is of an import: take all of its areas that wait only because of where they lie' })
  declare places: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform(): Promise<Result> {
    const { scope: own } = await actAtDesk('core.maps', this.as, (message) => new GisError('E_FORBIDDEN', message))
    if (this.places) return scope.run(own, (tx) => confirmPlaces(tx, this.id))
    const code = this.region === undefined ? undefined : String(this.region)
    return scope.run(own, (tx) => (this.reject ? rejectArea(tx, this.id) : confirmArea(tx, this.id, code)))
  }

  protected describe(result: Result) {
    if ('confirmed' in result) return [`${result.confirmed} batas ditetapkan.`]
    const { name, region } = result
    return [region ? `"${name}" ditetapkan sebagai ${region.code} ${region.name}.` : `"${name}" ditolak.`]
  }
}
