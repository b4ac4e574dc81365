import { args, flags } from '@adonisjs/core/ace'
import i18nManager from '@adonisjs/i18n/services/main'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { runByCommand } from '#services/loads/by_command'
import { figureName, kindInUse, kindOf } from '#services/loads/kinds'
import { LIST } from '#services/loads/rows_kind'
import { atEditionsDesk } from '#verification/editions/index'

interface Result {
  /** Of the load in the history of the desk; null where nothing was taken. */
  id: string | null
  kind: string
  dry_run: boolean
  read: number
  accepted: number
  rejected: number
  figures: Record<string, number>
  /** Where whole lists are replaced: rows of each regency before and after. */
  replaced?: readonly { code: string; before: number; after: number }[]
  faults: { row: number; column: string; value: string; reason: string }[]
}

export default class ListLoad extends ReportingCommand<Result> {
  static commandName = 'list:load'
  static description = 'Load a list of a module, as the desk does: quotas, a cut-off list, a file of a bank'

  @args.string({ description: 'Kind of list, e.g. the name of a module, a dot and that of its list' }) declare kind: string
  @args.string({ description: 'CSV or XLSX file' }) declare file: string
  @flags.string({ description: 'System of all region codes in the file: kemendagri or bps', required: true })
  declare codeSystem: string
  @flags.boolean({ description: 'The file stands for the whole list of each regency that it names' }) declare replace: boolean
  @flags.boolean({ description: 'Report the same and store nothing' }) declare dryRun: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform(): Promise<Result> {
    const kind = await kindInUse(this.kind)
    const { actor } = await atEditionsDesk(this.as, kind.permission)
    const { id, outcome, faults } = await runByCommand(kind, {
      ...{
        files: { [LIST]: { path: this.file } },
        options: { code_system: this.codeSystem, ...(this.replace ? { replace: true } : {}) },
      },
      ...{ dryRun: this.dryRun ?? false, actor },
    })
    if (outcome.accepted === 0) this.exitCode = 1
    const { read, accepted, rejected, figures, replaced } = outcome
    return {
      ...{ id, kind: this.kind, dry_run: this.dryRun ?? false, read, accepted, rejected, figures },
      ...(replaced ? { replaced } : {}),
      faults: faults.map(({ row, column, value, reason }) => ({ row, column, value, reason: reason.id })),
    }
  }

  protected describe({ dry_run: dry, read, accepted, rejected, figures, replaced = [], faults }: Result) {
    const words = i18nManager.locale('id')
    return [
      `${showNumber(accepted)} dari ${showNumber(read)} baris ${dry ? 'dapat diterima (tidak ada yang disimpan)' : 'diterima'}, ${showNumber(rejected)} ditolak.`,
      ...Object.entries(figures).map(([name, value]) => `  ${figureName(words, kindOf(this.kind), name)}: ${showNumber(value)}`),
      ...replaced.map(
        ({ code, before, after }) => `  daftar ${code}: ${showNumber(before)} baris sebelum, ${showNumber(after)} sesudah`,
      ),
      ...faults.slice(0, 20).map(({ row, column, reason }) => `  baris ${row}, ${column}: ${reason}`),
    ]
  }
}
