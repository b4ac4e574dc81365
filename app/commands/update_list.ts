import { flags } from '@adonisjs/core/ace'
import { registry } from '#kernel/registry'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { scope } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { UPDATE_STATES } from '#verification/lists/filters'
import { listConflicts, listUpdates, type ListedUpdate } from '#verification/lists/updates'
import { choosePeriod, periodsOf, placeOf } from '#verification/periods/index'

const LISTED = [...UPDATE_STATES, 'conflict'] as const

interface Result {
  regency: string
  state: string
  total: number
  updates: ListedUpdate[]
}

export default class UpdateList extends ReportingCommand<Result> {
  static commandName = 'update:list'
  static description = 'List the updates of a regency in one state, or its open clashes, with the ids that update:decide takes'

  static override choices = { state: LISTED }

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: LISTED.join(', '), required: true })
  declare state: (typeof LISTED)[number]
  @flags.string({ description: 'Only this verification module' }) declare module?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.string({ description: 'Login of the person who looks; the console when absent' }) declare as?: string

  protected async perform() {
    const { state } = this
    const modules = this.module ? [this.module] : registry.modules().map(({ name }) => name)
    const updates: ListedUpdate[] = []
    for (const name of modules) {
      const { module, scope: of } = await actingOn(name, this.regency, this.as, 'view')
      const found = await scope.run(of, async (tx) => {
        const [newest] = await periodsOf(tx, module, this.regency)
        if (!newest) return []
        const period = this.period === undefined ? newest : await choosePeriod(tx, module, this.regency, this.period)
        return state === 'conflict' ? listConflicts(tx, placeOf(period)) : listUpdates(tx, placeOf(period), state)
      })
      updates.push(...found)
    }
    return { regency: this.regency, state: this.state, total: updates.length, updates }
  }

  protected describe({ total, state, updates }: Result) {
    return [
      `${showNumber(total)} ${state}`,
      ...updates.map(({ id, village, outcome }) => `  ${id}  ${village ?? '–'}  ${outcome ?? ''}`),
    ]
  }
}
