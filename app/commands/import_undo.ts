import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { runAndWait } from '#services/jobs/run_and_wait'
import { scope } from '#services/scope'
import { requestUndo } from '#verification/imports/acts'
import { importerByLogin } from '#verification/imports/actor'
import { assertState, findFile } from '#verification/imports/files'
import { decidablePlacesOf } from '#verification/imports/places'
import { planUndo, type UndoPlan } from '#verification/imports/undo_plan'

interface Result {
  id: string
  import: string
  name: string
  state: string
  /** Records put back; of those, the ones that had no working copy before the file. */
  restored: number
  removed: number
  /** Open clashes of the file that disappeared. */
  conflicts: number
  /** Records left alone because somebody worked on them since; the first of them by key. */
  blocked: number
  blocked_examples: { key: string; cause: string; by: string; at: string }[]
}

export default class ImportUndo extends ReportingCommand<Result> {
  static commandName = 'import:undo'
  static description = 'Undo one applied import file where nobody worked on its records since'

  @args.string({ description: 'Id of the file, as import:list gives it' }) declare file: string
  @flags.string({ description: 'Login of the supervisor who undoes', required: true }) declare as: string

  protected async perform() {
    const { scope: own, regency } = await importerByLogin(this.as)
    const { plan, job } = await scope.run(own, async (tx) => {
      const file = await findFile(tx, regency, this.file)
      assertState(file, 'applied')
      const previewed = await planUndo(tx, file, await decidablePlacesOf(tx, file))
      return { plan: previewed, job: await requestUndo(tx, regency, file.id, previewed.token) }
    })
    const ended = await runAndWait(job)
    if (ended.state !== 'done') {
      throw Object.assign(new Error(ended.message ?? 'Pembatalan tidak selesai.'), { code: ended.error ?? 'E_JOB_FAILED' })
    }
    const { id, importId, name, state } = await scope.run(own, (tx) => findFile(tx, regency, this.file))
    return { ...{ id, import: importId, name, state }, ...undone(plan) }
  }

  protected describe({ name, restored, removed, conflicts, blocked }: Result) {
    return [
      `Import ${name} diurungkan: ${showNumber(restored)} data dikembalikan, ${showNumber(removed)} di antaranya kembali tanpa pembaruan, ${showNumber(conflicts)} bentrok ditutup.`,
      ...(blocked > 0 ? [`${showNumber(blocked)} data tidak diubah karena sudah dikerjakan sesudahnya.`] : []),
    ]
  }
}

function undone({ restored, removed, conflicts, blocked, examples }: UndoPlan) {
  return {
    ...{ restored, removed, conflicts, blocked },
    blocked_examples: examples.map(({ key, cause, by, at }) => ({ key, cause, by, at: at.toISOString() })),
  }
}
