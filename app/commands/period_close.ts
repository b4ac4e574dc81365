import { args } from '@adonisjs/core/ace'
import { registry } from '#kernel/registry'
import { ReportingCommand } from '#services/console'
import { CONSOLE } from '#services/scope'
import { closePeriod, type ChangedPeriod } from '#verification/periods/index'

export default class PeriodClose extends ReportingCommand<ChangedPeriod> {
  static commandName = 'period:close'
  static description = 'Close the open period of a module: imports and edits stop, finalising stays possible for its days'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string

  protected perform() {
    return closePeriod(registry.module(this.module), CONSOLE)
  }

  protected describe({ name }: ChangedPeriod) {
    return [`${name} ditutup. Import dan perubahan berhenti; finalisasi masih dapat dilakukan selama masanya.`]
  }
}
