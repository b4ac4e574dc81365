import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    // Lists as one person keeps them under a name; never a number that was searched for.
    this.schema.raw(`
      create table list_views (
        id uuid not null,
        regency_code text not null,
        user_id uuid not null,
        module text not null,
        list text not null check (list in ('existing', 'repair', 'new')),
        name text not null,
        parameters jsonb not null,
        is_default boolean not null default false,
        saved_at timestamptz not null,
        primary key (regency_code, id),
        unique (regency_code, user_id, module, list, name)
      )`)
    this.schema.raw('create unique index list_views_default on list_views (regency_code, user_id, module, list) where is_default')
    // One outcome given to many records at once: what was chosen, what was shown, and what became of it.
    this.schema.raw(`
      create table bulk_acts (
        id uuid not null,
        regency_code text not null,
        period_id uuid not null references periods (id),
        module text not null,
        list text not null check (list in ('existing', 'repair', 'new')),
        selection jsonb not null,
        outcome text not null,
        reason text,
        expected integer not null,
        token text not null,
        state text not null check (state in ('waiting', 'done', 'changed', 'failed', 'undoing', 'undone')),
        changed integer not null default 0,
        blocking integer not null default 0,
        restored integer,
        kept integer,
        undo_token text,
        created_by uuid,
        created_by_name text not null,
        created_at timestamptz not null,
        job_id uuid,
        finished_at timestamptz,
        undone_by_name text,
        undone_at timestamptz,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index bulk_acts_by_period on bulk_acts (regency_code, period_id, created_at desc)')
    this.schema.raw('create index bulk_acts_by_token on bulk_acts (regency_code, token)')
    // A decision on many updates, or the taking back of one, as a job: what was chosen, what was shown, and what became of it.
    this.schema.raw(`
      create table large_acts (
        id uuid not null,
        regency_code text not null,
        period_id uuid not null references periods (id),
        module text not null,
        take text not null check (take in ('accept', 'return', 'reject', 'withdraw', 'reopen', 'undo')),
        selection jsonb,
        undone text,
        reason text,
        expected integer not null,
        token text not null,
        shown_at timestamptz not null,
        back text not null,
        state text not null check (state in ('waiting', 'done', 'changed', 'failed')),
        changed integer not null default 0,
        created_by uuid,
        created_by_name text not null,
        created_at timestamptz not null,
        job_id uuid not null,
        finished_at timestamptz,
        primary key (regency_code, id),
        check ((take = 'undo') = (undone is not null) and (take = 'undo') = (selection is null))
      )`)
    this.schema.raw('create index large_acts_by_token on large_acts (regency_code, token)')
    await registerTable(this, 'list_views')
    await registerTable(this, 'bulk_acts', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'large_acts', { grants: ['select', 'insert', 'update'] })
  }

  async down() {
    for (const table of ['large_acts', 'bulk_acts', 'list_views']) this.schema.raw(`drop table ${table}`)
  }
}
