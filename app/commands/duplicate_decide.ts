import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { actOn } from '#verification/review/act'
import { locate } from '#verification/review/locate'
import { decideDuplicate, VERDICTS, type Decided, type Verdict } from '#verification/duplicates/decide'

const SIDES = ['left', 'right'] as const

export default class DuplicateDecide extends ReportingCommand<Decided> {
  static commandName = 'duplicate:decide'
  static description = 'Decide on two records in which the same persons may stand, by their keys, as a supervisor'
  static help = [
    '  --verdict different   other persons; no record changes and the pair is never asked about again',
    '  --verdict same        the persons belong to the kept record and are taken out of the other',
    '  --verdict twice       one household recorded twice; the kept record takes what the other knows more',
  ]

  static override choices = { verdict: VERDICTS, keep: SIDES }

  @args.string({ description: 'Key of one record' }) declare left: string
  @args.string({ description: 'Key of the other; the same key where a person stands in one record twice' }) declare right: string
  @flags.string({ description: VERDICTS.join(', '), required: true }) declare verdict: Verdict
  @flags.string({ description: 'left or right: the record that keeps the persons or the household' })
  declare keep?: (typeof SIDES)[number]
  @flags.string({ description: 'Why' }) declare reason?: string
  @flags.boolean({ description: 'Accept what was written where nothing stands against it' }) declare accept: boolean
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string

  protected async perform() {
    const located = await locate(this.as, this.left, this.period)
    const { left, right, verdict, keep: kept, reason, accept } = this
    const asked = { left, right, verdict, kept, reason, accept }
    return actOn(located.scope, located.module, located.regency, (tx, place) => decideDuplicate(tx, place, asked), this.period)
  }

  protected describe({ id, verdict, accepted }: Decided) {
    return [`${id}: ${verdict}${accepted === null ? '' : accepted ? ', diterima' : ', menunggu diterima'}`]
  }
}
