import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { noRight } from '#services/announcements/errors'
import { ReportingCommand } from '#services/console'
import { showNumber, showShare } from '#services/format'
import { namedModule } from '#services/named_module'
import { namedProvince } from '#services/named_region'
import { nationalProgress, periodsOfModule } from '#services/progress/national'
import { ranked, readProgressFilters, type Ranked } from '#services/progress/ranking'
import { scope } from '#services/scope'

interface Result {
  period: string | null
  regencies: Ranked[]
}

export default class ProgressList extends ReportingCommand<Result> {
  static commandName = 'progress:list'
  static description = 'How far every regency got in the newest period of a module, ranked'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Only this province, by its code' }) declare province?: string
  @flags.string({ description: 'Id or name of a period; the newest when absent' }) declare period?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.progress', this.as, noRight)
    const module = namedModule(this.module)
    const province = await namedProvince(this.province)
    return scope.run(own, async (tx) => {
      const periods = await periodsOfModule(tx, module)
      const period = this.period ? periods.find(({ id, name }) => id === this.period || name === this.period) : periods[0]
      if (this.period && !period) {
        const known = periods.map(({ name }) => `"${name}"`).join(', ')
        const sentence = `Tidak ada periode ${module.words.short} "${this.period}". Yang ada: ${known || 'belum ada'}.`
        throw Object.assign(new Error(sentence), { code: 'E_PERIOD_UNKNOWN' })
      }
      const all = period ? await nationalProgress(tx, module, period.id) : []
      const filters = readProgressFilters(province ? { provinsi: province } : {})
      return { period: period?.name ?? null, regencies: ranked(all, filters) }
    })
  }

  protected describe({ period, regencies }: Result) {
    return [
      `${period ?? 'Belum ada periode'}: ${showNumber(regencies.length)} kabupaten/kota.`,
      ...regencies.map((row) => `${row.rank}. ${row.code} ${row.name}: ${showShare(row.touched, row.records)} (${row.standing})`),
    ]
  }
}
