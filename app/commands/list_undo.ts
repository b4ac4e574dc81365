import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { runAndWait } from '#services/jobs/run_and_wait'
import { LoadError } from '#services/loads/errors'
import { kindInUse } from '#services/loads/kinds'
import { findLoad } from '#services/loads/loads'
import { previewTakeBack, requestTakeBack, type TakenBack } from '#services/loads/take_back'
import { NATIONAL, scope } from '#services/scope'
import { nationalScope } from '#services/regions'
import { atEditionsDesk } from '#verification/editions/index'

interface Result extends TakenBack {
  id: string
  kind: string
  dry_run: boolean
}

export default class ListUndo extends ReportingCommand<Result> {
  static commandName = 'list:undo'
  static description = 'Take one load of a list back: its rows go, and what they had replaced comes back'

  @args.string({ description: 'Id of the load, as list:load and the desk tell it' }) declare id: string
  @flags.string({ description: 'Why', required: true }) declare reason: string
  @flags.boolean({ description: 'Tell what would become of the list and change nothing' }) declare dryRun: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform(): Promise<Result> {
    const { actor } = await atEditionsDesk(this.as)
    const load = await scope.run(scope.of(NATIONAL, actor), (tx) => findLoad(tx, this.id))
    const kind = await kindInUse(load.kind)
    await atEditionsDesk(this.as, kind.permission)
    const of = await nationalScope(actor)
    const effect = await scope.run(of, (tx) => previewTakeBack(tx, kind, this.id))
    const told = { id: this.id, kind: kind.id, dry_run: this.dryRun ?? false, ...effect }
    if (this.dryRun) return told
    const job = await runAndWait(await scope.run(of, (tx) => requestTakeBack(tx, kind, this.id, this.reason)))
    if (job.state !== 'done') throw new LoadError('E_LOAD_KEPT', job.message ?? 'Penarikan tidak selesai. Ulangi perintah ini.')
    return told
  }

  protected describe({ dry_run: dry, removed, restored, regencies }: Result) {
    return [
      `${showNumber(removed)} baris ${dry ? 'akan dihapus' : 'dihapus'}, ${showNumber(restored)} baris ${dry ? 'akan kembali' : 'kembali'} ke isi sebelumnya, di ${showNumber(regencies.length)} kabupaten/kota.`,
    ]
  }
}
