import { BaseSchema } from '@adonisjs/lucid/schema'
import { verificationTables } from '#core/plugin'
import { instrument } from '../../instrument/index.js'

export default class extends BaseSchema {
  async up() {
    await verificationTables(this, instrument).create()
  }

  async down() {
    await verificationTables(this, instrument).drop()
  }
}
