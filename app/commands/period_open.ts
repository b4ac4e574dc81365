import { args, flags } from '@adonisjs/core/ace'
import { parseDate } from '#domain/date_text'
import { formatDate } from '#domain/calendar_date'
import { namedModule } from '#services/named_module'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { actAtDesk } from '#services/acting'
import { PeriodError } from '#verification/periods/errors'
import { openPeriod, type OpenedPeriod } from '#verification/periods/index'

export default class PeriodOpen extends ReportingCommand<OpenedPeriod> {
  static commandName = 'period:open'
  static description = 'Open a period of verification on an edition; the edition is published and never changes again'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Id of the edition', required: true }) declare edition: string
  @flags.string({ description: 'Name, e.g. "Periode I 2019"', required: true }) declare name: string
  @flags.string({ description: 'Last day of imports and edits, YYYY-MM-DD', required: true }) declare until: string
  @flags.string({ description: 'First day, YYYY-MM-DD; today unless told' }) declare from?: string
  @flags.number({ description: 'Days after the last day in which finalising stays possible', default: 14 })
  declare finaliseDays: number
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { actor } = await actAtDesk('core.periods', this.as, (message) => new PeriodError('E_FORBIDDEN', message))
    return openPeriod({
      ...{ module: namedModule(this.module), editionId: this.edition, name: this.name, untilOn: parseDate(this.until) },
      ...(this.from ? { opensOn: parseDate(this.from) } : {}),
      ...{ finaliseDays: this.finaliseDays, actor },
      onRegency: (regency, done, total) => this.tell(`${regency} (${done}/${total})`),
    })
  }

  protected describe(period: OpenedPeriod) {
    return [
      `${period.name} dibuka sampai ${formatDate(period.until_on)} untuk ${period.regencies.length} kabupaten/kota, ${showNumber(period.records)} data: ${period.id}`,
    ]
  }
}
