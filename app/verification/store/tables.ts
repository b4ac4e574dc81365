import type { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'
import type { Instrument, RowGroup } from '../instrument.js'
import {
  childColumns,
  definitions,
  groupTables,
  rootColumns,
  tableNames,
  variableColumns,
  type Column,
  type GroupVariables,
} from './columns.js'
import { createFingerprints } from './fingerprints.js'
import { createLists, createSearch } from './list_tables.js'
import { createWorkbench, workbenchTables } from './workbench_tables.js'

const APPEND_ONLY = { grants: ['select', 'insert'] } as const

/**
 * The tables of a verification module, made from its instrument: the register partitioned by edition, the working copy of a
 * period with the same columns, the append-only history, the narrow list rows and the kept counts.
 */
export function verificationTables(schema: BaseSchema, instrument: Instrument) {
  const names = tableNames(instrument)
  const children = instrument.groups
  const raw = (sql: string) => schema.schema.raw(sql)

  return {
    async create(): Promise<void> {
      raw(`create table ${names.base} (edition_id uuid not null, regency_code text not null, ${collated(definitions(rootColumns(instrument)))},
        code_list_version text not null, problems jsonb not null default '[]',
        primary key (edition_id, regency_code, key)) partition by list (edition_id)`)
      raw(`create index ${names.base}_by_village on ${names.base} (edition_id, regency_code, ${instrument.summary.village}, key)`)
      await registerTable(schema, names.base, { grants: ['select', 'insert', 'update', 'delete'], edition: true })
      for (const group of children) await createBaseGroup(group)
      await createWorkingCopy()
      indexCards()
      await createLists(schema, instrument)
      await createFingerprints(schema, instrument)
      await createSearch(schema, instrument)
      await createWorkbench(schema, instrument)
    },
    /**
     * Columns of variables, and tables of groups, that the instrument got after `create` was released; what stands already is left as it
     * is. They are empty for what was stored before.
     */
    async add(added: GroupVariables): Promise<void> {
      for (const group of [instrument.root, ...children].filter(({ name }) => name in added)) {
        if (group !== instrument.root && !(await stands(names.baseGroup(group.name)))) {
          await createBaseGroup(group)
          await createUpdateGroup(group)
        } else alter(group, added, ({ name, type }) => `add column if not exists ${name} ${type}`)
      }
      indexCards(({ group = instrument.root.name, variable }) => added[group]?.includes(variable) ?? false)
    },
    remove(added: GroupVariables): void {
      for (const group of [instrument.root, ...children]) alter(group, added, ({ name }) => `drop column if exists ${name}`)
    },
    drop(): void {
      raw(`drop function ${names.search}`)
      raw(`drop function ${names.elsewhere}`)
      const working = [
        ...workbenchTables(instrument),
        names.fingerprints,
        names.recaps,
        names.people,
        names.current,
        names.changes,
        ...children.map((group) => names.updateGroup(group.name)),
        names.updates,
      ]
      for (const table of [...working, ...children.map((group) => names.baseGroup(group.name)), names.base])
        raw(`drop table ${table}`)
    },
  }

  function alter(group: RowGroup, added: GroupVariables, change: (column: Column) => string) {
    const columns = variableColumns(group).filter(({ name }) => added[group.name]?.includes(name))
    for (const table of columns.length > 0 ? groupTables(instrument, group) : [])
      raw(`alter table ${table} ${columns.map(change).join(', ')}`)
  }

  async function stands(table: string): Promise<boolean> {
    const { rows } = await schema.db.rawQuery('select to_regclass(?) as found', [table])
    return rows[0].found !== null
  }

  async function createBaseGroup(group: RowGroup) {
    const table = names.baseGroup(group.name)
    raw(`create table ${table} (edition_id uuid not null, regency_code text not null, ${collated(definitions(childColumns(instrument, group)))},
      primary key (edition_id, regency_code, key)) partition by list (edition_id)`)
    raw(`create index ${table}_by_record on ${table} (edition_id, regency_code, record_key)`)
    await registerTable(schema, table, { grants: ['select', 'insert', 'update', 'delete'], edition: true })
  }

  async function createWorkingCopy() {
    raw(`create table ${names.updates} (period_id uuid not null, regency_code text not null, ${collated(definitions(rootColumns(instrument)))},
      kind text not null check (kind in ('repair', 'new')), outcome text not null,
      state text not null check (state in ('received', 'accepted', 'returned', 'rejected', 'withdrawn')),
      version integer not null, problems jsonb not null default '[]', set_problems jsonb not null default '[]',
      blocking smallint not null default 0, warnings smallint not null default 0, code_list_version text not null,
      source_file_id uuid, decided_by uuid, decided_at timestamptz, decided_reason text, updated_at timestamptz not null,
      primary key (period_id, regency_code, key))`)
    // What stands against finalising and what waits for an operator are few among the many.
    raw(`create index ${names.updates}_blocking on ${names.updates} (period_id, regency_code, key) where blocking > 0`)
    raw(`create index ${names.updates}_returned on ${names.updates} (period_id, regency_code, key) where state = 'returned'`)
    await registerTable(schema, names.updates, { period: true })
    for (const group of children) await createUpdateGroup(group)
    // What a record was is asked of many at once; its document is too long to be read for that.
    raw(`create table ${names.changes} (period_id uuid not null, regency_code text not null, key text not null, version integer not null,
      cause text not null, cause_id text not null, actor_id uuid, actor_name text not null, at timestamptz not null, reason text,
      before json, after json, before_state text generated always as (before ->> 'state') stored, primary key (period_id, regency_code, key, version))`)
    raw(`create index ${names.changes}_by_cause on ${names.changes} (regency_code, cause_id, period_id)`)
    await registerTable(schema, names.changes, { ...APPEND_ONLY, period: true })
  }

  async function createUpdateGroup(group: RowGroup) {
    const table = names.updateGroup(group.name)
    raw(`create table ${table} (period_id uuid not null, regency_code text not null, ${collated(definitions(childColumns(instrument, group)))},
      primary key (period_id, regency_code, record_key, key))`)
    await registerTable(schema, table, { period: true })
  }

  /** A card is looked up in the edition, and in the working copy where a form may change its number. */
  function indexCards(wanted: (card: { group?: string; variable: string }) => boolean = () => true) {
    for (const { group: name, variable } of (instrument.summary.cards ?? []).filter(wanted)) {
      const group = children.find((child) => child.name === name) ?? instrument.root
      const [base, updates] = groupTables(instrument, group)
      const index = (table: string, place: string) =>
        raw(
          `create index if not exists ${table}_${variable} on ${table} (${place}, regency_code, ${variable}) where ${variable} is not null`,
        )
      index(base, 'edition_id')
      if (!group.variables.find(({ name: own }) => own === variable)?.readonly) index(updates, 'period_id')
    }
  }
}

/** Names are compared by their signs, not by the rules of a language. */
function collated(columns: string): string {
  return columns.replace(/\bname_key text/, 'name_key text collate "C"')
}
