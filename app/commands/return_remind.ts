import { flags } from '@adonisjs/core/ace'
import { actorByLogin } from '#services/actors'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { namedVillage } from '#services/named_region'
import { actingOn } from '#verification/finalise/acting'
import { remind } from '#verification/returns/ledger'
import { actOn } from '#verification/review/act'

interface Result {
  module: string
  /** Records of which the operator was told. */
  reminded: number
}

export default class ReturnRemind extends ReportingCommand<Result> {
  static commandName = 'return:remind'
  static description = 'Note that operators were told of what waits for them'

  @flags.string({ description: 'Only returns of this village' }) declare village?: string
  @flags.string({
    description: 'Only returns of this operator, as his files name him; empty for what was typed at the office',
    allowEmptyValue: true,
  })
  declare operator?: string
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string
  @flags.string({ description: 'Verification module; the first installed when absent' }) declare module?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string

  protected async perform() {
    const { user } = await actorByLogin(this.as)
    const of = await actingOn(this.module, user.regionCode, this.as, 'verify')
    const asked = { village: await namedVillage(this.village, of.regency), operator: this.operator }
    const reminded = await actOn(of.scope, of.module, of.regency, (tx, place) => remind(tx, place, asked), this.period)
    return { module: of.module.name, reminded }
  }

  protected describe({ reminded }: Result) {
    return [`${showNumber(reminded)} data dicatat sudah diingatkan`]
  }
}
