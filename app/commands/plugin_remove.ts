import { args, flags } from '@adonisjs/core/ace'
import { LIST, takeLine } from '#kernel/plugin_list_file'
import { recordActivity } from '#services/activity'
import { ReportingCommand } from '#services/console'
import { asOwner } from '#services/database/addresses'
import { showNumber } from '#services/format'
import { archivePluginData } from '#services/plugins/archive_data'
import { installed, refuseRemoval, rollBack } from '#services/plugins/remove'
import { CONSOLE, NATIONAL, scope } from '#services/scope'

interface Removed {
  name: string
  folder: string
  tables: number
  rows: number
  /** Migrations that were run back. */
  migrations: string[]
  /** False where the line of the plugin must be taken out by hand. */
  unlisted: boolean
}

export default class PluginRemove extends ReportingCommand<Removed> {
  static override commandName = 'plugin:remove'
  static override description = 'Archive the data of a plugin, prove the archive, roll its tables back and take it off the list'

  @args.string({ description: 'Name of an installed plugin' })
  declare name: string

  @flags.string({ description: 'Empty or new folder for the archive of its data', required: true })
  declare out: string

  protected override async perform() {
    const { name } = installed(this.name)
    await refuseRemoval(name)
    const data = await asOwner((client) => archivePluginData(client, name, this.out))
    const rows = data.tables.reduce((sum, table) => sum + table.rows, 0)
    const migrations = await rollBack(this.app, name)
    const unlisted = await takeLine(this.app.makePath(), name)
    const counts = { tables: data.tables.length, rows }
    await scope.run(scope.of(NATIONAL, CONSOLE), (tx) =>
      recordActivity(tx, {
        action: 'plugin.removed',
        regency: NATIONAL,
        object: { type: 'plugin', id: name },
        data: { plugin: name, ...counts },
      }),
    )
    return { name, folder: this.out, ...counts, migrations, unlisted }
  }

  protected override describe({ name, folder, tables, rows, unlisted }: Removed) {
    return [
      `Data modul ${name} diarsipkan dan diperiksa: ${showNumber(rows)} baris dari ${tables} tabel di ${folder}. Tabelnya sudah dilepas.`,
      'Arsip itu berisi data pribadi. Simpan terenkripsi; APP_KEY yang sama diperlukan saat memulihkannya.',
      unlisted ? `Barisnya di ${LIST} sudah dihapus.` : `Hapus baris modul itu dari ${LIST}.`,
      'Langkah berikut: npm run build, lalu jalankan server kembali.',
    ]
  }
}
