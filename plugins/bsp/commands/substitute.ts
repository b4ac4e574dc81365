import { args, flags } from '@adonisjs/core/ace'
import { actingFor, Refused, records, regions, ReportingCommand } from '#core/plugin'
import { candidatesFor } from '../services/candidates.js'
import { closed, unregistered } from '../errors.js'
import { takeFamily } from '../services/substitutes.js'
import { vacancyByKey } from '../services/vacancies.js'

interface Result {
  vacancy: string
  proposed: { family: string; village: string; percentile: number | null; reach: string }[]
  /** Key of the substitute's record; absent where only proposals were asked for. */
  substitute?: string
}

export default class BspSubstitute extends ReportingCommand<Result> {
  static commandName = 'bsp:substitute'
  static description = 'List the ranked substitutes of a vacancy, or take one of them'

  @args.string({ description: 'Key of the family that went out' }) declare vacancy: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Key of the BDT family to take' }) declare family?: string
  @flags.boolean({ description: 'Take the first that is proposed' }) declare first: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { regency, vacancy: key } = this
    const of = await actingFor('bsp', 'verify', regency, this.as)
    if (this.family && this.first) throw new Refused('E_BSP_CHOICE', 'Sebutkan --family atau --first, bukan keduanya.')
    return records.act(of, 'bsp', regency, async (tx, place): Promise<Result> => {
      const vacancy = await vacancyByKey(tx, place, key)
      if (!vacancy) throw closed()
      const found = await candidatesFor(tx, place, vacancy.village, await regions.today(regency, tx.now))
      const proposed = found.map(({ family, reach }) => ({
        ...{ family: family.key, village: family.village, percentile: family.percentile, reach },
      }))
      const chosen = this.first ? proposed[0]?.family : this.family
      if (this.first && !chosen) throw unregistered()
      return { vacancy: key, proposed, ...(chosen ? { substitute: (await takeFamily(tx, place, key, chosen)).key } : {}) }
    })
  }

  protected describe({ proposed, substitute }: Result) {
    return [
      ...(substitute ? [`Pengganti dipilih: ${substitute}. Terima usulannya seperti perubahan lain.`] : []),
      ...proposed.map(
        ({ family, village, percentile, reach }) => `${family} (${village}, persentil ${percentile ?? '–'}, ${reach})`,
      ),
    ]
  }
}
