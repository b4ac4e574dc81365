import { BaseSchema } from '@adonisjs/lucid/schema'

/** Why a row of a list was not looked up, for those who read English. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw('alter table kesos_list_rows add column reason_en text')
  }

  async down() {
    this.schema.raw('alter table kesos_list_rows drop column reason_en')
  }
}
