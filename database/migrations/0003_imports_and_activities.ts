import { BaseSchema } from '@adonisjs/lucid/schema'
import { grantTable, registerTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table import_terms (
        regency_code text not null,
        period_id uuid not null,
        user_id uuid not null,
        accepted_at timestamptz not null,
        primary key (regency_code, period_id, user_id)
      )`)
    this.schema.raw(`
      create table imports (
        id uuid not null,
        regency_code text not null,
        created_by uuid not null,
        created_by_name text not null,
        source text not null check (source in ('browser', 'command')),
        created_at timestamptz not null,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index imports_by_regency on imports (regency_code, created_at desc)')
    this.schema.raw(`
      create table import_files (
        id uuid not null,
        import_id uuid not null,
        regency_code text not null,
        file_id uuid,
        original_name text not null,
        size bigint not null,
        sha256 text not null,
        state text not null check (state in ('queued', 'checking', 'checked', 'applying', 'applied', 'refused', 'undone', 'cancelled')),
        reason_code text,
        reason_params jsonb,
        issue_id uuid,
        period_id uuid,
        manifest jsonb,
        device text,
        operator text,
        sequence integer,
        notes jsonb not null default '[]',
        read_count integer not null default 0,
        new_count integer not null default 0,
        changed_count integer not null default 0,
        same_count integer not null default 0,
        rejected_count integer not null default 0,
        conflict_count integer not null default 0,
        problem_count integer not null default 0,
        job_id uuid,
        purged_at timestamptz,
        checked_at timestamptz,
        applied_at timestamptz,
        applied_by uuid,
        undone_at timestamptz,
        undone_by uuid,
        created_at timestamptz not null,
        primary key (regency_code, id),
        foreign key (regency_code, import_id) references imports (regency_code, id)
      )`)
    this.schema.raw('create index import_files_by_import on import_files (regency_code, import_id)')
    this.schema.raw('create index import_files_by_hash on import_files (regency_code, sha256)')
    this.schema.raw('create index import_files_by_device on import_files (regency_code, period_id, device, sequence)')
    this.schema.raw(`
      create table import_records (
        regency_code text not null,
        import_file_id uuid not null,
        line integer not null,
        module text not null,
        period_id uuid not null,
        device text not null,
        key text not null,
        survivor text,
        clash_key text generated always as (coalesce(survivor, key)) stored,
        rev integer not null,
        village_code text,
        kind text,
        outcome text,
        status text not null check (status in ('new', 'changed', 'same', 'conflict', 'rejected')),
        doc json,
        merged json,
        conflicts jsonb,
        problems jsonb not null default '[]',
        set_problems jsonb not null default '[]',
        reasons jsonb not null default '[]',
        effect jsonb not null default '[]',
        extra json,
        seen_version integer not null default 0,
        applied boolean not null default false,
        decided_as text,
        decided_by uuid,
        decided_at timestamptz,
        decided_reason text,
        primary key (regency_code, import_file_id, line)
      )`)
    this.schema.raw(
      `create index import_records_by_device on import_records (regency_code, period_id, module, device, key, rev desc) where applied`,
    )
    this.schema.raw(
      `create index import_records_open_conflicts on import_records (regency_code, period_id, module, clash_key) where status = 'conflict' and decided_at is null`,
    )
    this.schema.raw(`
      create table jobs (
        id uuid not null,
        regency_code text not null,
        name text not null,
        subject text,
        payload jsonb not null default '{}',
        state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
        done bigint not null default 0,
        total bigint,
        message text,
        message_en text,
        error text,
        attempts smallint not null default 0,
        claimed_by text,
        heartbeat timestamptz,
        cancel_requested boolean not null default false,
        created_by uuid,
        created_at timestamptz not null,
        started_at timestamptz,
        finished_at timestamptz,
        dismissed_at timestamptz,
        dismissed_by uuid,
        primary key (regency_code, id)
      )`)
    this.schema.raw(
      `create index jobs_failed on jobs (finished_at desc, id desc) where state = 'failed' and dismissed_at is null`,
    )
    this.schema.raw(`create index jobs_unfinished on jobs (regency_code, state) where state in ('queued', 'running')`)
    this.schema.raw('create index jobs_by_subject on jobs (regency_code, subject)')
    this.schema.raw(`
      create table drafts (
        regency_code text not null,
        user_id uuid not null,
        period_id uuid not null,
        kind text not null,
        subject text not null,
        base_version integer not null,
        data jsonb not null,
        saved_at timestamptz not null,
        primary key (regency_code, user_id, period_id, kind, subject)
      )`)
    // What a waiver was given for: the blocking problems of its rule, wherever they stand in the list.
    this.schema.raw(`
      create function siks_problems_hash(problems jsonb, rule text) returns text language sql immutable as $$
        select encode(sha256(convert_to(coalesce(string_agg(p::text, ',' order by p::text collate "C"), ''), 'UTF8')), 'hex')
        from jsonb_array_elements(problems) p where p->>'rule' = siks_problems_hash.rule and p->>'severity' = 'block'
      $$`)
    this.schema.raw(`
      create table waivers (
        regency_code text not null,
        period_id uuid not null,
        module text not null,
        key text not null,
        rule text not null,
        problems_hash text not null,
        reason text not null,
        waived_by uuid not null,
        waived_by_name text not null,
        waived_at timestamptz not null,
        primary key (regency_code, period_id, module, key, rule)
      )`)
    this.schema.raw(`
      create table activities (
        id uuid not null,
        regency_code text not null,
        user_id uuid,
        user_name text not null,
        action text not null,
        object_type text,
        object_id text,
        data jsonb not null default '{}',
        at timestamptz not null,
        block_seq bigint,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index activities_unsealed on activities (regency_code, id) where block_seq is null')
    for (const column of ['regency_code', 'user_id', 'action', 'object_id'])
      this.schema.raw(
        `create index activities_of_${column} on activities (${column}, at desc, id desc) where ${column} is not null`,
      )
    this.schema.raw('create index activities_by_time on activities (at desc, id desc)')
    this.schema.raw(`
      create table activity_blocks (
        regency_code text not null,
        seq bigint not null,
        entries integer not null,
        first_at timestamptz not null,
        last_at timestamptz not null,
        content_hash text not null,
        previous_hash text not null,
        hash text not null,
        sealed_at timestamptz not null,
        primary key (regency_code, seq)
      )`)
    this.schema.raw(`
      create table reads (
        id uuid not null,
        regency_code text not null,
        user_id uuid,
        user_name text not null,
        purpose text not null,
        action text not null,
        object_type text not null,
        object_id text,
        fields text[] not null default '{}',
        address text,
        at timestamptz not null,
        primary key (regency_code, id)
      )`)
    for (const column of ['regency_code', 'user_id', 'action', 'object_id'])
      this.schema.raw(`create index reads_of_${column} on reads (${column}, at desc, id desc) where ${column} is not null`)
    this.schema.raw('create index reads_by_time on reads (at desc, id desc)')
    for (const table of ['import_records', 'drafts']) await registerTable(this, table, { period: 'discardable' })
    await registerTable(this, 'waivers', { grants: ['select', 'insert', 'update'], period: true })
    for (const table of ['import_files', 'jobs']) {
      await registerTable(this, table, { grants: ['select', 'insert', 'update'], wide: table === 'import_files' })
    }
    for (const table of ['import_terms', 'imports']) await registerTable(this, table, { grants: ['select', 'insert'] })
    for (const table of ['activities', 'activity_blocks', 'reads']) {
      await registerTable(this, table, { grants: ['select', 'insert'], recode: 'never' })
    }
    await grantTable(this, 'activities', ['update (block_seq)'])
  }

  async down() {
    for (const table of [
      ...['reads', 'activity_blocks', 'activities', 'waivers', 'drafts', 'jobs', 'import_records'],
      ...['import_files', 'imports', 'import_terms'],
    ]) {
      this.schema.raw(`drop table ${table}`)
    }
    this.schema.raw('drop function siks_problems_hash')
  }
}
