import { flags } from '@adonisjs/core/ace'
import { actingFor, records, ReportingCommand, scope } from '#core/plugin'
import { noPeriod } from '../errors.js'
import { pairCounts } from '../services/pairs.js'
import { balanceOf, type VillageBalance } from '../services/quota.js'

interface Result {
  regency: string
  quota: number | null
  edition: number
  out: number
  in: number
  used: number
  free: number
  exceeded: number
  /** Places that an open objection keeps empty. */
  held: number
  replacements: { all: number; open: number; held: number }
  balances: boolean
  villages: VillageBalance[]
}

export default class PbiBalance extends ReportingCommand<Result> {
  static commandName = 'pbi:balance'
  static description = 'Show out and in of a regency against its quota; ends with 1 while it does not balance'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { regency } = this
    const of = await actingFor('pbi', 'view', regency, this.as)
    const result = await scope.run(of, async (tx): Promise<Result> => {
      const found = await records.period(tx, 'pbi', regency)
      if (!found) throw noPeriod()
      const { given, quota, edition, villages, ...sums } = await balanceOf(tx, found.place)
      const replacements = await pairCounts(tx, found.place)
      return {
        ...{ regency, quota: given?.quota ?? null, edition, out: sums.out, in: sums.in },
        ...{ used: quota.used, free: quota.free, exceeded: quota.excess, held: sums.held, replacements },
        ...{ balances: given !== null && !quota.exceeded && replacements.open + replacements.held === 0, villages },
      }
    })
    if (!result.balances) this.exitCode = 1
    return result
  }

  protected describe({ quota, edition, used, free, exceeded, held, replacements, ...sums }: Result) {
    return [
      `Data dasar ${edition}, keluar ${sums.out}, masuk ${sums.in}, hasil ${used}.`,
      `Kuota ${quota ?? 'belum dimuat'}, kosong ${free}${held > 0 ? ` (${held} ditahan sanggah)` : ''}, melebihi ${exceeded}, usul ganti tanpa pengganti ${replacements.open} dari ${replacements.all}.`,
    ]
  }
}
