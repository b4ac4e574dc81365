import { args, flags } from '@adonisjs/core/ace'
import { validate as isUuid } from 'uuid'
import { actorByLogin } from '#services/actors'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { scope } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { askUndo, findAct } from '#verification/lists/bulk/acts'
import { finishedAct } from '#verification/lists/bulk/finished'
import { BulkError, planUndo } from '#verification/lists/bulk/undo_plan'
import { assertDecidable, placeOf } from '#verification/periods/index'
import { ReviewError } from '#verification/review/errors'

interface Result {
  id: string
  /** False where it was only asked what would be done. */
  undone: boolean
  /** Records put back; of those, the ones nobody had touched before. */
  restored: number
  removed: number
  /** Records left alone because somebody worked on them since; the first of them by key. */
  left: number
  left_examples: { household: string; because: string; by: string; at: string }[]
}

export default class OutcomeUndo extends ReportingCommand<Result> {
  static commandName = 'outcome:undo'
  static description = 'Take an outcome that was given to many records back, where nobody worked on them since'

  @args.string({ description: 'Id of the act, as outcome:give and outcome:list give it' }) declare id: string
  @flags.boolean({ description: 'Only say what would be done' }) declare dryRun: boolean
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string
  @flags.string({ description: 'Verification module; the first installed when absent' }) declare module?: string

  protected async perform(): Promise<Result> {
    const { user } = await actorByLogin(this.as)
    const of = await actingOn(this.module, user.regionCode, this.as, 'verify')
    const plan = await scope.run(of.scope, async (tx) => {
      const act = isUuid(this.id) ? await findAct(tx, of.regency, this.id) : null
      if (act?.module !== of.module.name) {
        throw new ReviewError('E_UNDO_MISSING', `Tindakan massal "${this.id}" tidak ada. Lihat outcome:list.`)
      }
      if (act.state !== 'done') throw new BulkError('E_BULK_STATE')
      const place = placeOf(await assertDecidable(tx, of.module, of.regency, act.periodId))
      const previewed = await planUndo(tx, place, act)
      if (!this.dryRun) await askUndo(tx, place, act.id, previewed.token)
      return previewed
    })
    const done = this.dryRun ? null : await finishedAct(of.scope, of.regency, this.id, 'undone')
    return {
      ...{ id: this.id, undone: !this.dryRun, restored: done?.restored ?? plan.standing.length, removed: plan.removed },
      left: done?.kept ?? plan.kept,
      left_examples: plan.examples.map(({ key, cause, by, at }) => ({
        household: key,
        because: cause,
        by,
        at: at.toISOString(),
      })),
    }
  }

  protected describe({ id, undone, restored, left }: Result) {
    return [
      `${id}: ${showNumber(restored)} data ${undone ? 'dikembalikan' : 'akan dikembalikan'} seperti semula`,
      ...(left ? [`${showNumber(left)} data dibiarkan karena sudah dikerjakan sesudahnya`] : []),
    ]
  }
}
