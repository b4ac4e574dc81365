import { flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { scope } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { choosePeriod, placeOf } from '#verification/periods/index'
import { decisionActs, type DecisionAct } from '#verification/undo/acts'

interface Listed {
  /** What decision:undo takes. */
  id: string
  take: string
  count: number
  by: string
  at: string
  /** The record it was about, where it was one. */
  household: string | null
  undone_by: string | null
  undone_at: string | null
}

interface Result {
  module: string
  regency: string
  decisions: Listed[]
}

const MOST = 100

export default class DecisionList extends ReportingCommand<Result> {
  static commandName = 'decision:list'
  static override ranges = { limit: { from: 1, to: 100_000 } }
  static description =
    'List the latest decisions of a period, of one record or of many at once, with the ids that decision:undo takes'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Verification module; the first installed when absent' }) declare module?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.number({ description: `How many decisions, newest first; ${MOST} when absent` }) declare limit?: number
  @flags.string({ description: 'Login of the person who looks; the console when absent' }) declare as?: string

  protected async perform() {
    const { module, scope: of } = await actingOn(this.module, this.regency, this.as, 'view')
    const limit = this.limit ?? MOST
    const acts = await scope.run(of, async (tx) =>
      decisionActs(tx, placeOf(await choosePeriod(tx, module, this.regency, this.period)), limit),
    )
    return { module: module.name, regency: this.regency, decisions: acts.map(listed) }
  }

  protected describe({ decisions }: Result) {
    return decisions.map(
      ({ id, take, count, by, undone_by: undone }) =>
        `${id}  ${take}  ${showNumber(count)} data  ${by}${undone ? `  dibatalkan oleh ${undone}` : ''}`,
    )
  }
}

function listed({ cause, take, count, by, at, key, undoneBy, undoneAt }: DecisionAct): Listed {
  return {
    ...{ id: cause, take, count, by, at: at.toISOString(), household: key },
    ...{ undone_by: undoneBy, undone_at: undoneAt?.toISOString() ?? null },
  }
}
