import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table period_requests (
        id uuid not null,
        regency_code text not null,
        period_id uuid not null references periods (id),
        module text not null,
        kind text not null check (kind in ('extension', 'reopening')),
        until_on date not null,
        reason text not null,
        state text not null default 'waiting' check (state in ('waiting', 'granted', 'refused', 'withdrawn')),
        asked_by uuid,
        asked_by_name text not null,
        asked_at timestamptz not null,
        answered_by uuid,
        answered_by_name text,
        answered_at timestamptz,
        answer text,
        granted_until date,
        seen_at timestamptz,
        primary key (regency_code, id)
      )`)
    this.schema.raw(
      `create unique index period_requests_one_waits on period_requests (regency_code, period_id) where state = 'waiting'`,
    )
    this.schema.raw('create index period_requests_by_state on period_requests (state, asked_at)')
    // What a province passes on to the governor. A correction is a row of its own; the newest counts.
    this.schema.raw(`
      create table letter_forwards (
        id uuid not null,
        regency_code text not null,
        letter_id uuid not null,
        forwarded_on date not null,
        note text,
        file_id uuid,
        sha256 text,
        by_id uuid,
        by_name text not null,
        at timestamptz not null,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index letter_forwards_by_letter on letter_forwards (regency_code, letter_id, at)')
    // The officer who looks at a finalisation now; another one sees it and is asked before he takes it over.
    this.schema.raw(`
      create table finalisation_holds (
        period_id uuid not null,
        regency_code text not null,
        user_id uuid not null,
        user_name text not null,
        since timestamptz not null,
        until timestamptz not null,
        primary key (regency_code, period_id)
      )`)
    await registerTable(this, 'period_requests', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'letter_forwards', { grants: ['select', 'insert'], recode: 'never' })
    await registerTable(this, 'finalisation_holds')
  }

  async down() {
    for (const table of ['finalisation_holds', 'letter_forwards', 'period_requests']) this.schema.raw(`drop table ${table}`)
  }
}
