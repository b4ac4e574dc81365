import { BaseSchema } from '@adonisjs/lucid/schema'

/** How often a pair was judged, so that of two who judge at once the second sees what the first decided. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw('alter table bsp_twins add column version integer not null default 1')
  }

  async down() {
    this.schema.raw('alter table bsp_twins drop column version')
  }
}
