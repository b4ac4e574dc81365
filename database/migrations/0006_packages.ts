import { BaseSchema } from '@adonisjs/lucid/schema'
import { grantTable, registerTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table issues (
        id uuid not null,
        regency_code text not null,
        number integer not null,
        label text not null,
        village_codes text[] not null,
        parts jsonb,
        modules text[] not null,
        edition_id uuid not null references editions (id),
        period_id uuid not null references periods (id),
        periods jsonb not null,
        recipient text not null,
        public_key text not null,
        return_recipient text not null,
        secrets text not null,
        simulated boolean not null default false,
        created_by text not null,
        created_at timestamptz not null,
        job_id uuid,
        file_id uuid,
        recovery text,
        households integer,
        persons integer,
        size bigint,
        sha256 text,
        made_at timestamptz,
        shown_at timestamptz,
        shown_by text,
        shown_form uuid,
        downloads integer not null default 0,
        downloaded_at timestamptz,
        backs integer not null default 0,
        recoveries integer not null default 0,
        revoked_at timestamptz,
        revoked_by text,
        revoked_reason text,
        primary key (regency_code, id),
        unique (regency_code, number)
      )`)
    this.schema.raw('create index issues_by_job on issues (regency_code, job_id)')
    this.schema.raw('create index issues_by_regency on issues (regency_code, created_at)')
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
    await registerTable(this, 'issues', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'register_files', { grants: ['select', 'insert'] })
    await grantTable(this, 'offline_versions', ['select', 'insert', 'update'])
  }

  async down() {
    for (const table of ['offline_versions', 'register_files', 'issues']) this.schema.raw(`drop table ${table}`)
  }
}
