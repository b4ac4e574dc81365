import { BaseSchema } from '@adonisjs/lucid/schema'
import { verificationTables } from '#core/plugin'
import { instrument } from '../../instrument/index.js'

export default class extends BaseSchema {
  async up() {
    await verificationTables(this, instrument).create()
    // Programmes look for the poorest first, in areas too wide to be sorted each time (api.ts).
    this.schema.raw('create index bdt_households_by_rank on bdt_households (edition_id, regency_code, percentile, key)')
  }

  async down() {
    await verificationTables(this, instrument).drop()
  }
}
