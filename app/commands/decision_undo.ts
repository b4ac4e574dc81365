import { args, flags } from '@adonisjs/core/ace'
import { actorByLogin } from '#services/actors'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { actingOn } from '#verification/finalise/acting'
import { actOn } from '#verification/review/act'
import { planActUndo } from '#verification/undo/plan'
import { undoAct } from '#verification/undo/undo'

interface Result {
  id: string
  /** False where it was only asked what would be done. */
  undone: boolean
  /** Records put back; of those, the ones that had no working copy before. */
  restored: number
  removed: number
  /** Records left alone because somebody worked on them since, or because a problem would block them; the first of them by key. */
  left: number
  left_examples: { household: string; because: string; by: string; at: string }[]
}

export default class DecisionUndo extends ReportingCommand<Result> {
  static commandName = 'decision:undo'
  static description =
    'Take a decision or an edit back, of one record or of many at once, where nobody worked on its records since'

  @args.string({ description: 'Id of the decision, as decision:list gives it' }) declare id: string
  @flags.boolean({ description: 'Only say what would be done' }) declare dryRun: boolean
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string
  @flags.string({ description: 'Verification module; the first installed when absent' }) declare module?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string

  protected async perform() {
    const { user } = await actorByLogin(this.as)
    const of = await actingOn(this.module, user.regionCode, this.as, 'verify')
    const plan = await actOn(
      of.scope,
      of.module,
      of.regency,
      async (tx, place) => {
        const previewed = await planActUndo(tx, place, this.id)
        if (!this.dryRun) await undoAct(tx, place, this.id, previewed.token)
        return previewed
      },
      this.period,
    )
    return {
      ...{ id: this.id, undone: !this.dryRun, restored: plan.restorable.length, removed: plan.removed, left: plan.left },
      left_examples: plan.examples.map(({ key, because, by, at }) => ({ household: key, because, by, at: at.toISOString() })),
    }
  }

  protected describe({ id, undone, restored, left }: Result) {
    return [
      `${id}: ${showNumber(restored)} data ${undone ? 'dikembalikan' : 'akan dikembalikan'} seperti semula`,
      ...(left ? [`${showNumber(left)} data dibiarkan karena sudah dikerjakan sesudahnya atau terhalang masalah.`] : []),
    ]
  }
}
