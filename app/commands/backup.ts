import { flags } from '@adonisjs/core/ace'
import { recordActivity } from '#services/activity'
import { backup } from '#services/backup/backup'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { CONSOLE, NATIONAL, scope } from '#services/scope'

interface Result {
  folder: string
  tables: number
  rows: number
  files: number
  /** Files that the database names and that could not be copied, by their keys on the Drive. */
  missing: string[]
}

export default class Backup extends ReportingCommand<Result> {
  static commandName = 'backup'
  static description = 'Write all tables (one snapshot) and all files into one folder; the encryption key is never in it'

  @flags.string({ description: 'Empty or new folder', required: true }) declare out: string

  protected async perform() {
    const manifest = await backup(this.out)
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const counts = { tables: manifest.tables.length, rows, files: manifest.files.length }
    await scope.run(scope.of(NATIONAL, CONSOLE), (tx) =>
      recordActivity(tx, {
        action: 'backup.made',
        regency: NATIONAL,
        object: { type: 'backup', id: manifest.created_at },
        data: counts,
      }),
    )
    return { folder: this.out, ...counts, missing: manifest.missing }
  }

  protected describe({ folder, tables, rows, files, missing }: Result) {
    return [
      `${folder}: ${showNumber(rows)} baris dari ${tables} tabel dan ${showNumber(files)} berkas. Simpan APP_KEY di tempat lain.`,
      ...(missing.length > 0 ? [`${showNumber(missing.length)} berkas tercatat tetapi tidak ada untuk disalin:`] : []),
      ...missing.map((key) => `  ${key}`),
    ]
  }
}
