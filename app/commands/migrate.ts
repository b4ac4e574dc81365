import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { loadRegions } from '#services/region_loader'
import { migrateAll } from '#services/database/migrate'

interface Migrated {
  /** Migrations that were run now. */
  migrations: number
  /** Regions in force. */
  regions: number
}

export default class Migrate extends ReportingCommand<Migrated> {
  static commandName = 'migrate'
  static description = 'Bring the database to the state of this code: core, plugins, queue and the list of regions'

  protected async perform() {
    const files = await migrateAll(this.app)
    return { migrations: files.length, regions: await loadRegions() }
  }

  protected describe({ migrations, regions }: Migrated) {
    return [`${showNumber(migrations)} migrasi dijalankan; ${showNumber(regions)} wilayah berlaku.`]
  }
}
