import { flags } from '@adonisjs/core/ace'
import { actingFor, ReportingCommand, scope } from '#core/plugin'
import { listPlans, type Plan, type PlanState } from '../services/plans.js'

type Listed = Pick<
  Plan,
  'id' | 'state' | 'source' | 'from' | 'to' | 'reason' | 'madeByName' | 'madeAt' | 'doneByName' | 'doneAt' | 'undoneAt'
> & {
  records: number
}

interface Result {
  moves: Listed[]
}

const STATES: readonly PlanState[] = ['draft', 'done', 'undone', 'discarded']
const MOST = 200

export default class RelocationList extends ReportingCommand<Result> {
  static commandName = 'relocation:list'
  static description = 'List the moves of a regency, newest first'

  static override choices = { state: STATES }

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: `Only in this state: ${STATES.join(', ')}` }) declare state?: PlanState
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const of = await actingFor('relocation', 'view', this.regency, this.as)
    const { rows } = await scope.run(of, (tx) =>
      listPlans(tx, this.regency, { state: this.state ?? null, size: MOST, after: null }),
    )
    return {
      moves: rows.map(
        ({ id, state: now, source, from, to, reason, madeByName, madeAt, doneByName, doneAt, undoneAt, effect }) => ({
          ...{ id, state: now, source, from, to, reason, madeByName, madeAt, doneByName, doneAt, undoneAt },
          records: (effect?.modules ?? []).reduce((sum, { records }) => sum + records, 0),
        }),
      ),
    }
  }

  protected describe({ moves }: Result) {
    return moves.map(
      ({ id, state, source, from, to, records }) => `${id} ${state} ${source} ${from ?? '-'} → ${to ?? '-'}: ${records} data`,
    )
  }
}
