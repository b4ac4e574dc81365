import { BaseSchema } from '@adonisjs/lucid/schema'
import { grantTable, registerTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    // A request for an account that there is not belongs to no region.
    this.schema.raw(`
      create table reset_requests (
        id uuid not null,
        regency_code text not null,
        form_id uuid not null,
        receipt text not null,
        source text not null check (source in ('form', 'mail')),
        login text not null,
        user_id uuid,
        wish text not null check (wish in ('reset', 'unlock', 'both')),
        sender text not null,
        sender_phone text not null,
        letter_number text not null,
        letter_date date not null,
        official_name text not null,
        official_position text not null,
        scan_file_id uuid not null,
        scan_pages smallint not null,
        received_at timestamptz not null,
        entered_by text,
        state text not null default 'waiting' check (state in ('waiting', 'accepted', 'done', 'rejected')),
        taken_by uuid,
        taken_by_name text,
        taken_at timestamptz,
        grants text[] not null default '{}',
        reason text,
        decided_by_name text,
        decided_at timestamptz,
        unlocked_at timestamptz,
        unlocked_by_name text,
        reset_at timestamptz,
        reset_by_name text,
        primary key (regency_code, id),
        unique (regency_code, form_id)
      )`)
    this.schema.raw('create index reset_requests_by_receipt on reset_requests (receipt)')
    this.schema.raw('create index reset_requests_by_time on reset_requests (received_at, id)')
    this.schema.raw('create index reset_requests_by_user on reset_requests (user_id, received_at)')
    this.schema.raw(`
      create table reset_checks (
        id uuid not null,
        regency_code text not null,
        request_id uuid not null,
        kind text not null check (kind in ('letter', 'official', 'call')),
        result text not null,
        note text,
        number_called text,
        by_id uuid,
        by_name text not null,
        at timestamptz not null,
        primary key (regency_code, id),
        foreign key (regency_code, request_id) references reset_requests (regency_code, id)
      )`)
    this.schema.raw('create index reset_checks_by_request on reset_checks (regency_code, request_id, at)')
    this.schema.raw(
      'create table reset_tries (id uuid primary key, address text not null, at timestamptz not null, kept boolean not null default false)',
    )
    this.schema.raw('create index reset_tries_by_time on reset_tries (at, address)')
    await registerTable(this, 'reset_requests', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'reset_checks', { grants: ['select', 'insert'] })
    await grantTable(this, 'reset_tries', ['select', 'insert', 'update', 'delete'])
  }

  async down() {
    for (const table of ['reset_tries', 'reset_checks', 'reset_requests']) this.schema.raw(`drop table ${table}`)
  }
}
