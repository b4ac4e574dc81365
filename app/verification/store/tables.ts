import type { BaseSchema } from '@adonisjs/lucid/schema'
import { applicationRole, registerTable } from '#kernel/register_table'
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
import { NUMBERS } from './set_kinds.js'
import { createWorkbench, workbenchTables } from './workbench_tables.js'

const READ_ONLY = { grants: ['select', 'insert'] } as const

/**
 * The tables of a verification module, made from its instrument: the register partitioned by edition, the working copy of a
 * period with the same columns, the append-only history, the narrow list rows and the kept counts.
 */
export function verificationTables(schema: BaseSchema, instrument: Instrument) {
  const names = tableNames(instrument)
  const children = instrument.groups
  const raw = (sql: string) => schema.schema.raw(sql)
  const withCollation = (sql: string) => sql.replace(/\bname_key text/, 'name_key text collate "C"')

  return {
    async create(): Promise<void> {
      raw(`create table ${names.base} (edition_id uuid not null, regency_code text not null, ${withCollation(definitions(rootColumns(instrument)))},
        code_list_version text not null, problems jsonb not null default '[]',
        primary key (edition_id, regency_code, key)) partition by list (edition_id)`)
      raw(`create index ${names.base}_by_village on ${names.base} (edition_id, regency_code, ${instrument.summary.village}, key)`)
      await registerTable(schema, names.base, { grants: ['select', 'insert', 'update', 'delete'], edition: true })
      for (const group of children) await createBaseGroup(group.name)
      await createWorkingCopy()
      indexCards()
      await createLists()
      await createFingerprints(schema, instrument)
      await createSearch()
      await createWorkbench(schema, instrument)
    },
    /**
     * Columns of variables, and tables of groups, that the instrument got after `create` was released; what stands already is left as it
     * is. They are empty for what was stored before.
     */
    async add(added: GroupVariables): Promise<void> {
      for (const group of [instrument.root, ...children].filter(({ name }) => name in added)) {
        if (group !== instrument.root && !(await stands(names.baseGroup(group.name)))) {
          await createBaseGroup(group.name)
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

  async function createBaseGroup(name: string) {
    const group = children.find((child) => child.name === name)!
    const table = names.baseGroup(name)
    raw(`create table ${table} (edition_id uuid not null, regency_code text not null, ${withCollation(definitions(childColumns(instrument, group)))},
      primary key (edition_id, regency_code, key)) partition by list (edition_id)`)
    raw(`create index ${table}_by_record on ${table} (edition_id, regency_code, record_key)`)
    await registerTable(schema, table, { grants: ['select', 'insert', 'update', 'delete'], edition: true })
  }

  async function createWorkingCopy() {
    raw(`create table ${names.updates} (period_id uuid not null, regency_code text not null, ${withCollation(definitions(rootColumns(instrument)))},
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
    raw(`create table ${names.changes} (period_id uuid not null, regency_code text not null, key text not null, version integer not null,
      cause text not null, cause_id text not null, actor_id uuid, actor_name text not null, at timestamptz not null, reason text,
      before json, after json, primary key (period_id, regency_code, key, version))`)
    raw(`create index ${names.changes}_by_cause on ${names.changes} (regency_code, cause_id, period_id)`)
    await registerTable(schema, names.changes, { ...READ_ONLY, period: true })
  }

  async function createUpdateGroup(group: RowGroup) {
    const table = names.updateGroup(group.name)
    raw(`create table ${table} (period_id uuid not null, regency_code text not null, ${withCollation(definitions(childColumns(instrument, group)))},
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

  async function createLists() {
    const where = '(period_id uuid not null, regency_code text not null, district_code text not null, village_code text not null'
    raw(`create table ${names.current} ${where}, key text not null, register_id text, name text, name_key text collate "C" not null default '',
      address text, locality text, kind text not null, outcome text not null, state text not null, decile smallint not null,
      persons smallint not null, unnumbered smallint not null default 0, families smallint not null, blocking smallint not null, warnings smallint not null, inherited smallint not null,
      conflict boolean not null default false, source_file_id uuid, version integer not null, updated_at timestamptz,
      primary key (period_id, regency_code, key))`)
    raw(`create index ${names.current}_by_village on ${names.current} (period_id, regency_code, village_code, name_key, key)`)
    raw(
      `create index ${names.current}_by_district on ${names.current} (period_id, regency_code, district_code, village_code, name_key, key)`,
    )
    raw(`create index ${names.current}_by_name on ${names.current} (period_id, regency_code, name_key, key)`)
    raw(
      `create index ${names.current}_touched on ${names.current} (period_id, regency_code, kind, village_code, name_key, key) where kind <> 'none'`,
    )
    raw(
      `create index ${names.current}_outcomes on ${names.current} (period_id, regency_code, outcome, state, key) where kind <> 'none'`,
    )
    raw(
      `create index ${names.current}_by_file on ${names.current} (period_id, regency_code, source_file_id, village_code, name_key, key) where source_file_id is not null`,
    )
    raw(`create index ${names.current}_register on ${names.current} (period_id, regency_code, register_id)`)
    raw(`create index ${names.current}_trigrams on ${names.current} using gin (regency_code, name_key gin_trgm_ops)`)
    await registerTable(schema, names.current, { period: true })
    raw(`create table ${names.people} ${where}, record_key text not null, key text not null, register_id text, name text,
      name_key text collate "C" not null default '', nik text, kk text, card text, account text, birth_date date, sex smallint, relation smallint, active boolean not null,
      stays boolean not null default true, primary key (period_id, regency_code, record_key, key, stays))`)
    for (const number of NUMBERS) {
      raw(
        `create index ${names.people}_${number} on ${names.people} (period_id, regency_code, ${number}) where ${number} is not null`,
      )
    }
    raw(`create index ${names.people}_likeness on ${names.people} (period_id, regency_code, village_code, name_key, birth_date)`)
    raw(`create index ${names.people}_born on ${names.people} (period_id, regency_code, birth_date) where birth_date is not null`)
    raw(
      `create index ${names.people}_unnumbered on ${names.people} (period_id, regency_code, village_code, name_key) where nik is null`,
    )
    raw(`create index ${names.people}_trigrams on ${names.people} using gin (regency_code, name_key gin_trgm_ops)`)
    await registerTable(schema, names.people, { period: true })
    raw(`create table ${names.recaps} ${where}, kind text not null, outcome text not null, state text not null, decile smallint not null,
      problem text not null, records integer not null, persons integer not null, unnumbered integer not null default 0, families integer not null,
      primary key (period_id, regency_code, village_code, kind, outcome, state, decile, problem))`)
    await registerTable(schema, names.recaps, { period: true, wide: true })
  }

  /**
   * Name search below the policies: a trigram operator is not leakproof, so the function runs as the owner, checks the scope itself
   * and gives back keys only, at most 1,001 of them (design section 5). It is planned for each word anew: a frequent one is met soon enough
   * in the order of the records, a rare one is found by its trigrams.
   */
  async function createSearch() {
    raw(`
      create function ${names.search}(of_period uuid, of_regency text, wanted text) returns table (record_key text)
      language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
      declare
        keys text[];
      begin
        if (of_regency = any (string_to_array(current_setting('app.regencies', true), ','))) is not true then return; end if;
        keys := array(select distinct p.record_key from ${names.people} p
          where p.period_id = of_period and p.regency_code = of_regency and p.name_key like '%' || wanted || '%' limit 1001);
        -- The name on a record is nearly always that of one of its persons.
        if cardinality(keys) < 1001 then
          keys := array(select unnest(keys) union (select c.key from ${names.current} c
            where c.period_id = of_period and c.regency_code = of_regency and c.name_key like '%' || wanted || '%' limit 1001) limit 1001);
        end if;
        return query select unnest(keys);
      end $$`)
    raw(`revoke execute on function ${names.search}(uuid, text, text) from public`)
    raw(`grant execute on function ${names.search}(uuid, text, text) to "${await applicationRole()}"`)
  }
}
