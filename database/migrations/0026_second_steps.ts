import { BaseSchema } from '@adonisjs/lucid/schema'
import { grantTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    // A row without a secret is one that an officer removed, with the reason. `last_step` is the newest interval whose code was used: a code is good once. `recovery_codes` holds marks, never codes.
    this.schema.raw(`
      create table second_steps (
        user_id uuid primary key references users (id),
        secret text,
        begun_at timestamptz not null,
        confirmed_at timestamptz,
        last_step bigint not null default 0,
        recovery_codes jsonb not null default '[]',
        removed_at timestamptz,
        removed_by_name text,
        removed_reason text,
        check ((secret is null) = (removed_at is not null))
      )`)
    await grantTable(this, 'second_steps', ['select', 'insert', 'update', 'delete'])
  }

  async down() {
    this.schema.raw('drop table second_steps')
  }
}
