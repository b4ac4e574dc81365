import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { actingOnObjections } from '#verification/objections/acting'
import { decideObjection, isObjectionTake, ObjectionError, objectionById } from '#verification/objections/index'
import { toldObjection, type ToldObjection } from '#verification/objections/told'
import { heedLock } from '#verification/review/act'

export default class ObjectionDecide extends ReportingCommand<ToldObjection> {
  static commandName = 'objection:decide'
  static description = 'Grant or dismiss an objection, or note that it was withdrawn; a granted one takes effect at once'

  @args.string({ description: 'Id or receipt number' }) declare objection: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'grant, dismiss or withdraw', required: true }) declare take: string
  @flags.string({ description: 'Why; the objector reads it', required: true }) declare reason: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { take, reason, regency } = this
    if (!isObjectionTake(take))
      throw new ObjectionError('E_OBJECTION_FIELDS', 'Pilihan --take adalah grant, dismiss, atau withdraw.', {
        take: 'Tidak dikenal.',
      })
    const acting = await actingOnObjections(regency, this.as)
    return heedLock(() =>
      scope.run(acting.scope, async (tx) => {
        acting.assertMay((await objectionById(tx, regency, this.objection)).module)
        return toldObjection(await decideObjection(tx, regency, this.objection, { take, reason }))
      }),
    )
  }

  protected describe({ receipt, state, restoration }: ToldObjection) {
    return [`${receipt}: ${state}${restoration ? `, pemulihan ${restoration}` : ''}.`]
  }
}
