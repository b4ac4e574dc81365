import { BaseSchema } from '@adonisjs/lucid/schema'
import { verificationTables } from '#core/plugin'
import { instrument } from '../../instrument/index.js'

export default class extends BaseSchema {
  async up() {
    await verificationTables(this, instrument).create()
    this.schema.raw(
      'create index bsp_beneficiaries_idbdt on bsp_beneficiaries (edition_id, regency_code, idbdt) where idbdt is not null',
    )
  }

  async down() {
    await verificationTables(this, instrument).drop()
  }
}
