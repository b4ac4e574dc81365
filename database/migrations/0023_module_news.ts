import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'

/** What one module told another of, and what came of it. It belongs to no period: what is told between two periods waits for the next. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table module_news (
        regency_code text not null,
        id uuid not null,
        module text not null,
        event text not null,
        source_key text not null,
        record_key text not null,
        subject_key text not null,
        kind text not null,
        params jsonb not null default '{}',
        state text not null default 'open' check (state in ('open', 'confirmed', 'dismissed', 'withdrawn')),
        told_at timestamptz not null,
        handled_by_name text,
        handled_at timestamptz,
        reason text,
        primary key (regency_code, id)
      )`)
    // The same news is told once, however often the other record is written, and not again after somebody has answered it.
    this.schema.raw(`
      create unique index module_news_once on module_news (regency_code, module, event, source_key, record_key, subject_key, kind) where state <> 'withdrawn'`)
    this.schema.raw('create index module_news_shown on module_news (regency_code, module, state, told_at desc, id)')
    await registerTable(this, 'module_news', { grants: ['select', 'insert', 'update'] })
  }

  async down() {
    this.schema.raw('drop table module_news')
  }
}
