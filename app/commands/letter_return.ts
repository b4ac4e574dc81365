import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { actingOn, onPeriod } from '#verification/finalise/acting'
import { returnFinalisation } from '#verification/finalise/index'

interface Result {
  /** Number of the letter that became void; null when none had been issued. */
  number: string | null
  state: 'open'
  reason: string
}

export default class LetterReturn extends ReportingCommand<Result> {
  static commandName = 'letter:return'
  static description = 'Open a finalised period again for a regency, as the ministry; its letter becomes void'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Why; shown to the regency and on the page of the letter', required: true }) declare reason: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'core.letters')
    const letter = await onPeriod(acting, (tx, period) => returnFinalisation(tx, period, this.reason))
    return { number: letter?.number ?? null, state: 'open' as const, reason: this.reason.trim() }
  }

  protected describe({ number }: Result) {
    return [number ? `Periode dibuka kembali; surat nomor ${number} batal.` : 'Periode dibuka kembali.']
  }
}
