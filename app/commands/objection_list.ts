import { flags } from '@adonisjs/core/ace'
import { formatDate } from '#domain/calendar_date'
import { todayIn } from '#domain/zone'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { actingOnObjections } from '#verification/objections/acting'
import { OBJECTION_VIEWS, objectionPage } from '#verification/objections/index'
import { toldObjection, type ToldObjection } from '#verification/objections/told'

interface Result {
  total: number
  objections: ToldObjection[]
}

export default class ObjectionList extends ReportingCommand<Result> {
  static commandName = 'objection:list'
  static override ranges = { limit: { from: 1, to: 100_000 } }
  static description = 'Objections of a regency'

  static override choices = { state: OBJECTION_VIEWS }

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: OBJECTION_VIEWS.join(', '), default: 'open' }) declare state: (typeof OBJECTION_VIEWS)[number]
  @flags.number({ description: 'At most so many', default: 100 }) declare limit: number
  @flags.string({ description: 'Login of the person who asks; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actingOnObjections(this.regency, this.as)
    await loadZones()
    const { rows, total } = await scope.run(own, (tx) =>
      objectionPage(tx, this.regency, { view: this.state, size: this.limit, today: todayIn(zoneOf(this.regency), tx.now) }),
    )
    return { total, objections: rows.map(toldObjection) }
  }

  protected describe({ total, objections }: Result) {
    return [
      `${total} sanggah`,
      ...objections.map(
        ({ receipt, module, about, state, due_on: due }) => `${receipt} ${module} ${about}: ${state}, jawab ${formatDate(due)}`,
      ),
    ]
  }
}
