import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    // Gapless numbers of papers beside the approval letter, per regency, kind and calendar year.
    this.schema.raw(`
      create table paper_counters (
        regency_code text not null,
        kind text not null check (kind in ('objection', 'notice')),
        year integer not null,
        last integer not null,
        primary key (regency_code, kind, year)
      )`)
    // Notices to families that were taken off a list; each state of the record has one at most.
    this.schema.raw(`
      create table removal_notices (
        id uuid not null,
        regency_code text not null,
        module text not null,
        period_id uuid not null references periods (id),
        record_key text not null,
        version integer not null,
        number text not null,
        year integer not null,
        serial integer not null,
        notice_date date not null,
        object_until date not null,
        file_id uuid not null,
        made_by uuid,
        made_by_name text not null,
        made_at timestamptz not null,
        primary key (regency_code, id),
        unique (regency_code, period_id, record_key, version),
        unique (regency_code, year, serial)
      )`)
    this.schema.raw(`
      create table objections (
        id uuid not null,
        regency_code text not null,
        receipt text not null,
        year integer not null,
        serial integer not null,
        form_id uuid not null,
        module text not null,
        period_id uuid not null references periods (id),
        record_key text not null,
        about text not null check (about in ('removal', 'refusal', 'listing', 'data')),
        outcome text not null,
        subject_name text not null,
        village_code text not null,
        objector text not null check (objector in ('person', 'village')),
        objector_name text not null,
        objector_role text,
        phone text,
        objected_on date not null,
        reason text not null,
        scan_file_id uuid,
        due_on date not null,
        registered_by uuid,
        registered_by_name text not null,
        registered_at timestamptz not null,
        state text not null default 'open' check (state in ('open', 'granted', 'dismissed', 'withdrawn')),
        decided_by uuid,
        decided_by_name text,
        decided_at timestamptz,
        decided_on date,
        decision text,
        restoration text check (restoration in ('done', 'waiting', 'none')),
        restored_period_id uuid,
        restored_at timestamptz,
        answer_file_id uuid,
        reminded_at timestamptz,
        primary key (regency_code, id),
        unique (regency_code, year, serial),
        unique (regency_code, form_id)
      )`)
    this.schema.raw(
      `create unique index objections_one_open on objections (regency_code, module, period_id, record_key) where state = 'open'`,
    )
    this.schema.raw('create index objections_by_state on objections (regency_code, state, due_on)')
    this.schema.raw('create index objections_of_record on objections (regency_code, module, record_key)')
    // What anybody may know of an objection: no person is in it.
    this.schema.raw(`
      create table objection_states (
        receipt text primary key,
        regency_code text not null,
        regency_name text not null,
        module_title text not null,
        state text not null,
        registered_on date not null,
        due_on date not null,
        decided_on date,
        updated_at timestamptz not null
      )`)
    await registerTable(this, 'paper_counters', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'removal_notices', { grants: ['select', 'insert'] })
    await registerTable(this, 'objections', { grants: ['select', 'insert', 'update'], recode: 'always' })
    await registerTable(this, 'objection_states', { grants: ['select', 'insert', 'update'], read: 'all', recode: 'always' })
  }

  async down() {
    for (const table of ['objection_states', 'objections', 'removal_notices', 'paper_counters'])
      this.schema.raw(`drop table ${table}`)
  }
}
