import { BaseSchema } from '@adonisjs/lucid/schema'
import { grantTable, registerTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    this.schema.raw('create table workers (id text primary key, started_at timestamptz not null, heartbeat timestamptz not null)')
    this.schema.raw(
      'create table nightly_runs (night timestamptz primary key, started_at timestamptz not null, finished_at timestamptz, counts jsonb)',
    )
    this.schema.raw(`
      create table notifications (
        id uuid not null,
        regency_code text not null,
        user_id uuid,
        role text,
        kind text not null,
        data jsonb not null default '{}',
        link text,
        created_at timestamptz not null,
        read_at timestamptz,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index notifications_unread on notifications (regency_code, created_at desc) where read_at is null')
    await grantTable(this, 'workers', ['select', 'insert', 'update', 'delete'])
    await grantTable(this, 'nightly_runs', ['select', 'insert', 'update'])
    await registerTable(this, 'notifications', { grants: ['select', 'insert', 'update'] })
  }

  async down() {
    for (const table of ['notifications', 'nightly_runs', 'workers']) this.schema.raw(`drop table ${table}`)
  }
}
