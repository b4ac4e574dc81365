import { args, flags } from '@adonisjs/core/ace'
import { formatDate } from '#domain/calendar_date'
import { parseDate } from '#domain/date_text'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { reopenForRequest } from '#verification/finalise/judgement'
import { PeriodError } from '#verification/periods/errors'
import { grantRequest, refuseRequest, type PeriodRequest } from '#verification/periods/requests/index'

export default class PeriodAnswer extends ReportingCommand<PeriodRequest> {
  static commandName = 'period:answer'
  static description = 'Grant or refuse the request of a regency, as the ministry; a reopened letter becomes void'

  @args.string({ description: 'Id of the request, from period:requests' }) declare id: string
  @flags.boolean({ description: 'Grant it' }) declare grant: boolean
  @flags.boolean({ description: 'Refuse it' }) declare refuse: boolean
  @flags.string({ description: 'Why; the regency reads it', required: true }) declare reason: string
  @flags.string({ description: 'Last day granted, YYYY-MM-DD; the asked one when absent' }) declare until?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    if (Boolean(this.grant) === Boolean(this.refuse)) {
      throw new PeriodError('E_REQUEST_STATE', 'Pilih salah satu: --grant atau --refuse.')
    }
    const { scope: own } = await actAtDesk('core.periods', this.as, (message) => new PeriodError('E_FORBIDDEN', message))
    const until = this.until === undefined ? {} : { untilOn: parseDate(this.until) }
    return scope.run(own, (tx) =>
      this.grant
        ? grantRequest(tx, this.id, { answer: this.reason, ...until }, reopenForRequest)
        : refuseRequest(tx, this.id, this.reason),
    )
  }

  protected describe({ regencyName, periodName, state, grantedUntil }: PeriodRequest) {
    const told = state === 'granted' ? `dikabulkan sampai ${formatDate(grantedUntil!)}` : 'ditolak'
    return [`Permohonan ${regencyName} untuk ${periodName} ${told}.`]
  }
}
