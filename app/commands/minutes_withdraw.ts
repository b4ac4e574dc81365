import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { withdrawMinutes } from '#verification/minutes/index'
import { assertDecidable } from '#verification/periods/index'
import { heedLock } from '#verification/review/act'

interface Result {
  village: string
  number: string
  reason: string
}

export default class MinutesWithdraw extends ReportingCommand<Result> {
  static commandName = 'minutes:withdraw'
  static description = 'Take the minutes of a village meeting out of force; their scan and the reason stay'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Code of the village', required: true }) declare village: string
  @flags.string({ description: 'Why', required: true }) declare reason: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'verify')
    const { village, reason } = this
    const { number } = await heedLock(() =>
      scope.run(acting.scope, async (tx) =>
        withdrawMinutes(tx, await assertDecidable(tx, acting.module, this.regency, this.period), { village, reason }),
      ),
    )
    return { village, number, reason }
  }

  protected describe({ village, number }: Result) {
    return [`Berita acara nomor ${number} untuk ${village} dicabut.`]
  }
}
