import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'

/** What supervisors decided on possible duplicates, when each register was searched for them, and how two persons are compared. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw('create extension if not exists fuzzystrmatch')
    this.schema.raw(`
      create table duplicate_decisions (
        regency_code text not null,
        id uuid not null,
        module text not null,
        period_id uuid not null,
        verdict text not null check (verdict in ('same', 'different', 'twice')),
        left_key text not null,
        right_key text not null,
        kept text,
        basis text not null,
        score smallint not null,
        matches jsonb not null,
        paths jsonb not null default '{}',
        reason text,
        decided_by uuid,
        decided_by_name text not null,
        decided_at timestamptz not null,
        undone_by uuid,
        undone_by_name text,
        undone_at timestamptz,
        undone_reason text,
        primary key (regency_code, id)
      )`)
    this.schema.raw(`create index duplicate_decisions_by_time on duplicate_decisions (regency_code, module, decided_at desc, id)`)
    this.schema.raw(
      `create index duplicate_decisions_merged on duplicate_decisions (regency_code, module, period_id) where verdict = 'twice' and undone_at is null`,
    )
    this.schema.raw(`
      create table duplicate_pairs (
        regency_code text not null,
        module text not null,
        left_person text not null collate "C",
        right_person text not null collate "C",
        decision_id uuid not null,
        primary key (regency_code, module, left_person, right_person, decision_id)
      )`)
    this.schema.raw(`
      create table duplicate_scans (
        regency_code text not null,
        period_id uuid not null,
        module text not null,
        whole_at timestamptz not null,
        searched_at timestamptz not null,
        persons integer not null,
        primary key (regency_code, period_id, module)
      )`)
    await registerTable(this, 'duplicate_decisions', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'duplicate_pairs', { grants: ['select', 'insert', 'delete'] })
    await registerTable(this, 'duplicate_scans')
    this.schema.raw(`
      create function siks_name_likeness(a text, b text) returns real language sql immutable strict parallel safe as $$
        select case when a = b then 1 else greatest(similarity(a, b),
          1 - levenshtein(left(a, 60), left(b, 60))::real / greatest(length(left(a, 60)), length(left(b, 60)), 1)) end::real $$`)
    this.schema.raw(`
      create function siks_birth_agreement(a date, b date) returns real language sql immutable parallel safe as $$
        select case when a is null or b is null then 0.5 when a = b then 1
          when extract(year from a) = extract(year from b) and extract(month from a) = extract(day from b)
            and extract(day from a) = extract(month from b) then 0.8
          when abs(extract(year from a) - extract(year from b)) <= 10 and to_char(a, 'MMDD') = to_char(b, 'MMDD') then 0.6
          when extract(year from a) = extract(year from b)
            and (extract(month from a) = extract(month from b) or extract(day from a) = extract(day from b)) then 0.6
          else 0 end::real $$`)
  }

  async down() {
    this.schema.raw('drop function siks_birth_agreement(date, date)')
    this.schema.raw('drop function siks_name_likeness(text, text)')
    for (const table of ['duplicate_scans', 'duplicate_pairs', 'duplicate_decisions']) this.schema.raw(`drop table ${table}`)
  }
}
