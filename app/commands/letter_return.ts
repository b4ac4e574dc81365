import { args, flags } from '@adonisjs/core/ace'
import { formatDate } from '#domain/calendar_date'
import { parseDate } from '#domain/date_text'
import { ReportingCommand } from '#services/console'
import { actingOn, onPeriod } from '#verification/finalise/acting'
import { returnAtDesk } from '#verification/finalise/desk/index'
import { WAITING } from '#verification/periods/index'

interface Result {
  /** Number of the letter that became void; null when none had been issued. */
  number: string | null
  period: string
  state: 'open'
  reason: string
  /** Last day of imports and edits, and last day of decisions and of finalising again. */
  until_on: string
  finalise_until: string
}

export default class LetterReturn extends ReportingCommand<Result> {
  static commandName = 'letter:return'
  static description = 'Open a finalised period again for a regency, as the ministry; its letter becomes void'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Why; shown to the regency and on the page of the letter', required: true }) declare reason: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string
  @flags.string({ description: 'Id or name of the period; the newest that is finalised and not accepted when absent' })
  declare period?: string
  @flags.string({ description: 'Last day of work that the return grants, YYYY-MM-DD; at least a week from today when absent' })
  declare until?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'core.letters')
    const until = this.until === undefined ? {} : { until: parseDate(this.until) }
    return onPeriod(acting, WAITING, this.period, async (tx, period): Promise<Result> => {
      const { letter, closesOn, finaliseUntil } = await returnAtDesk(tx, period, { reason: this.reason, ...until })
      return {
        ...{ number: letter?.number ?? null, period: period.period.name, state: 'open', reason: this.reason.trim() },
        ...{ until_on: closesOn, finalise_until: finaliseUntil },
      }
    })
  }

  protected describe({ number, period, until_on: until, finalise_until: last }: Result) {
    const opened = `${period} dibuka kembali untuk ${this.regency}: perbaikan sampai ${formatDate(until)}, finalisasi sampai ${formatDate(last)}.`
    return [opened, ...(number ? [`Surat nomor ${number} batal.`] : [])]
  }
}
