import { BaseSchema } from '@adonisjs/lucid/schema'
import { grantTable, registerTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    // Files of the register itself, a kecamatan each, that a regency took with data access; the content goes after some days, the row stays.
    this.schema.raw(`
      create table register_files (
        id uuid not null,
        regency_code text not null,
        job_id uuid not null,
        module text not null,
        period_id uuid not null references periods (id),
        district_code text not null,
        format text not null check (format in ('csv', 'xlsx')),
        records integer not null,
        persons integer not null,
        created_by text not null,
        created_at timestamptz not null,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index register_files_by_job on register_files (regency_code, job_id)')
    // Published versions of the offline application: of no regency, so that every page that offers it can read them.
    this.schema.raw(`
      create table offline_versions (
        version text primary key,
        disk_key text not null,
        size bigint not null,
        sha256 text not null unique,
        note text not null,
        minimum boolean not null default false,
        published_by text not null,
        published_at timestamptz not null,
        withdrawn_at timestamptz,
        withdrawn_by text,
        withdrawn_reason text
      )`)
    await registerTable(this, 'register_files', { grants: ['select', 'insert'] })
    await grantTable(this, 'offline_versions', ['select', 'insert', 'update'])
  }

  async down() {
    for (const table of ['offline_versions', 'register_files']) this.schema.raw(`drop table ${table}`)
  }
}
