import { args, flags } from '@adonisjs/core/ace'
import { actorByLogin } from '#services/actors'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { namedDistrict, namedVillage } from '#services/named_region'
import { scope, type Tx } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { askOutcome } from '#verification/lists/bulk/acts'
import { finishedAct } from '#verification/lists/bulk/finished'
import { namedSelection, type NamedSelection } from '#verification/lists/bulk/named_selection'
import { outcomeTally, type OutcomeTally } from '#verification/lists/bulk/tally'
import { assertOpen, placeOf } from '#verification/periods/index'
import { ReviewError } from '#verification/review/errors'
import type { Place } from '#verification/store/index'

interface Result {
  /** What outcome:undo takes; null where it was only asked what would be done. */
  id: string | null
  module: string
  outcome: string
  chosen: number
  /** Records that get the outcome; of those, the ones nobody had touched and the ones that came back from the village. */
  able: number
  untouched: number
  returned: number
  /** Of that outcome already; decided already; with an open clash; of a kind the outcome is not for. */
  left_out: { settled: number; decided: number; conflicting: number; unfit: number }
  /** What was done; of those records, the ones that have a blocking problem since. */
  changed: number
  blocking: number
}

export default class OutcomeGive extends ReportingCommand<Result> {
  static commandName = 'outcome:give'
  static description =
    'Give one outcome to many records at once, by their keys or all that match, as a job that can be taken back'
  static help = [
    '  --dry-run             says how many would get it and who is left out; nothing is changed',
    '  --whole               every record of the list; without it at least one key or filter is needed',
    '  --expect N            gives it only if exactly so many records would get it',
  ]

  @args.string({ description: 'Code of the outcome, e.g. not_found' }) declare outcome: string
  @flags.array({ description: 'Key of a record; repeat for more' }) declare key?: string[]
  @flags.string({ description: 'existing (when absent), repair, new or all' }) declare list?: string
  @flags.boolean({ description: 'The whole list, without any filter' }) declare whole: boolean
  @flags.string({ description: 'Only this district' }) declare district?: string
  @flags.string({ description: 'Only this village' }) declare village?: string
  @flags.string({ description: 'Only records that have this outcome now' }) declare having?: string
  @flags.string({ description: 'Only records in this state, e.g. untouched or received' }) declare state?: string
  @flags.string({ description: 'Only records with problems: block, warn, inherited, conflict or none' }) declare problem?: string
  @flags.string({ description: 'Only records of this decile' }) declare decile?: string
  @flags.string({ description: 'Only records that came last from this import file' }) declare file?: string
  @flags.string({ description: 'Only records that this search finds: a name, a NIK, a No KK, a register id' })
  declare search?: string
  @flags.boolean({ description: 'Only say what would be done' }) declare dryRun: boolean
  @flags.number({ description: 'Give it only if exactly so many records get it' }) declare expect?: number
  @flags.string({ description: 'Why; needed unless --dry-run' }) declare reason?: string
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string
  @flags.string({ description: 'Verification module; the first installed when absent' }) declare module?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string

  protected async perform(): Promise<Result> {
    const { user } = await actorByLogin(this.as)
    const of = await actingOn(this.module, user.regionCode, this.as, 'verify')
    const [district, village] = [await namedDistrict(this.district, of.regency), await namedVillage(this.village, of.regency)]
    const asked = namedSelection(of.module, this.#named(district, village))
    const { tally, act } = await scope.run(of.scope, async (tx) => {
      const place = placeOf(await assertOpen(tx, of.module, of.regency, this.period))
      const counted = await outcomeTally(tx, place, asked.selection, this.outcome)
      return { tally: counted, act: this.dryRun ? null : await this.#ask(tx, place, asked, counted) }
    })
    const { chosen, able, untouched, returned, settled, decided, conflicting, unfit } = tally
    const { changed, blocking } = act ? await finishedAct(of.scope, of.regency, act, 'done') : { changed: 0, blocking: 0 }
    return {
      ...{ id: act, module: of.module.name, outcome: this.outcome, chosen, able: able.length, untouched, returned },
      ...{ left_out: { settled, decided, conflicting, unfit }, changed, blocking },
    }
  }

  async #ask(tx: Tx, place: Place, asked: ReturnType<typeof namedSelection>, { able, token }: OutcomeTally): Promise<string> {
    if (able.length === 0) {
      throw new ReviewError(
        'E_SELECTION_EMPTY',
        'Tidak satu pun data pilihan ini dapat diberi hasil itu. Lihat rinciannya dengan --dry-run.',
      )
    }
    if (this.expect !== undefined && this.expect !== able.length) {
      const [wanted, now] = [showNumber(this.expect), showNumber(able.length)]
      throw new ReviewError('E_SELECTION_CHANGED', `Yang akan diberi hasil ${now} data, bukan ${wanted}. Belum ada yang diubah.`)
    }
    const shown = { count: able.length, token }
    const answer = await askOutcome(tx, place, { ...asked, outcome: this.outcome, reason: this.reason ?? '', shown })
    if (answer.status === 'changed') throw new ReviewError('E_SELECTION_CHANGED', 'Pilihan ini baru saja berubah. Ulangi.')
    return answer.act
  }

  #named(district: string | undefined, village: string | undefined): NamedSelection {
    const { key: keys, list, whole, having: outcome, state, problem, decile, file, search } = this
    const given = Object.entries({ list, district, village, outcome, state, problem, decile, file, search })
    return { keys, whole, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) }
  }

  protected describe({ id, outcome, chosen, able, left_out: left, changed, blocking }: Result) {
    const [settled, decided, conflicting, unfit] = [left.settled, left.decided, left.conflicting, left.unfit].map((count) =>
      showNumber(count),
    )
    return [
      id
        ? `${id}: ${showNumber(changed)} data diberi hasil ${outcome}`
        : `${showNumber(able)} dari ${showNumber(chosen)} data akan diberi hasil ${outcome}; belum ada yang diubah`,
      `Tidak ikut: ${settled} sudah demikian, ${decided} sudah diputuskan, ${conflicting} bentrok, ${unfit} tidak sesuai jenisnya`,
      ...(blocking ? [`${showNumber(blocking)} data kini memiliki masalah penghalang`] : []),
    ]
  }
}
