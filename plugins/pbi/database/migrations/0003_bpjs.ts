import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#core/plugin'

/** What BPJS Kesehatan says of its members, and what came of comparing the list of a period with it. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table pbi_bpjs (
        regency_code text not null,
        no_bpjs text not null,
        nik text,
        nama text not null,
        name_key text collate "C" not null,
        tgl_lahir date,
        segmen smallint not null,
        status smallint not null,
        load_id uuid not null,
        primary key (regency_code, no_bpjs)
      )`)
    this.schema.raw('create index pbi_bpjs_nik on pbi_bpjs (regency_code, nik) where nik is not null')
    this.schema.raw(`
      create table pbi_matches (
        period_id uuid not null,
        regency_code text not null,
        key text not null,
        verdict text not null check (verdict in ('matched', 'other_person', 'other_number', 'several_numbers', 'absent')),
        differs smallint not null default 0,
        flag text check (flag in ('dead', 'inactive', 'paid')),
        no_bpjs text,
        nama text,
        tgl_lahir date,
        segmen smallint,
        status smallint,
        primary key (period_id, regency_code, key)
      )`)
    this.schema.raw(
      `create index pbi_matches_unmatched on pbi_matches (period_id, regency_code, verdict, key) where verdict <> 'matched'`,
    )
    this.schema.raw('create index pbi_matches_flagged on pbi_matches (period_id, regency_code, flag, key) where flag is not null')
    this.schema.raw(`
      create table pbi_matchings (
        period_id uuid not null,
        regency_code text not null,
        load_id uuid,
        matched integer not null,
        unmatched integer not null,
        flagged integer not null,
        made_by_name text not null,
        made_at timestamptz not null,
        primary key (period_id, regency_code, made_at)
      )`)
    await registerTable(this, 'pbi_bpjs', { loaded: true })
    await registerTable(this, 'pbi_matches', { period: true })
    await registerTable(this, 'pbi_matchings', { grants: ['select', 'insert'], period: true })
  }

  async down() {
    for (const table of ['pbi_matchings', 'pbi_matches', 'pbi_bpjs']) this.schema.raw(`drop table ${table}`)
  }
}
