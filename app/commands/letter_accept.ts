import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { actingOn, onPeriod } from '#verification/finalise/acting'
import { acceptAtDesk } from '#verification/finalise/desk/index'

interface Result {
  number: string
  period: string
  state: 'accepted'
  /** Whether the QR of the scan was read when it was uploaded. */
  qr: 'read' | 'unreadable' | null
}

export default class LetterAccept extends ReportingCommand<Result> {
  static commandName = 'letter:accept'
  static description = 'Accept the signed letter of a regency, as the ministry'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string
  @flags.string({ description: 'Id or name of the period; the newest whose signed letter waits when absent' })
  declare period?: string
  @flags.string({ description: 'A remark, kept with the step' }) declare reason?: string
  @flags.boolean({ description: 'The ministry has looked at the scan, although its QR could not be read' })
  declare confirm: boolean

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'core.letters')
    const judgement = { confirmed: this.confirm, ...(this.reason ? { reason: this.reason } : {}) }
    const letter = await onPeriod(acting, ['letter_uploaded'], this.period, (tx, period) => acceptAtDesk(tx, period, judgement))
    return { number: letter.number, period: letter.periodName, state: 'accepted' as const, qr: letter.scanQr }
  }

  protected describe({ number, period, qr }: Result) {
    return [`Surat nomor ${number} untuk ${period} diterima${qr === 'read' ? '' : ' (QR tidak terbaca)'}.`]
  }
}
