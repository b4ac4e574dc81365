import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#core/plugin'

/** A move from the plan on: what was asked for, what it did, and whether it was taken back. Which records it moved is kept by the core. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table relocation_moves (
        regency_code text not null,
        id uuid not null,
        state text not null check (state in ('draft', 'done', 'undone', 'discarded')),
        source text not null check (source in ('records', 'village', 'locality', 'file', 'split')),
        request jsonb not null,
        from_village text,
        to_village text,
        file_name text,
        rejected jsonb not null default '[]',
        reason text,
        made_by uuid,
        made_by_name text not null,
        made_at timestamptz not null,
        done_by_name text,
        done_at timestamptz,
        effect jsonb,
        undone_by_name text,
        undone_at timestamptz,
        undone_reason text,
        undone_effect jsonb,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index relocation_moves_by_time on relocation_moves (regency_code, made_at desc, id)')
    await registerTable(this, 'relocation_moves', { grants: ['select', 'insert', 'update'] })
  }

  async down() {
    this.schema.raw('drop table relocation_moves')
  }
}
