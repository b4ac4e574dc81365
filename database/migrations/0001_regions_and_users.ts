import { v4 as uuid } from 'uuid'
import { BaseSchema } from '@adonisjs/lucid/schema'
import { grantTable, registerTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    this.schema.raw('create extension if not exists pg_trgm')
    this.schema.raw('create extension if not exists btree_gin')
    this.schema.raw(`
      create table regions (
        code text primary key collate "C",
        level smallint not null check (level between 1 and 4),
        parent text collate "C" references regions (code),
        name text not null,
        name_key text not null collate "C",
        kind text not null,
        bps_code text unique
      )`)
    this.schema.raw('create index regions_by_parent on regions (parent, code)')
    this.schema.raw('create index regions_by_level on regions (level, code) include (name) where level <= 3')
    this.schema.raw(`
      create table region_aliases (
        old_code text primary key,
        new_code text not null references regions (code),
        valid_from date not null,
        decree text not null
      )`)
    this.schema.raw(`
      create table users (
        id uuid primary key,
        login text not null,
        name text not null,
        password text not null,
        role text not null check (role in ('supervisor_regency', 'supervisor_province', 'pfm_reviewer', 'pusdatin', 'auditor')),
        region_code text not null,
        position text,
        nip text,
        phone text,
        email text,
        photo_file_id uuid,
        locale text not null default 'id',
        failed_attempts smallint not null default 0,
        locked_at timestamptz,
        lock_reason text,
        must_change_password boolean not null default false,
        one_time_until timestamptz,
        disabled_at timestamptz,
        disabled_reason text,
        last_sign_in_at timestamptz,
        created_at timestamptz not null,
        updated_at timestamptz not null
      )`)
    this.schema.raw('create unique index users_login on users (lower(login))')
    this.schema.raw('create index users_by_region on users (region_code, lower(login))')
    this.schema.raw(`
      create table sessions (
        id text primary key,
        user_id text,
        data text not null,
        expires_at timestamptz not null,
        touched_at timestamptz not null default now(),
        begun_at timestamptz not null default now(),
        address text,
        device text
      )`)
    this.schema.raw('create index sessions_by_user on sessions (user_id)')
    this.schema.raw('create index sessions_by_expiry on sessions (expires_at)')
    this.schema.raw(`
      create table sign_in_failures (
        id bigint generated always as identity primary key,
        login_hash text not null,
        address text not null,
        at timestamptz not null
      )`)
    this.schema.raw('create index sign_in_failures_by_address on sign_in_failures (address, at)')
    // `enabled` is null where a switch says: as the regions above.
    this.schema.raw(`
      create table plugin_switches (
        id uuid primary key,
        plugin text not null,
        region_code text not null,
        enabled boolean,
        valid_from timestamptz not null,
        valid_until timestamptz check (valid_until > valid_from),
        reason text not null,
        set_by text not null,
        version bigint generated always as identity unique,
        created_at timestamptz not null
      )`)
    this.schema.raw('create index plugin_switches_by_plugin on plugin_switches (plugin, region_code, created_at)')
    this.schema.raw(`
      create table profiles (
        regency_code text primary key,
        institution jsonb not null default '{}',
        signing jsonb not null default '{}',
        logo_file_id uuid,
        version integer not null default 1,
        updated_by uuid,
        updated_at timestamptz not null
      )`)
    this.schema.raw(`
      create table files (
        id uuid not null,
        regency_code text not null,
        kind text not null,
        disk_key text not null,
        original_name text not null,
        content_type text not null,
        size bigint not null,
        sha256 text not null,
        created_by uuid,
        created_at timestamptz not null,
        removed_at timestamptz,
        primary key (regency_code, id)
      )`)
    // The id of this installation, which no backup takes along.
    this.schema.raw(`create function siks_installation() returns uuid language sql immutable as $$ select uuid '${uuid()}' $$`)
    this.schema.raw('create index files_by_regency on files (regency_code, kind, created_at)')
    await grantTable(this, 'regions', ['select', 'insert', 'update', 'delete'])
    await grantTable(this, 'region_aliases', ['select', 'insert', 'update', 'delete'])
    await grantTable(this, 'users', ['select', 'insert', 'update'])
    await grantTable(this, 'sessions', ['select', 'insert', 'update', 'delete'])
    await grantTable(this, 'sign_in_failures', ['select', 'insert', 'delete'])
    await grantTable(this, 'plugin_switches', ['select', 'insert', 'update'])
    await registerTable(this, 'profiles', { grants: ['select', 'insert', 'update'] })
    await registerTable(this, 'files', { grants: ['select', 'insert'] })
    await grantTable(this, 'files', ['update (removed_at)'])
  }

  async down() {
    this.schema.raw('drop function siks_installation')
    for (const table of [
      'files',
      'profiles',
      'plugin_switches',
      'sign_in_failures',
      'sessions',
      'users',
      'region_aliases',
      'regions',
    ]) {
      this.schema.raw(`drop table ${table}`)
    }
  }
}
