import { args } from '@adonisjs/core/ace'
import { recordActivity } from '#services/activity'
import { ReportingCommand } from '#services/console'
import { asOwner } from '#services/database/addresses'
import { showNumber } from '#services/format'
import { restorePluginData } from '#services/plugins/archive_data'
import { installed } from '#services/plugins/remove'
import { CONSOLE, NATIONAL, scope } from '#services/scope'

interface Restored {
  name: string
  tables: number
  rows: number
}

export default class PluginRestore extends ReportingCommand<Restored> {
  static override commandName = 'plugin:restore'
  static override description = 'Put the data that plugin:remove archived back into the freshly migrated tables of a plugin'

  @args.string({ description: 'Name of an installed plugin' })
  declare name: string

  @args.string({ description: 'Folder that plugin:remove wrote' })
  declare folder: string

  protected override async perform() {
    const { name } = installed(this.name)
    const data = await asOwner((client) => restorePluginData(client, name, this.folder))
    const counts = { tables: data.tables.length, rows: data.tables.reduce((sum, table) => sum + table.rows, 0) }
    await scope.run(scope.of(NATIONAL, CONSOLE), (tx) =>
      recordActivity(tx, {
        action: 'plugin.restored',
        regency: NATIONAL,
        object: { type: 'plugin', id: name },
        data: { plugin: name, ...counts },
      }),
    )
    return { name, ...counts }
  }

  protected override describe({ name, tables, rows }: Restored) {
    return [
      `Data modul ${name} dipulihkan: ${showNumber(rows)} baris dalam ${tables} tabel. Jalankan recap:check dan check:invariants.`,
    ]
  }
}
