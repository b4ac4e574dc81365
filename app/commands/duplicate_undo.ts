import { args, flags } from '@adonisjs/core/ace'
import { actorByLogin } from '#services/actors'
import { ReportingCommand } from '#services/console'
import { actingOn } from '#verification/finalise/acting'
import { actOn } from '#verification/review/act'
import { undoDecision } from '#verification/duplicates/undo'

interface Result {
  id: string
  undone: true
}

export default class DuplicateUndo extends ReportingCommand<Result> {
  static commandName = 'duplicate:undo'
  static description = 'Take a decision on a possible duplicate back: the records are again what they were before'

  @args.string({ description: 'Id that duplicate:decide printed' }) declare id: string
  @flags.string({ description: 'Why' }) declare reason?: string
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string
  @flags.string({ description: 'Verification module; the first installed when absent' }) declare module?: string

  protected async perform() {
    const { user } = await actorByLogin(this.as)
    const of = await actingOn(this.module, user.regionCode, this.as, 'verify')
    await actOn(of.scope, of.module, of.regency, (tx, place) => undoDecision(tx, place, this.id, this.reason))
    return { id: this.id, undone: true as const }
  }

  protected describe({ id }: Result) {
    return [`${id}: dibatalkan`]
  }
}
