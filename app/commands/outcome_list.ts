import { flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { scope } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { actsOf, type BulkAct } from '#verification/lists/bulk/acts'
import { choosePeriod, placeOf } from '#verification/periods/index'

interface Listed {
  /** What outcome:undo takes. */
  id: string
  outcome: string
  state: string
  reason: string | null
  /** How many it would change when it was asked for, and how many it changed. */
  expected: number
  changed: number
  blocking: number
  by: string
  at: string
  /** Where it was taken back: how many stand again as before, and how many were left alone. */
  restored: number | null
  left: number | null
  undone_by: string | null
  undone_at: string | null
}

interface Result {
  module: string
  regency: string
  outcomes: Listed[]
}

export default class OutcomeList extends ReportingCommand<Result> {
  static commandName = 'outcome:list'
  static description =
    'List the outcomes that were given to many records at once in a period, with the ids that outcome:undo takes'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Verification module; the first installed when absent' }) declare module?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.string({ description: 'Login of the person who looks; the console when absent' }) declare as?: string

  protected async perform() {
    const { module, scope: of } = await actingOn(this.module, this.regency, this.as, 'view')
    const acts = await scope.run(of, async (tx) => actsOf(tx, placeOf(await choosePeriod(tx, module, this.regency, this.period))))
    return { module: module.name, regency: this.regency, outcomes: acts.map(listed) }
  }

  protected describe({ outcomes }: Result) {
    return outcomes.map(
      ({ id, outcome, state, changed, by, at, undone_by: undone }) =>
        `${id}  ${outcome}  ${state}  ${showNumber(changed)} data  ${by}  ${at}${undone ? `  dibatalkan oleh ${undone}` : ''}`,
    )
  }
}

function listed({ id, outcome, state, reason, expected, changed, blocking, restored, kept, ...act }: BulkAct): Listed {
  return {
    ...{ id, outcome, state, reason, expected, changed, blocking, by: act.createdByName, at: act.createdAt.toISOString() },
    ...{ restored, left: kept, undone_by: act.undoneByName, undone_at: act.undoneAt?.toISOString() ?? null },
  }
}
