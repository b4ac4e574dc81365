import { flags } from '@adonisjs/core/ace'
import { formatDate } from '#domain/calendar_date'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { namedModule } from '#services/named_module'
import { namedProvince } from '#services/named_region'
import { scope } from '#services/scope'
import { PeriodError } from '#verification/periods/errors'
import { periodRequests, REQUEST_STATES, type PeriodRequest, type RequestState } from '#verification/periods/requests/index'

export default class PeriodRequests extends ReportingCommand<{ requests: PeriodRequest[] }> {
  static commandName = 'period:requests'
  static description = 'Requests of regencies for more days or for opening again, those that wait longest first'

  static override choices = { state: REQUEST_STATES }

  @flags.string({ description: `${REQUEST_STATES.join(', ')}; all when absent` }) declare state?: RequestState
  @flags.string({ description: 'Only of this province' }) declare province?: string
  @flags.string({ description: 'Only of this module' }) declare module?: string
  @flags.string({ description: 'Login of the person who asks; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.periods', this.as, (message) => new PeriodError('E_FORBIDDEN', message))
    const filters = {
      ...(this.state ? { state: this.state } : {}),
      ...(this.province ? { province: await namedProvince(String(this.province)) } : {}),
      ...(this.module ? { module: namedModule(this.module).name } : {}),
    }
    return { requests: await scope.run(own, (tx) => periodRequests(tx, filters)) }
  }

  protected describe({ requests }: { requests: PeriodRequest[] }) {
    return requests.map(
      ({ id, regencyName, kind, periodName, untilOn, state }) =>
        `${regencyName}: ${kind} ${periodName} sampai ${formatDate(untilOn)} (${state}): ${id}`,
    )
  }
}
