import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { loadRegions } from '#services/region_loader'
import { migrateAll } from '#services/database/migrate'

export default class Migrate extends BaseCommand {
  static commandName = 'migrate'
  static description = 'Bring the database to the state of this code: core, plugins, queue and the list of regions'
  static options: CommandOptions = { startApp: true }

  async run() {
    const files = await migrateAll(this.app)
    const regions = await loadRegions()
    this.logger.success(`${files.length} migrations run, ${regions} regions in force`)
  }
}
