import { args } from '@adonisjs/core/ace'
import { restore } from '#services/backup/restore'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'

interface Result {
  folder: string
  created_at: string
  rows: number
  files: number
}

export default class Restore extends ReportingCommand<Result> {
  static commandName = 'restore'
  static description = 'Put a backup into a freshly migrated database without accounts'

  @args.string({ description: 'Folder written by the backup command' }) declare folder: string

  protected async perform() {
    const manifest = await restore(this.folder)
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    return { folder: this.folder, created_at: manifest.created_at, rows, files: manifest.files.length }
  }

  protected describe({ created_at: createdAt, rows, files }: Result) {
    return [`Cadangan ${createdAt} dipulihkan: ${showNumber(rows)} baris, ${showNumber(files)} berkas.`]
  }
}
