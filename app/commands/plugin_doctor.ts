import { args } from '@adonisjs/core/ace'
import db from '@adonisjs/lucid/services/db'
import i18nManager from '@adonisjs/i18n/services/main'
import { diagnose } from '#kernel/doctor'
import { collect, complaintLine, type Complaint } from '#kernel/errors'
import { checkMenu, checkRoutes } from '#kernel/checks/routes'
import { registry } from '#kernel/registry'
import { routesOf } from '#kernel/routes_of'
import type { AnyPlugin } from '#kernel/manifest'
import { ReportingCommand } from '#services/console'
import { installed } from '#services/plugins/remove'
import { InstrumentError, missingVariables } from '#verification/instrument_migration'

interface Diagnosis {
  plugin: string
  complaints: Complaint[]
}

/** Boot has already checked the manifests; this opens every door of the plugins and reads every string. */
export default class PluginDoctor extends ReportingCommand<{ plugins: Diagnosis[] }> {
  static override commandName = 'plugin:doctor'
  static override description = 'Look for mistakes in one plugin or in all: routes, doors, views, words, columns'

  @args.string({ description: 'Name of a plugin; all where none is given', required: false })
  declare name?: string

  protected override async perform() {
    const plugins: Diagnosis[] = []
    for (const plugin of this.#chosen()) plugins.push({ plugin: plugin.name, complaints: await this.#examine(plugin) })
    if (plugins.some(({ complaints }) => complaints.length > 0)) this.exitCode = 1
    return { plugins }
  }

  protected override describe({ plugins }: { plugins: Diagnosis[] }) {
    return plugins.flatMap(({ plugin, complaints }) =>
      complaints.length > 0 ? complaints.map((complaint) => complaintLine(plugin, complaint)) : [`${plugin}: sehat`],
    )
  }

  #chosen(): readonly AnyPlugin[] {
    return this.name ? [installed(this.name)] : registry.all()
  }

  async #examine(plugin: AnyPlugin) {
    const shown = registry.shownFolder(plugin)
    const routes = await routesOf(registry, plugin)
    const words = i18nManager.locale('id')
    return [
      ...collect((complain) => {
        checkRoutes(plugin, routes, shown, complain)
        checkMenu(plugin, routes, shown, complain)
      }),
      ...(await diagnose(plugin, shown, (key) => words.hasMessage(key))),
      ...(await lackingColumns(plugin, shown)),
    ]
  }
}

/** Variables of the instrument that the database of this installation has no column for. */
async function lackingColumns({ verification }: AnyPlugin, shown: string): Promise<Complaint[]> {
  if (!verification) return []
  const { instrument } = (await verification()).default
  const file = `${shown}/plugin.ts`
  try {
    const missing = Object.entries(await missingVariables(db.connection('owner'), instrument))
    const names = missing.flatMap(([group, variables]) => variables.map((name) => `${group}.${name}`))
    if (names.length === 0) return []
    const problem = `the instrument has variables that the tables lack: ${names.join(', ')}.`
    return [{ file, problem, cure: `Run instrument:migration ${instrument.module}, then migrate.` }]
  } catch (error) {
    if (!(error instanceof InstrumentError)) throw error
    return [{ file, problem: error.message, cure: 'See docs/writing-a-plugin.md, section 7.' }]
  }
}
