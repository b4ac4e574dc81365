import { flags } from '@adonisjs/core/ace'
import { backup } from '#services/backup/backup'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'

interface Result {
  folder: string
  tables: number
  rows: number
  files: number
}

export default class Backup extends ReportingCommand<Result> {
  static commandName = 'backup'
  static description = 'Write all tables (one snapshot) and all files into one folder; the encryption key is never in it'

  @flags.string({ description: 'Empty or new folder', required: true }) declare out: string

  protected async perform() {
    const manifest = await backup(this.out)
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    return { folder: this.out, tables: manifest.tables.length, rows, files: manifest.files.length }
  }

  protected describe({ folder, tables, rows, files }: Result) {
    return [
      `${folder}: ${showNumber(rows)} baris dari ${tables} tabel dan ${showNumber(files)} berkas. Simpan APP_KEY di tempat lain.`,
    ]
  }
}
