import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'

/** Official records of the village meetings of a period, each with the scan of the signed paper. A replaced one stays with its end. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table minutes (
        id uuid not null,
        regency_code text not null,
        period_id uuid not null references periods (id),
        village_code text not null,
        meeting text not null check (meeting in ('musdes', 'muskel')),
        number text not null,
        held_on date not null,
        file_id uuid not null,
        sha256 text not null,
        pages smallint not null,
        taken_by uuid,
        taken_by_name text not null,
        taken_at timestamptz not null,
        ended_at timestamptz,
        ended_by_name text,
        ended_reason text,
        primary key (regency_code, id)
      )`)
    this.schema.raw(
      'create unique index minutes_in_force on minutes (regency_code, period_id, village_code) where ended_at is null',
    )
    await registerTable(this, 'minutes', { grants: ['select', 'insert', 'update'], period: true })
  }

  async down() {
    this.schema.raw('drop table minutes')
  }
}
