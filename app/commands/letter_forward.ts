import { readFile } from 'node:fs/promises'
import { args, flags } from '@adonisjs/core/ace'
import { formatDate } from '#domain/calendar_date'
import { parseDate } from '#domain/date_text'
import { ReportingCommand } from '#services/console'
import { readSigned } from '#services/documents/signed_document'
import { actingOn, onPeriod } from '#verification/finalise/acting'
import { recordForward } from '#verification/finalise/desk/index'
import { RESULT_STEPS } from '#verification/finalise/index'

interface Result {
  period: string
  forwarded_on: string
  by: string
  scan: boolean
}

export default class LetterForward extends ReportingCommand<Result> {
  static commandName = 'letter:forward'
  static description = 'Record that the signed letter of a regency went to the governor, as its province'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Day on which it went, YYYY-MM-DD', required: true }) declare date: string
  @flags.string({ description: 'A remark, e.g. the number of the covering letter' }) declare note?: string
  @flags.string({ description: 'Scan of what the governor received: PDF, JPG or PNG' }) declare scan?: string
  @flags.string({ description: 'Id or name of the period; the newest with a signed letter when absent' }) declare period?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'core.forward')
    const scan = this.scan ? await readSigned(await readFile(this.scan)) : null
    return onPeriod(acting, RESULT_STEPS, this.period, async (tx, period): Promise<Result> => {
      const kept = await recordForward(tx, period, {
        on: parseDate(this.date),
        ...(this.note ? { note: this.note } : {}),
        ...(scan ? { scan } : {}),
      })
      return { period: period.period.name, forwarded_on: kept.forwardedOn, by: kept.byName, scan: kept.fileId !== null }
    })
  }

  protected describe({ period, forwarded_on: on }: Result) {
    return [`Surat ${period} dicatat diteruskan kepada gubernur pada ${formatDate(on)}.`]
  }
}
