import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#core/plugin'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table bsp_quotas (
        regency_code text not null,
        quota integer not null check (quota >= 0),
        stage text,
        load_id uuid not null,
        set_by_name text not null,
        set_at timestamptz not null,
        primary key (regency_code)
      )`)
    this.schema.raw(`
      create table bsp_quota_changes (
        regency_code text not null,
        load_id uuid not null,
        quota integer not null,
        stage text,
        before_quota integer,
        before_stage text,
        set_by_name text not null,
        set_at timestamptz not null,
        taken_back_by_name text,
        taken_back_at timestamptz,
        primary key (regency_code, load_id)
      )`)
    // A place that was moved between two villages, or between one and the reserve of the regency (null).
    this.schema.raw(`
      create table bsp_shifts (
        regency_code text not null,
        id uuid not null,
        period_id uuid not null,
        from_village text,
        to_village text,
        places integer not null check (places > 0),
        reason text not null,
        substitution_id uuid,
        made_by_name text not null,
        made_at timestamptz not null,
        voided_by_name text,
        voided_at timestamptz,
        primary key (regency_code, id),
        check (from_village is distinct from to_village)
      )`)
    this.schema.raw('create index bsp_shifts_of_period on bsp_shifts (period_id, regency_code)')
    this.schema.raw(`
      create table bsp_substitutions (
        regency_code text not null,
        id uuid not null,
        period_id uuid not null,
        vacancy_key text not null,
        vacancy_village text not null,
        substitute_key text not null,
        village_code text not null,
        family_key text,
        household_key text,
        reach text not null check (reach in ('village', 'district', 'regency')),
        percentile numeric,
        taken_by uuid,
        taken_by_name text not null,
        taken_at timestamptz not null,
        released_by_name text,
        released_at timestamptz,
        release_reason text,
        primary key (regency_code, id)
      )`)
    // One substitute a vacancy and one vacancy a substitute, whoever is faster; a family comes in once.
    for (const column of ['vacancy_key', 'substitute_key', 'family_key']) {
      this.schema.raw(
        `create unique index bsp_substitutions_one_${column} on bsp_substitutions (period_id, regency_code, ${column}) where released_at is null`,
      )
    }
    this.schema.raw(`
      create table bsp_twins (
        regency_code text not null,
        period_id uuid not null,
        kind text not null check (kind in ('family', 'person', 'card')),
        one_key text not null,
        other_key text not null,
        verdict text not null check (verdict in ('clean', 'unclean', 'inactive')),
        kept_key text,
        reason text not null,
        judged_by_name text not null,
        judged_at timestamptz not null,
        primary key (regency_code, period_id, kind, one_key, other_key),
        check (one_key < other_key)
      )`)
    await registerTable(this, 'bsp_quotas', { loaded: true })
    await registerTable(this, 'bsp_quota_changes', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'bsp_shifts', { grants: ['select', 'insert', 'update'], period: true })
    await registerTable(this, 'bsp_substitutions', { grants: ['select', 'insert', 'update'], period: true })
    await registerTable(this, 'bsp_twins', { grants: ['select', 'insert', 'update'], period: true })
  }

  async down() {
    for (const table of ['bsp_twins', 'bsp_substitutions', 'bsp_shifts', 'bsp_quota_changes', 'bsp_quotas'])
      this.schema.raw(`drop table ${table}`)
  }
}
