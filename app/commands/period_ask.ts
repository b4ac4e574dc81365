import { args, flags } from '@adonisjs/core/ace'
import { formatDate } from '#domain/calendar_date'
import { parseDate } from '#domain/date_text'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { periodOfLetter } from '#verification/periods/index'
import { askable, askPeriod, type PeriodRequest, type RequestKind } from '#verification/periods/requests/index'
import { PeriodError } from '#verification/periods/errors'

export default class PeriodAsk extends ReportingCommand<PeriodRequest> {
  static commandName = 'period:ask'
  static description = 'Ask the ministry for more days, or to open a finalised period again, as a regency'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Last day asked for, YYYY-MM-DD', required: true }) declare until: string
  @flags.string({ description: 'Why; the ministry reads it', required: true }) declare reason: string
  @flags.string({ description: 'extension or reopening; what the state of the period allows when absent' }) declare kind?: string
  @flags.string({ description: 'Id or name of the period; the newest, or the one whose letter waits, when absent' })
  declare period?: string
  @flags.string({ description: 'Login of the person who asks; the console when absent' }) declare as?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'core.ask_period')
    return scope.run(acting.scope, async (tx) => {
      const period = await periodOfLetter(tx, acting.module, acting.regency, this.period)
      const kind = this.#kind() ?? askable(period)
      if (!kind) throw new PeriodError('E_REQUEST_STATE', 'Tidak ada yang dapat diminta untuk periode ini sekarang.')
      return askPeriod(tx, period, { kind, untilOn: parseDate(this.until), reason: this.reason })
    })
  }

  protected describe({ id, kind, regencyName, periodName, untilOn }: PeriodRequest) {
    const asked = kind === 'extension' ? 'perpanjangan' : 'pembukaan kembali'
    return [`${regencyName} meminta ${asked} ${periodName} sampai ${formatDate(untilOn)}: ${id}`]
  }

  #kind(): RequestKind | undefined {
    if (this.kind === undefined || this.kind === 'extension' || this.kind === 'reopening') return this.kind
    throw new PeriodError('E_REQUEST_STATE', 'Pilihan --kind adalah extension atau reopening.')
  }
}
