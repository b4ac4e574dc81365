import { args, flags } from '@adonisjs/core/ace'
import { namedModule } from '#services/named_module'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { PeriodError } from '#verification/periods/errors'
import { choosePeriodOf, closePeriod, closingImpact, type ChangedPeriod, type ClosingImpact } from '#verification/periods/index'

type Result = ChangedPeriod & { dry_run: boolean; impact: ClosingImpact }

export default class PeriodClose extends ReportingCommand<Result> {
  static commandName = 'period:close'
  static description = 'Close the open period of a module: imports and edits stop, running ones finish, finalising stays possible'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.number({ description: 'Days in which finalising stays possible; those of the opening when absent' })
  declare finaliseDays?: number
  @flags.string({ description: 'Reason, kept in the log' }) declare reason?: string
  @flags.boolean({ description: 'Tell what closing would stop and leave unfinished, and change nothing' })
  declare dryRun: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const module = namedModule(this.module)
    const acting = await actAtDesk('core.periods', this.as, (message) => new PeriodError('E_FORBIDDEN', message))
    const { chosen, impact } = await scope.run(acting.scope, async (tx) => {
      const found = await choosePeriodOf(tx, module, this.period)
      return { chosen: found, impact: await closingImpact(tx, found.id) }
    })
    const request = {
      period: chosen.id,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.finaliseDays === undefined ? {} : { finaliseDays: this.finaliseDays }),
    }
    const changed = this.dryRun ? chosen : await closePeriod(module, acting.actor, request)
    return { ...changed, dry_run: Boolean(this.dryRun), impact }
  }

  protected describe({ name, dry_run: rehearsed, impact }: Result) {
    const { imports, unfinalised } = impact
    const left = `${imports.length} import berjalan diselesaikan; ${unfinalised.length} kabupaten/kota belum final.`
    return rehearsed
      ? [`Bila ${name} ditutup: ${left}`]
      : [`${name} ditutup. Import dan perubahan berhenti; finalisasi masih dapat dilakukan selama masanya. ${left}`]
  }
}
