import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'

/** What was sent back to operators, and what came of it. Kept by the store with each write, so that lists need not read the history. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table returns (
        regency_code text not null,
        period_id uuid not null,
        key text not null,
        version integer not null,
        module text not null,
        village_code text not null,
        operator text not null,
        device text not null,
        reason text not null,
        returned_by text not null,
        returned_at timestamptz not null,
        reminders integer not null default 0,
        reminded_at timestamptz,
        reminded_by text,
        answered_at timestamptz,
        answered_as text check (answered_as in ('import', 'edit', 'decision', 'merge', 'move', 'undo')),
        answered_by text,
        primary key (regency_code, period_id, key, version)
      )`)
    this.schema.raw('create unique index returns_open on returns (regency_code, period_id, key) where answered_at is null')
    this.schema.raw('create index returns_by_age on returns (regency_code, period_id, returned_at, key)')
    await registerTable(this, 'returns', { grants: ['select', 'insert', 'update'], period: true })
  }

  async down() {
    this.schema.raw('drop table returns')
  }
}
