import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { actingOn, onPeriod } from '#verification/finalise/acting'
import { acceptLetter } from '#verification/finalise/index'

interface Result {
  number: string
  state: 'accepted'
}

export default class LetterAccept extends ReportingCommand<Result> {
  static commandName = 'letter:accept'
  static description = 'Accept the signed letter of a regency, as the ministry'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const letter = await onPeriod(await actingOn(this.module, this.regency, this.as, 'core.letters'), acceptLetter)
    return { number: letter.number, state: 'accepted' as const }
  }

  protected describe({ number }: Result) {
    return [`Surat nomor ${number} diterima.`]
  }
}
