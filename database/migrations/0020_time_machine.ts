import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'

/**
 * What looking back needs: kept counts of an edition and of the composition of households, so that no screen counts the register, and
 * comparisons of a regency down to the row.
 * The rows of a comparison hold a name; they go when it is made again.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table edition_counts (
        edition_id uuid not null references editions (id),
        regency_code text not null,
        district_code text not null,
        village_code text not null,
        decile smallint not null,
        records integer not null,
        families integer not null,
        persons integer not null,
        primary key (edition_id, regency_code, village_code, decile)
      )`)
    this.schema.raw(`
      create table comparisons (
        id uuid not null,
        regency_code text not null,
        module text not null,
        before_edition uuid not null references editions (id),
        after_edition uuid not null references editions (id),
        after_period uuid references periods (id),
        job_id uuid,
        made_by_name text not null,
        made_at timestamptz not null,
        finished_at timestamptz,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index comparisons_by_time on comparisons (regency_code, module, made_at desc)')
    this.schema.raw(`
      create table comparison_rows (
        comparison_id uuid not null,
        regency_code text not null,
        n integer not null,
        change text not null check (change in ('came', 'gone', 'moved', 'changed')),
        village_code text not null,
        other_village text,
        key_before text,
        key_after text,
        register_id text,
        name text,
        name_key text collate "C" not null default '',
        outcome text,
        reason text,
        fields text[] not null default '{}',
        primary key (regency_code, comparison_id, n)
      )`)
    this.schema.raw(
      'create index comparison_rows_by_village on comparison_rows (regency_code, comparison_id, village_code, change, n)',
    )
    this.schema.raw(`
      create table compositions (
        period_id uuid not null references periods (id),
        regency_code text not null,
        figures jsonb not null,
        made_at timestamptz not null,
        primary key (period_id, regency_code)
      )`)
    await registerTable(this, 'compositions')
    await registerTable(this, 'edition_counts', { grants: ['select', 'insert'] })
    await registerTable(this, 'comparisons')
    await registerTable(this, 'comparison_rows')
  }

  async down() {
    for (const table of ['compositions', 'comparison_rows', 'comparisons', 'edition_counts'])
      this.schema.raw(`drop table ${table}`)
  }
}
