import { flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { GisError } from '#services/gis/errors'
import { waitingAreas, type WaitingArea } from '#services/gis/store/overview'
import { scope } from '#services/scope'

interface Result {
  waiting: WaitingArea[]
}

export default class GisWaiting extends ReportingCommand<Result> {
  static commandName = 'gis:waiting'
  static description = 'List boundaries that wait for a person to say whose they are'

  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.maps', this.as, (message) => new GisError('E_FORBIDDEN', message))
    return { waiting: await scope.run(own, waitingAreas) }
  }

  protected describe({ waiting }: Result) {
    if (waiting.length === 0) return ['Tidak ada batas yang menunggu keputusan.']
    return waiting.map(({ id, name, parent, candidates }) => {
      const near = candidates.map(({ code, name: region }) => `${code} ${region}`).join(', ')
      return `${id} ${name} (${parent})${near ? ` → ${near}?` : ''}`
    })
  }
}
