import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#core/plugin'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table mou_rounds (
        id uuid not null,
        regency_code text not null,
        round integer not null,
        state text not null check (state in ('waiting', 'approved', 'returned', 'withdrawn', 'revoked')),
        facts jsonb not null,
        documents jsonb not null,
        valid_until date not null,
        submitted_by_name text not null,
        submitted_at timestamptz not null,
        taken_by uuid,
        taken_by_name text,
        taken_at timestamptz,
        decided_by_name text,
        decided_at timestamptz,
        checklist text[] not null default '{}',
        notes jsonb not null default '{}',
        ended_by_name text,
        ended_at timestamptz,
        end_reason text,
        reminded_at timestamptz,
        end_told_at timestamptz,
        primary key (regency_code, id),
        unique (regency_code, round)
      )`)
    this.schema.raw(`create index mou_rounds_untold on mou_rounds (valid_until) where state = 'approved' and end_told_at is null`)
    this.schema.raw(`create unique index mou_rounds_waiting on mou_rounds (regency_code) where state = 'waiting'`)
    this.schema.raw(`
      create table mou_drafts (
        regency_code text not null,
        facts jsonb not null,
        documents jsonb not null,
        version integer not null,
        saved_by_name text not null,
        saved_at timestamptz not null,
        primary key (regency_code)
      )`)
    await registerTable(this, 'mou_rounds', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'mou_drafts')
  }

  async down() {
    for (const table of ['mou_drafts', 'mou_rounds']) this.schema.raw(`drop table ${table}`)
  }
}
