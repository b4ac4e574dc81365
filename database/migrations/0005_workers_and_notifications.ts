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
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index notifications_by_role on notifications (role, created_at desc) where user_id is null')
    this.schema.raw('create index notifications_by_user on notifications (user_id, created_at desc) where user_id is not null')
    // One word to a whole desk is read by each of its people on his own.
    this.schema.raw(`
      create table notification_reads (
        regency_code text not null,
        notification_id uuid not null,
        user_id uuid not null,
        read_at timestamptz not null,
        primary key (regency_code, notification_id, user_id),
        foreign key (regency_code, notification_id) references notifications (regency_code, id)
      )`)
    await grantTable(this, 'workers', ['select', 'insert', 'update', 'delete'])
    await grantTable(this, 'nightly_runs', ['select', 'insert', 'update'])
    for (const table of ['notifications', 'notification_reads'])
      await registerTable(this, table, { grants: ['select', 'insert', 'delete'] })
  }

  async down() {
    for (const table of ['notification_reads', 'notifications', 'nightly_runs', 'workers']) this.schema.raw(`drop table ${table}`)
  }
}
