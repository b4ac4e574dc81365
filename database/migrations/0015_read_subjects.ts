import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'

/** The persons that one reading of a list or a search result showed, so that each of them can be told who read his data. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table read_subjects (
        regency_code text not null,
        read_id uuid not null,
        subject text not null collate "C",
        primary key (regency_code, subject, read_id)
      )`)
    await registerTable(this, 'read_subjects', { grants: ['select', 'insert'], recode: 'never' })
  }

  async down() {
    this.schema.raw('drop table read_subjects')
  }
}
