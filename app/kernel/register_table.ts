import type { BaseSchema } from '@adonisjs/lucid/schema'
import { databaseAddresses } from '#services/database/addresses'

export interface TableRegistration {
  /** Column with the region a row belongs to; `regency_code` unless the table is of the core's own kind. */
  scope?: string
  /** What the application may do. Append-only tables leave out update and delete. */
  grants?: readonly ('select' | 'insert' | 'update' | 'delete')[]
  /** The table is written inside a period: refuses writes unless the finalisation of (period, regency) is open. */
  period?: boolean
  /** The table holds an edition: refuses writes once the edition is published. */
  edition?: boolean
}

const ALL = ['select', 'insert', 'update', 'delete'] as const

/** Name of the role that web, worker and commands work as; it owns nothing and cannot bypass policies. */
export async function applicationRole(): Promise<string> {
  return decodeURIComponent(new URL((await databaseAddresses()).application).username)
}

/**
 * Adds row security, grants and write guards to a table, so that neither core nor plugin can forget them.
 * Call it in the migration that makes the table. Without a scope set on the transaction no row is visible.
 */
export async function registerTable(schema: BaseSchema, table: string, options: TableRegistration = {}): Promise<void> {
  const column = options.scope ?? 'regency_code'
  const visible = `${column} = any ((select string_to_array(current_setting('app.regencies', true), ','))::text[])`
  schema.schema.raw(`alter table ${table} enable row level security`)
  schema.schema.raw(`create policy scope on ${table} using (${visible}) with check (${visible})`)
  await grantTable(schema, table, options.grants ?? ALL)
  if (options.period) addGuard(schema, table, 'siks_guard_period')
  if (options.edition) addGuard(schema, table, 'siks_guard_edition')
}

/** For reference tables that every signed-in role may read and that hold no person. */
export async function grantTable(schema: BaseSchema, table: string, grants: readonly string[] = ['select']): Promise<void> {
  schema.schema.raw(`grant ${grants.join(', ')} on ${table} to "${await applicationRole()}"`)
}

function addGuard(schema: BaseSchema, table: string, guard: string) {
  const when = [
    ['insert', 'new table as touched'],
    ['update', 'new table as touched old table as untouched'],
    ['delete', 'old table as touched'],
  ]
  for (const [event, tables] of when) {
    schema.schema.raw(
      `create trigger ${table}_${guard}_${event} after ${event} on ${table} referencing ${tables} for each statement execute function ${guard}()`,
    )
  }
}
