import { ReportingCommand } from '#services/console'
import { waitingAreas, type WaitingArea } from '#services/gis/store/overview'
import { nationalScope } from '#services/regions'
import { CONSOLE, scope } from '#services/scope'

interface Result {
  waiting: WaitingArea[]
}

export default class GisWaiting extends ReportingCommand<Result> {
  static commandName = 'gis:waiting'
  static description = 'List boundaries that wait for a person to say whose they are'

  protected async perform() {
    return { waiting: await scope.run(await nationalScope(CONSOLE), waitingAreas) }
  }

  protected describe({ waiting }: Result) {
    if (waiting.length === 0) return ['Tidak ada batas yang menunggu keputusan.']
    return waiting.map(({ id, name, parent, candidates }) => {
      const near = candidates.map(({ code, name: region }) => `${code} ${region}`).join(', ')
      return `${id} ${name} (${parent})${near ? ` → ${near}?` : ''}`
    })
  }
}
