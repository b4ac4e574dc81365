import { BaseSchema } from '@adonisjs/lucid/schema'
import { v7 as uuid } from 'uuid'
import { FIRST_CONTACTS, FIRST_FAQ } from '#database/first_words'
import { grantTable, registerTable } from '#kernel/register_table'

/** What the ministry says to the regencies, and what they say back. Rows of announcements and documents are the ministry's own (`00`). */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table announcements (
        id uuid not null,
        regency_code text not null,
        title text not null,
        body text not null,
        important boolean not null default false,
        public boolean not null default false,
        regions text[] not null default '{}',
        valid_from date not null,
        valid_until date,
        version integer not null default 1,
        created_by_name text not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        withdrawn_at timestamptz,
        withdrawn_by text,
        primary key (regency_code, id)
      )`)
    this.schema.raw(`
      create table documents (
        id uuid not null,
        regency_code text not null,
        kind text not null check (kind in ('circular', 'agreement', 'cutoff', 'guide', 'other')),
        title text not null,
        number text,
        issued_on date,
        valid_from date not null,
        valid_until date,
        regions text[] not null default '{}',
        personal boolean not null default false check (not personal or cardinality(regions) = 1),
        file_regency text not null,
        file_id uuid not null,
        created_by_name text not null,
        created_at timestamptz not null,
        withdrawn_at timestamptz,
        withdrawn_by text,
        primary key (regency_code, id)
      )`)
    this.schema.raw(`
      create table faq_entries (
        id uuid primary key,
        subject text not null,
        position integer not null,
        question_id text not null,
        answer_id text not null,
        question_en text not null,
        answer_en text not null,
        version integer not null default 1,
        updated_at timestamptz not null,
        removed_at timestamptz
      )`)
    this.schema.raw(`
      create table help_contacts (
        id uuid primary key,
        position integer not null,
        kind text not null check (kind in ('web', 'mail', 'phone')),
        value text not null,
        note_id text not null,
        note_en text not null,
        removed_at timestamptz
      )`)
    this.schema.raw(`
      create table feedback (
        id uuid not null,
        regency_code text not null,
        number bigint generated always as identity,
        user_id uuid not null,
        user_name text not null,
        role text not null,
        page text,
        category text not null check (category in ('fault', 'question', 'wish', 'data')),
        body text not null,
        file_id uuid,
        form uuid not null,
        created_at timestamptz not null,
        answer text,
        answered_by uuid,
        answered_by_name text,
        answered_at timestamptz,
        primary key (regency_code, id),
        unique (regency_code, user_id, form)
      )`)
    this.schema.raw('create index feedback_by_time on feedback (created_at desc, id desc)')
    this.schema.raw('create index feedback_waiting on feedback (created_at desc, id desc) where answered_at is null')
    this.schema.raw(`
      create table remarks (
        id uuid not null,
        regency_code text not null,
        body text not null,
        module text,
        created_by uuid,
        created_by_name text not null,
        created_at timestamptz not null,
        read_by uuid,
        read_by_name text,
        read_at timestamptz,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index remarks_by_time on remarks (regency_code, created_at desc, id desc)')
    this.schema.raw(`
      create table block_checks (
        id uuid not null,
        regency_code text not null,
        blocks integer not null,
        sealed integer not null,
        unsealed integer not null,
        problems jsonb not null,
        checked_by uuid,
        checked_at timestamptz not null,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index block_checks_by_time on block_checks (regency_code, checked_at desc)')
    await registerTable(this, 'announcements', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'documents', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'feedback', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'remarks', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'block_checks', { grants: ['select', 'insert'], recode: 'never' })
    await grantTable(this, 'faq_entries', ['select', 'insert', 'update'])
    await grantTable(this, 'help_contacts', ['select', 'insert', 'update'])
    this.#reading()
    this.#firstWords()
  }

  /** Everybody reads announcements and documents through these alone: they show what is in force and meant for the scope. */
  #reading() {
    this.schema.raw(`
      create function siks_addressed(regions text[]) returns boolean language sql stable security definer
      set search_path = public, pg_temp as $$
        select cardinality(siks_addressed.regions) = 0 or exists (
          select 1 from unnest(string_to_array(current_setting('app.regencies', true), ',')) own(code)
          left join regions r on r.code = own.code
          where own.code = any (siks_addressed.regions) or r.parent = any (siks_addressed.regions))
      $$`)
    this.schema.raw(`
      create function siks_announcements(of_day date) returns setof announcements language sql stable security definer
      set search_path = public, pg_temp as $$
        select * from announcements a
        where a.withdrawn_at is null and a.valid_from <= of_day and (a.valid_until is null or a.valid_until >= of_day)
          and (a.public or (coalesce(current_setting('app.regencies', true), '') <> '' and siks_addressed(a.regions)))
      $$`)
    // Persons are handed to their own regency alone: not to the province above it and not to the ministry, whose scopes hold codes of two digits.
    this.schema.raw(`
      create function siks_documents(of_day date) returns table (
        id uuid, kind text, title text, number text, issued_on date, valid_from date, valid_until date, personal boolean,
        file_id uuid, file_regency text, disk_key text, original_name text, content_type text, size bigint, sha256 text, created_at timestamptz)
      language sql stable security definer set search_path = public, pg_temp as $$
        select d.id, d.kind, d.title, d.number, d.issued_on, d.valid_from, d.valid_until, d.personal,
          f.id, f.regency_code, f.disk_key, f.original_name, f.content_type, f.size, f.sha256, d.created_at
        from documents d join files f on f.regency_code = d.file_regency and f.id = d.file_id and f.removed_at is null
        where coalesce(current_setting('app.regencies', true), '') <> ''
          and d.withdrawn_at is null and d.valid_from <= of_day and (d.valid_until is null or d.valid_until >= of_day)
          and siks_addressed(d.regions)
          and (not d.personal or (d.file_regency = any (string_to_array(current_setting('app.regencies', true), ','))
            and not exists (select 1 from unnest(string_to_array(current_setting('app.regencies', true), ',')) own(code) where length(own.code) = 2)))
      $$`)
    // Which migrations the database has, of core and plugins, for the page that tells whether the code that runs is ahead of it.
    this.schema.raw(`
      create function siks_migrations() returns setof text language plpgsql stable security definer
      set search_path = public, pg_temp as $$
      declare
        kept text;
      begin
        for kept in select table_name from information_schema.tables where table_schema = 'public' and table_name ~ '^schema_[a-z0-9]+$' loop
          return query execute format('select cast(name as text) from %I', kept);
        end loop;
      end $$`)
  }

  /** The questions and contacts that every installation begins with; the ministry goes on from there. */
  #firstWords() {
    this.defer(async (db) => {
      const now = new Date()
      await db
        .table('faq_entries')
        .multiInsert(FIRST_FAQ.map((entry, position) => ({ id: uuid(), position, ...entry, updated_at: now })))
      await db.table('help_contacts').multiInsert(FIRST_CONTACTS.map((entry, position) => ({ id: uuid(), position, ...entry })))
    })
  }

  async down() {
    for (const name of ['siks_migrations()', 'siks_documents(date)', 'siks_announcements(date)', 'siks_addressed(text[])'])
      this.schema.raw(`drop function ${name}`)
    for (const table of [
      ...['block_checks', 'remarks', 'feedback', 'help_contacts', 'faq_entries'],
      ...['documents', 'announcements'],
    ]) {
      this.schema.raw(`drop table ${table}`)
    }
  }
}
