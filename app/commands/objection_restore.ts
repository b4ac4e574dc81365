import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { actingOnObjections } from '#verification/objections/acting'
import { objectionById, restoreWaiting } from '#verification/objections/index'
import { toldObjection, type ToldObjection } from '#verification/objections/told'
import { heedLock } from '#verification/review/act'

export default class ObjectionRestore extends ReportingCommand<ToldObjection> {
  static commandName = 'objection:restore'
  static description = 'Put back now what a granted objection makes wait for the next period; each night does it by itself'

  @args.string({ description: 'Id or receipt number' }) declare objection: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const acting = await actingOnObjections(this.regency, this.as)
    return heedLock(() =>
      scope.run(acting.scope, async (tx) => {
        const objection = await objectionById(tx, this.regency, this.objection, true)
        acting.assertMay(objection.module)
        await restoreWaiting(tx, objection)
        return toldObjection(await objectionById(tx, this.regency, objection.id))
      }),
    )
  }

  protected describe({ receipt, restored_period: period }: ToldObjection) {
    return [`${receipt} dipulihkan pada ${period ?? '–'}.`]
  }
}
