import { args, flags } from '@adonisjs/core/ace'
import { parseDate } from '#domain/date_text'
import { formatDate } from '#domain/calendar_date'
import { namedModule } from '#services/named_module'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { PeriodError } from '#verification/periods/errors'
import { extendPeriod, type ChangedPeriod } from '#verification/periods/index'

export default class PeriodExtend extends ReportingCommand<ChangedPeriod> {
  static commandName = 'period:extend'
  static description =
    'Move the last day of a period, for all regencies or for one; a closed one opens again, for all with a reason'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'New last day, YYYY-MM-DD', required: true }) declare until: string
  @flags.string({ description: 'Only for this regency' }) declare regency?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.number({ description: 'Days of finalising after the last day, for all regencies; as they are when absent' })
  declare finaliseDays?: number
  @flags.string({ description: 'Reason, kept in the log' }) declare reason?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { actor } = await actAtDesk('core.periods', this.as, (message) => new PeriodError('E_FORBIDDEN', message))
    return extendPeriod({
      ...{ module: namedModule(this.module), untilOn: parseDate(this.until), actor },
      ...(this.regency ? { regency: String(this.regency) } : {}),
      ...(this.period ? { period: this.period } : {}),
      ...(this.finaliseDays === undefined ? {} : { finaliseDays: this.finaliseDays }),
      ...(this.reason ? { reason: this.reason } : {}),
    })
  }

  protected describe({ name, until_on: until, regency }: ChangedPeriod) {
    return [`${name} berlaku sampai ${formatDate(until)}${regency ? ` untuk ${regency}` : ''}.`]
  }
}
