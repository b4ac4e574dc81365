import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#core/plugin'

export default class extends BaseSchema {
  async up() {
    // What somebody looked up, under a handle that only he can use and that soon ends: so no number stands in an address.
    this.schema.raw(`
      create table kesos_lookups (
        regency_code text not null,
        id uuid not null,
        user_id uuid not null,
        kind text not null check (kind in ('number', 'name', 'person', 'list')),
        purpose text not null,
        echo jsonb not null,
        hits jsonb not null,
        elsewhere boolean not null default false,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index kesos_lookups_by_end on kesos_lookups (expires_at)')
    this.schema.raw(`
      create table kesos_list_rows (
        regency_code text not null,
        lookup_id uuid not null,
        row integer not null,
        given text not null,
        state text not null check (state in ('found', 'several', 'elsewhere', 'missing', 'twice', 'invalid')),
        reason text,
        persons jsonb not null,
        primary key (regency_code, lookup_id, row),
        foreign key (regency_code, lookup_id) references kesos_lookups (regency_code, id) on delete cascade
      )`)
    this.schema.raw(`
      create table kesos_dukcapil (
        regency_code text not null,
        nik text not null,
        result smallint not null check (result between 1 and 3),
        document smallint check (document in (1, 2)),
        checked_on date not null,
        load_id uuid not null,
        primary key (regency_code, nik)
      )`)
    await registerTable(this, 'kesos_lookups', { grants: ['select', 'insert', 'delete'] })
    await registerTable(this, 'kesos_list_rows', { grants: ['select', 'insert', 'delete'] })
    await registerTable(this, 'kesos_dukcapil', { loaded: true })
  }

  async down() {
    for (const table of ['kesos_dukcapil', 'kesos_list_rows', 'kesos_lookups']) this.schema.raw(`drop table ${table}`)
  }
}
