import { BaseSchema } from '@adonisjs/lucid/schema'

/** A family of the list of 2017 stands in one regency: a load looks for those that stand in another one already. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw('create index bsp_cutoff_by_id on bsp_cutoff (id_kpm, regency_code)')
  }

  async down() {
    this.schema.raw('drop index bsp_cutoff_by_id')
  }
}
