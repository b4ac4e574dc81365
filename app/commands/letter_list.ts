import { flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { namedModule } from '#services/named_module'
import { namedProvince, namedRegency } from '#services/named_region'
import { scope } from '#services/scope'
import { QUEUE_STATES, wholeQueue, type QueueRow } from '#verification/finalise/desk/index'
import { FinaliseError } from '#verification/finalise/index'
import { assertPeriod, type FinalisationState } from '#verification/periods/index'

export default class LetterList extends ReportingCommand<{ letters: QueueRow[] }> {
  static commandName = 'letter:list'
  static description = 'Finalisations and letters of all regencies of a desk, those that wait longest at their step first'

  static override choices = { state: QUEUE_STATES }

  @flags.string({ description: `${QUEUE_STATES.join(', ')}; all when absent` }) declare state?: FinalisationState
  @flags.string({ description: 'Only of this province' }) declare province?: string
  @flags.string({ description: 'Only of this regency' }) declare regency?: string
  @flags.string({ description: 'Only of this module' }) declare module?: string
  @flags.string({ description: 'Only of the period with this id' }) declare period?: string
  @flags.number({ description: 'Only what has stood at its step for so many days' }) declare days?: number
  @flags.string({ description: 'Login of the person who asks; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.letters_view', this.as, (message) => new FinaliseError('E_FORBIDDEN', message))
    const filters = {
      ...(this.state ? { state: this.state } : {}),
      ...(this.province ? { province: await namedProvince(String(this.province)) } : {}),
      ...(this.regency ? { regency: await namedRegency(String(this.regency)) } : {}),
      ...(this.module ? { module: namedModule(this.module).name } : {}),
      ...(this.period ? { period: this.period } : {}),
      ...(this.days === undefined ? {} : { days: this.days }),
    }
    return scope.run(own, async (tx) => {
      if (this.period) await assertPeriod(tx, this.period)
      return { letters: await wholeQueue(tx, filters) }
    })
  }

  protected describe({ letters }: { letters: QueueRow[] }) {
    return letters.map(
      ({ regency, regencyName, periodName, state, days, number }) =>
        `${regency} ${regencyName}, ${periodName}: ${state} sejak ${days} hari${number ? `, nomor ${number}` : ''}`,
    )
  }
}
