import { BaseSchema } from '@adonisjs/lucid/schema'
import { grantTable } from '#kernel/register_table'

/** Boundaries for the map. They are public reference data like the list of regions: everybody reads them, and no row holds a person. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table shape_imports (
        id uuid primary key,
        level smallint not null check (level between 1 and 4),
        within_code text references regions (code),
        code_system text check (code_system in ('kemendagri', 'bps')),
        file_name text not null,
        file_sha256 text not null,
        file_size bigint not null,
        source text not null,
        licence text not null,
        features integer not null,
        matched integer not null,
        replaced integer not null,
        repaired integer not null,
        moved integer not null default 0,
        points_read integer not null,
        points_kept integer not null,
        created_by uuid,
        created_by_name text not null,
        created_at timestamptz not null
      )`)
    // A derived shape is the outline of the shapes below it, of the import that the newest of them came with, and gives way to one from a file.
    this.schema.raw(`
      create table region_shapes (
        region_code text primary key references regions (code),
        geometry json not null,
        matched_by text not null check (matched_by in ('code', 'name', 'hand', 'derived')),
        import_id uuid not null references shape_imports (id),
        source_name text,
        source_code text,
        confirmed_by_name text,
        updated_at timestamptz not null
      )`)
    this.schema.raw('create index region_shapes_by_import on region_shapes (import_id)')
    this.schema.raw(`
      create table shape_candidates (
        id uuid primary key,
        import_id uuid not null references shape_imports (id),
        position integer not null,
        name text not null,
        parent_name text not null,
        source_code text,
        reason text not null,
        candidates jsonb not null default '[]',
        geometry json,
        state text not null default 'waiting' check (state in ('waiting', 'confirmed', 'rejected', 'replaced')),
        region_code text references regions (code),
        decided_by uuid,
        decided_by_name text,
        decided_at timestamptz,
        unique (import_id, position)
      )`)
    this.schema.raw(`create index shape_candidates_waiting on shape_candidates (import_id, position) where state = 'waiting'`)
    await grantTable(this, 'shape_imports', ['select', 'insert'])
    await grantTable(this, 'region_shapes', ['select', 'insert', 'update', 'delete'])
    await grantTable(this, 'shape_candidates', ['select', 'insert', 'update'])
  }

  async down() {
    for (const table of ['shape_candidates', 'region_shapes', 'shape_imports']) this.schema.raw(`drop table ${table}`)
  }
}
