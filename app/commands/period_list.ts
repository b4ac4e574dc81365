import { args, flags } from '@adonisjs/core/ace'
import { formatDate } from '#domain/calendar_date'
import { namedModule } from '#services/named_module'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { PeriodError } from '#verification/periods/errors'
import { periodLines, type PeriodLine } from '#verification/periods/index'

export default class PeriodList extends ReportingCommand<{ periods: PeriodLine[] }> {
  static commandName = 'period:list'
  static description = 'Periods of a module with what they allow today and how far the regencies are'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Login of the person who asks; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.periods', this.as, (message) => new PeriodError('E_FORBIDDEN', message))
    return { periods: await scope.run(own, (tx) => periodLines(tx, namedModule(this.module))) }
  }

  protected describe({ periods }: { periods: PeriodLine[] }) {
    return periods.map(
      ({ id, name, phase, opensOn, closesOn, regencies, states }) =>
        `${name} (${phase}), ${formatDate(opensOn)} sampai ${formatDate(closesOn)}: ${regencies} kabupaten/kota, ${states.accepted} diterima: ${id}`,
    )
  }
}
