import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { actingOn, onPeriod } from '#verification/finalise/acting'
import { acceptLetter } from '#verification/finalise/index'

interface Result {
  number: string
  period: string
  state: 'accepted'
}

export default class LetterAccept extends ReportingCommand<Result> {
  static commandName = 'letter:accept'
  static description = 'Accept the signed letter of a regency, as the ministry'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string
  @flags.string({ description: 'Id or name of the period; the newest whose signed letter waits when absent' })
  declare period?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'core.letters')
    const letter = await onPeriod(acting, ['letter_uploaded'], this.period, acceptLetter)
    return { number: letter.number, period: letter.periodName, state: 'accepted' as const }
  }

  protected describe({ number, period }: Result) {
    return [`Surat nomor ${number} untuk ${period} diterima.`]
  }
}
