import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#core/plugin'

/** Who said for whom a substitute comes in, when, and where he was found: kept beside the answer of the record that says so. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table pbi_ties (
        regency_code text not null,
        id uuid not null,
        period_id uuid not null,
        participant text not null,
        substitute_key text not null,
        family_key text,
        reach text check (reach in ('village', 'district', 'regency')),
        percentile numeric,
        tied_by_name text not null,
        tied_at timestamptz not null,
        released_by_name text,
        released_at timestamptz,
        release_reason text,
        primary key (regency_code, id)
      )`)
    this.schema.raw(
      'create unique index pbi_ties_one_participant on pbi_ties (period_id, regency_code, substitute_key) where released_at is null',
    )
    await registerTable(this, 'pbi_ties', { grants: ['select', 'insert', 'update'], period: true })
  }

  async down() {
    this.schema.raw('drop table pbi_ties')
  }
}
