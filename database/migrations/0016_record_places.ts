import { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'

/**
 * Where records stand that were moved between villages within their regency, and every such move. The edition stays as it was published:
 * its village is read with the place kept here laid over it.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table record_places (
        period_id uuid not null,
        regency_code text not null,
        module text not null,
        key text not null,
        village_code text not null,
        place_parts text[],
        former text[] not null,
        primary key (period_id, regency_code, module, key)
      )`)
    this.schema.raw('create index record_places_by_village on record_places (period_id, regency_code, module, village_code)')
    await registerTable(this, 'record_places', { grants: ['select', 'insert', 'update'], period: true })
    this.schema.raw(`
      create table record_moves (
        regency_code text not null,
        move_id uuid not null,
        module text not null,
        key text not null,
        period_id uuid not null,
        from_village text not null,
        to_village text not null,
        name text,
        persons integer not null,
        moved_by_name text not null,
        moved_at timestamptz not null,
        undone_at timestamptz,
        primary key (regency_code, move_id, module, key)
      )`)
    this.schema.raw('create index record_moves_of_record on record_moves (regency_code, period_id, module, key, moved_at)')
    await registerTable(this, 'record_moves', { grants: ['select', 'insert', 'update'], period: true })
    await this.#splits()
  }

  /** A record that was parted: both halves are taken, or neither. */
  async #splits() {
    this.schema.raw(`
      create table record_splits (
        regency_code text not null,
        move_id uuid not null,
        period_id uuid not null,
        module text not null,
        key text not null,
        new_key text not null,
        undone_at timestamptz,
        primary key (regency_code, move_id)
      )`)
    this.schema.raw('create index record_splits_of_period on record_splits (period_id, regency_code, module)')
    await registerTable(this, 'record_splits', { grants: ['select', 'insert', 'update'], period: true })
  }

  async down() {
    this.schema.raw('drop table record_splits')
    this.schema.raw('drop table record_moves')
    this.schema.raw('drop table record_places')
  }
}
