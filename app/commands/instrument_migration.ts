import { join } from 'node:path'
import { args, flags } from '@adonisjs/core/ace'
import db from '@adonisjs/lucid/services/db'
import { registry } from '#kernel/registry'
import { ReportingCommand } from '#services/console'
import { namedModule } from '#services/named_module'
import { installed } from '#services/plugins/remove'
import { missingVariables, writeInstrumentMigration } from '#verification/instrument_migration'

interface Result {
  file: string | null
  /** Variables by group. */
  added: Record<string, readonly string[]>
}

export default class InstrumentMigration extends ReportingCommand<Result> {
  static override commandName = 'instrument:migration'
  static override description = 'Write the migration for variables that an instrument has and its tables have not'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Name of the migration after its number', default: 'new_variables' }) declare name: string

  protected override async perform(): Promise<Result> {
    const { instrument } = namedModule(this.module)
    const added = await missingVariables(db.connection('owner'), instrument)
    if (Object.keys(added).length === 0) return { file: null, added }
    const shown = registry.shownFolder(installed(this.module))
    const file = await writeInstrumentMigration(this.app.makePath(shown), added, this.name)
    return { file: join(shown, file), added }
  }

  protected override describe({ file, added }: Result) {
    if (!file) return ['Tabel memuat semua isian instrumen; tidak ada yang perlu ditulis.']
    return [
      `ditulis: ${file}`,
      ...Object.entries(added).map(([group, names]) => `  ${group}: ${names.join(', ')}`),
      'Langkah berikut: npm run ace -- migrate, lalu npm run build:offline.',
    ]
  }
}
