import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#core/plugin'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table pbi_quotas (
        regency_code text not null,
        quota integer not null check (quota >= 0),
        load_id uuid not null,
        set_by_name text not null,
        set_at timestamptz not null,
        primary key (regency_code)
      )`)
    this.schema.raw(`
      create table pbi_quota_changes (
        regency_code text not null,
        load_id uuid not null,
        quota integer not null,
        before_quota integer,
        set_by_name text not null,
        set_at timestamptz not null,
        taken_back_by_name text,
        taken_back_at timestamptz,
        primary key (regency_code, load_id)
      )`)
    await registerTable(this, 'pbi_quotas', { loaded: true })
    await registerTable(this, 'pbi_quota_changes', { grants: ['select', 'insert', 'update'] })
    // One person comes in for one who goes out. Looked at when the act ends, so that its own sentence is said first.
    this.schema.raw(
      `alter table pbi_updates add constraint pbi_updates_one_substitute
       exclude using btree (period_id with =, regency_code with =, peserta_diganti with =)
       where (outcome = 'substitute' and state = 'accepted') deferrable initially deferred`,
    )
    for (const column of ['peserta_diganti', 'ibu_pbi']) {
      this.schema.raw(
        `create index pbi_updates_${column} on pbi_updates (period_id, regency_code, ${column}) where ${column} is not null`,
      )
    }
  }

  async down() {
    for (const column of ['ibu_pbi', 'peserta_diganti']) this.schema.raw(`drop index pbi_updates_${column}`)
    this.schema.raw('alter table pbi_updates drop constraint pbi_updates_one_substitute')
    for (const table of ['pbi_quota_changes', 'pbi_quotas']) this.schema.raw(`drop table ${table}`)
  }
}
