import { flags } from '@adonisjs/core/ace'
import { actingFor, records, Refused, ReportingCommand, scope } from '#core/plugin'
import { quotaBoard, type NamedVillage } from '../services/quota.js'
import { balances } from '../services/sheet.js'
import { vacancyCounts } from '../services/vacancies.js'

interface Result {
  regency: string
  quota: number | null
  stage: string | null
  used: number
  free: number
  exceeded: number
  reserve: number
  vacancies: { all: number; open: number; held: number }
  balances: boolean
  villages: Pick<NamedVillage, 'code' | 'name' | 'edition' | 'limit' | 'used'>[]
}

export default class BspQuota extends ReportingCommand<Result> {
  static commandName = 'bsp:quota'
  static description = 'Show the quota of a regency and its villages; ends with 1 while it does not balance'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { regency } = this
    const of = await actingFor('bsp', 'view', regency, this.as)
    const result = await scope.run(of, async (tx): Promise<Result> => {
      const found = await records.period(tx, 'bsp', regency)
      if (!found) throw new Refused('E_BSP_NO_PERIOD', 'Belum ada periode BSP yang dibuka untuk wilayah ini.')
      const board = await quotaBoard(tx, found.place)
      const { given, quota, reserve, villages } = board
      return {
        ...{
          regency,
          quota: given?.quota ?? null,
          stage: given?.stage ?? null,
          reserve,
          balances: given !== null && balances(board),
        },
        ...{ used: quota.used, free: quota.free, exceeded: quota.excess, vacancies: await vacancyCounts(tx, found.place) },
        villages: villages.map(({ code, name, edition, limit, used }) => ({ code, name, edition, limit, used })),
      }
    })
    if (!result.balances) this.exitCode = 1
    return result
  }

  protected describe({ quota, used, free, exceeded, reserve, vacancies, villages }: Result) {
    return [
      `Kuota ${quota ?? 'belum dimuat'}, terpakai ${used}, kosong ${free}, melebihi ${exceeded}, cadangan ${reserve}, lowongan terbuka ${vacancies.open} dari ${vacancies.all}.`,
      ...villages
        .filter((village) => village.used > village.limit)
        .map(({ code, name, used: of, limit }) => `  ${code} ${name}: ${of} dari ${limit}`),
    ]
  }
}
