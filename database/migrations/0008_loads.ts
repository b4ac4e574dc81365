import { BaseSchema } from '@adonisjs/lucid/schema'
import { grantTable, registerTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    // What the ministry brings from outside: editions, lists of modules, the mapping of BPS codes. Of no regency, so that all carry `00`.
    this.schema.raw(`
      create table loads (
        id uuid not null,
        regency_code text not null,
        kind text not null,
        source text not null check (source in ('desk', 'command', 'results')),
        state text not null check (state in ('draft', 'checking', 'checked', 'applying', 'applied', 'cancelled', 'taking_back', 'taken_back')),
        options jsonb not null default '{}',
        parts jsonb not null default '{}',
        report jsonb,
        read_count integer not null default 0,
        accepted_count integer not null default 0,
        rejected_count integer not null default 0,
        edition_id uuid references editions (id),
        reason_code text,
        reason text,
        version integer not null default 1,
        job_id uuid,
        created_by uuid,
        created_by_name text not null,
        created_at timestamptz not null,
        checked_at timestamptz,
        applied_at timestamptz,
        applied_by_name text,
        taken_back_at timestamptz,
        taken_back_by_name text,
        taken_back_reason text,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index loads_by_time on loads (regency_code, created_at desc, id desc)')
    this.schema.raw(`
      create table load_files (
        id uuid not null,
        load_id uuid not null,
        regency_code text not null,
        position smallint not null,
        original_name text not null,
        size bigint not null,
        sha256 text not null,
        sheets jsonb not null default '[]',
        file_id uuid,
        primary key (regency_code, id),
        foreign key (regency_code, load_id) references loads (regency_code, id)
      )`)
    this.schema.raw('create index load_files_by_load on load_files (regency_code, load_id)')
    this.schema.raw('create index load_files_by_hash on load_files (regency_code, sha256)')
    this.schema.raw(`
      create table load_rejections (
        regency_code text not null,
        load_id uuid not null,
        part text not null,
        row integer not null,
        faults jsonb not null,
        primary key (regency_code, load_id, part, row)
      )`)
    // What stood in a list before a load replaced it; tables that are registered as `loaded` write here.
    this.schema.raw(`
      create table load_changes (
        id bigint generated always as identity,
        regency_code text not null,
        load_id uuid not null,
        table_name text not null,
        former_load uuid not null,
        before jsonb not null,
        primary key (regency_code, load_id, id)
      )`)
    this.schema.raw('create index load_changes_by_load on load_changes (load_id, table_name, regency_code)')
    this.schema.raw('create index load_changes_by_former on load_changes (former_load, load_id)')
    this.schema.raw(`
      create function siks_keep_loaded() returns trigger language plpgsql as $$
      declare load text := current_setting('app.load', true);
      begin
        if load <> '' then
          insert into load_changes (regency_code, load_id, table_name, former_load, before)
          select w.regency_code, load::uuid, tg_table_name, w.load_id, to_jsonb(w) from was w where w.load_id <> load::uuid;
        end if;
        return null;
      end $$`)
    // What the officer said of a set of headings, for the next file that has the same.
    this.schema.raw(`
      create table load_headings (
        kind text not null,
        part text not null,
        headings_hash text not null,
        columns jsonb not null,
        saved_by_name text not null,
        saved_at timestamptz not null,
        primary key (kind, part, headings_hash)
      )`)
    this.schema.raw(`
      create table edition_changes (
        regency_code text not null,
        edition_id uuid not null references editions (id),
        other_id uuid not null references editions (id),
        village_code text not null,
        before integer not null,
        after integer not null,
        came integer not null,
        gone integer not null,
        moved_in integer not null,
        moved_out integer not null,
        changed integer not null,
        persons_before integer not null,
        persons_after integer not null,
        primary key (regency_code, edition_id, other_id, village_code)
      )`)
    // The highest serial ever given within a prefix of register keys, so that none is given twice.
    this.schema.raw(
      'create table register_serials (module text not null, prefix text not null, last integer not null, primary key (module, prefix))',
    )
    await registerTable(this, 'loads', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'load_files', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'load_rejections', { grants: ['select', 'insert', 'delete'] })
    await registerTable(this, 'load_changes', { grants: ['select', 'insert', 'delete'] })
    await registerTable(this, 'edition_changes', { grants: ['select', 'insert', 'delete'] })
    await grantTable(this, 'load_headings', ['select', 'insert', 'update'])
    await grantTable(this, 'register_serials', ['select', 'insert', 'update'])
  }

  async down() {
    const tables = [
      'register_serials',
      'edition_changes',
      'load_headings',
      'load_changes',
      'load_rejections',
      'load_files',
      'loads',
    ]
    for (const table of tables) this.schema.raw(`drop table ${table}`)
    this.schema.raw('drop function siks_keep_loaded')
  }
}
