import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { actOn } from '#verification/review/act'
import { locate } from '#verification/review/locate'
import { decideDuplicate, VERDICTS, type Decided } from '#verification/duplicates/decide'
import { DuplicateError } from '#verification/duplicates/errors'

export default class DuplicateDecide extends ReportingCommand<Decided> {
  static commandName = 'duplicate:decide'
  static description = 'Decide on two records in which the same persons may stand, by their keys, as a supervisor'
  static help = [
    '  --verdict different   other persons; no record changes and the pair is never asked about again',
    '  --verdict same        the persons belong to the kept record and are taken out of the other',
    '  --verdict twice       one household recorded twice; the kept record takes what the other knows more',
  ]

  @args.string({ description: 'Key of one record' }) declare left: string
  @args.string({ description: 'Key of the other; the same key where a person stands in one record twice' }) declare right: string
  @flags.string({ description: VERDICTS.join(', '), required: true }) declare verdict: string
  @flags.string({ description: 'left or right: the record that keeps the persons or the household' }) declare keep?: string
  @flags.string({ description: 'Why' }) declare reason?: string
  @flags.boolean({ description: 'Accept what was written where nothing stands against it' }) declare accept: boolean
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string

  protected async perform() {
    const verdict = VERDICTS.find((known) => known === this.verdict)
    const kept = (['left', 'right'] as const).find((side) => side === this.keep)
    if (!verdict || (this.keep !== undefined && !kept)) {
      throw new DuplicateError('E_DUPLICATE_CHOICE', `Pilih --verdict ${VERDICTS.join(', ')} dan --keep left atau right.`)
    }
    const located = await locate(this.as, this.left, this.period)
    const asked = { left: this.left, right: this.right, verdict, kept, reason: this.reason, accept: this.accept }
    return actOn(located.scope, located.module, located.regency, (tx, place) => decideDuplicate(tx, place, asked), this.period)
  }

  protected describe({ id, verdict, accepted }: Decided) {
    return [`${id}: ${verdict}${accepted === null ? '' : accepted ? ', diterima' : ', menunggu diterima'}`]
  }
}
