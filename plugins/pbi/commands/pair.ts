import { args, flags } from '@adonisjs/core/ace'
import { actingFor, records, Refused, regions, ReportingCommand, type Place, type Tx } from '#core/plugin'
import { candidatesFor } from '../services/candidates.js'
import { pair, takePerson, unpair } from '../services/pairing.js'
import { looseSubstitutes, pairByKey, type Substitute } from '../services/pairs.js'
import { nobodyLeft, pairClosed } from '../errors.js'

interface Result {
  participant: string
  /** Who now comes in for the participant. */
  substitute: Substitute | null
  /** Substitutes that wait for a participant. */
  loose: Substitute[]
}

export default class PbiPair extends ReportingCommand<Result> {
  static commandName = 'pbi:pair'
  static description = 'Show who comes in for a participant who is replaced, pair him with a substitute, or take the pair apart'

  @args.string({ description: 'Key of the participant who is replaced' }) declare participant: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Key of the substitute' }) declare substitute?: string
  @flags.boolean({ description: 'Take the first person that the register offers' }) declare first: boolean
  @flags.boolean({ description: 'Take the pair apart' }) declare release: boolean
  @flags.string({ description: 'Why the pair is taken apart' }) declare reason?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { regency, participant, substitute, release, first } = this
    const of = await actingFor('pbi', 'verify', regency, this.as)
    if ([substitute, release, first].filter(Boolean).length > 1) {
      throw new Refused('E_PBI_CHOICE', 'Sebutkan salah satu dari --substitute, --first, atau --release.')
    }
    return records.act(of, 'pbi', regency, async (tx, place): Promise<Result> => {
      if (substitute) await pair(tx, place, participant, substitute)
      if (first) await this.#takeFirst(tx, place)
      if (release) await unpair(tx, place, participant, this.reason ?? '')
      const found = await pairByKey(tx, place, participant)
      if (!found) throw pairClosed()
      return { participant, substitute: found.substitute, loose: await looseSubstitutes(tx, place) }
    })
  }

  async #takeFirst(tx: Tx, place: Place) {
    const found = await pairByKey(tx, place, this.participant)
    if (!found) throw pairClosed()
    const today = await regions.today(place.regency, tx.now)
    const [first] = await candidatesFor(tx, place, found.village, today)
    if (!first) throw nobodyLeft()
    await takePerson(tx, place, this.participant, { family: first.family.key, person: first.person.key })
  }

  protected describe({ substitute, loose }: Result) {
    return [
      substitute ? `Penggantinya ${substitute.key} (${substitute.state}).` : 'Belum ada pengganti.',
      ...loose.map(({ key, village }) => `  ${key} (${village}) belum dipasangkan`),
    ]
  }
}
