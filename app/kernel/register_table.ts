import type { BaseSchema } from '@adonisjs/lucid/schema'
import { databaseAddresses } from '#services/database/addresses'

export interface TableRegistration {
  /** Column with the region a row belongs to; `regency_code` unless the table is of the core's own kind. */
  scope?: string
  /** What the application may do. Append-only tables leave out update and delete. */
  grants?: readonly ('select' | 'insert' | 'update' | 'delete')[]
  /**
   * Pages of the ministry read the rows of all regencies at once. The policy then looks each row's code up in a hash of the scope's codes
   * instead of comparing it with one after the other, which for all regencies is eight times faster; with one regency they are equal.
   */
  wide?: boolean
  /** `all`: every row is visible without a scope, for what is public; writing needs the scope all the same. */
  read?: 'scope' | 'all'
  /**
   * The table is written inside a period: refuses writes unless the finalisation of (period, regency) is open. `discardable` is the
   * same for what only the work itself needs: it may be deleted once the result is accepted. `sealed` is for the result: it is written
   * only while it is being sealed.
   */
  period?: boolean | 'discardable' | 'sealed'
  /** The table holds an edition: refuses writes once the edition is published. */
  edition?: boolean
  /**
   * Its rows are brought by loads of the ministry, each with the id of the last that wrote it (`load_id uuid not null`): what a load replaces
   * is kept, so that it can be taken back.
   */
  loaded?: boolean
  /**
   * What becomes of a row when its region gets another code. Without it a row follows, unless its period or edition is sealed. `always`:
   * it follows even then, for it goes on after its period. `never`: it stays under the code it was written with, as the log, the
   * letters and what is sealed do.
   */
  recode?: 'always' | 'never'
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
  const visible = visibleRows(options.scope ?? 'regency_code', options.wide)
  schema.schema.raw(`alter table ${table} enable row level security`)
  schema.schema.raw(`create policy scope on ${table} using (${visible}) with check (${visible})`)
  if (options.read === 'all') schema.schema.raw(`create policy readable on ${table} for select using (true)`)
  await grantTable(schema, table, options.grants ?? ALL)
  if (options.period) {
    const written = options.period === 'sealed' ? ['finalising'] : ['open']
    const deleted = options.period === 'discardable' ? [...written, 'accepted'] : written
    addGuard(schema, table, 'siks_guard_period', { written, deleted })
  }
  const recode = options.recode ?? (options.period === 'sealed' ? 'never' : null)
  if (recode) schema.schema.raw(`comment on policy scope on ${table} is '${recode}'`)
  if (options.loaded) {
    schema.schema.raw(`create index ${table}_by_load on ${table} (load_id, regency_code)`)
    schema.schema.raw(
      `create trigger ${table}_siks_keep_loaded after update on ${table} referencing old table as was for each statement execute function siks_keep_loaded()`,
    )
  }
  if (options.edition) addGuard(schema, table, 'siks_guard_edition')
}

/** Gives a registered table the policy of `wide` afterwards, or takes it back. */
export function widenTable(schema: BaseSchema, table: string, wide = true): void {
  const visible = visibleRows('regency_code', wide)
  schema.schema.raw(`alter policy scope on ${table} using (${visible}) with check (${visible})`)
}

function visibleRows(column: string, wide = false): string {
  const codes = `string_to_array(current_setting('app.regencies', true), ',')`
  return wide ? `${column} in (select unnest(${codes}))` : `${column} = any ((select ${codes})::text[])`
}

/** For reference tables that every signed-in role may read and that hold no person. */
export async function grantTable(schema: BaseSchema, table: string, grants: readonly string[] = ['select']): Promise<void> {
  schema.schema.raw(`grant ${grants.join(', ')} on ${table} to "${await applicationRole()}"`)
}

/** @param states of the finalisation in which rows may be written and deleted; given to the guard as its arguments */
function addGuard(
  schema: BaseSchema,
  table: string,
  guard: string,
  { written, deleted }: { written: readonly string[]; deleted: readonly string[] } = { written: [], deleted: [] },
) {
  const when = [
    { event: 'insert', tables: 'new table as touched', states: written },
    { event: 'update', tables: 'new table as touched old table as untouched', states: written },
    { event: 'delete', tables: 'old table as touched', states: deleted },
  ]
  for (const { event, tables, states } of when) {
    const given = states.map((state) => `'${state}'`).join(', ')
    schema.schema.raw(
      `create trigger ${table}_${guard}_${event} after ${event} on ${table} referencing ${tables} for each statement execute function ${guard}(${given})`,
    )
  }
}
