import type { BaseSchema } from '@adonisjs/lucid/schema'
import { applicationRole, registerTable } from '#kernel/register_table'
import type { Instrument } from '../instrument.js'
import { tableNames } from './columns.js'
import { NUMBERS } from './set_kinds.js'

/** Columns with which every table of a period's lists begins. */
const PLACED = 'period_id uuid not null, regency_code text not null, district_code text not null, village_code text not null'

/** The narrow rows that lists, filters and look-ups read: of a record, of a person, and the kept counts of a village. */
export async function createLists(schema: BaseSchema, instrument: Instrument): Promise<void> {
  const { current, people, recaps } = tableNames(instrument)
  await createCurrent(schema, current)
  await createPeople(schema, people)
  schema.schema
    .raw(`create table ${recaps} (${PLACED}, kind text not null, outcome text not null, state text not null, decile smallint not null,
    problem text not null, records integer not null, persons integer not null, unnumbered integer not null default 0, families integer not null,
    primary key (period_id, regency_code, village_code, kind, outcome, state, decile, problem))`)
  await registerTable(schema, recaps, { period: true, wide: true })
}

async function createCurrent(schema: BaseSchema, current: string): Promise<void> {
  schema.schema
    .raw(`create table ${current} (${PLACED}, key text not null, register_id text, name text, name_key text collate "C" not null default '',
    address text, locality text, kind text not null, outcome text not null, state text not null, decile smallint not null,
    persons smallint not null, unnumbered smallint not null default 0, families smallint not null, blocking smallint not null, warnings smallint not null, inherited smallint not null,
    conflict boolean not null default false, source_file_id uuid, version integer not null, updated_at timestamptz,
    primary key (period_id, regency_code, key))`)
  const index = indexOf(schema, current)
  index('by_village', 'village_code, name_key, key')
  index('by_district', 'district_code, village_code, name_key, key')
  index('by_name', 'name_key, key')
  index('touched', 'kind, village_code, name_key, key', `kind <> 'none'`)
  index('outcomes', 'outcome, state, key', `kind <> 'none'`)
  index('by_file', 'source_file_id, village_code, name_key, key', 'source_file_id is not null')
  index('register', 'register_id')
  indexTrigrams(schema, current)
  await registerTable(schema, current, { period: true })
}

async function createPeople(schema: BaseSchema, people: string): Promise<void> {
  schema.schema.raw(`create table ${people} (${PLACED}, record_key text not null, key text not null, register_id text, name text,
    name_key text collate "C" not null default '', nik text, kk text, card text, account text, birth_date date, sex smallint, relation smallint, active boolean not null,
    stays boolean not null default true, primary key (period_id, regency_code, record_key, key, stays))`)
  const index = indexOf(schema, people)
  for (const number of NUMBERS) index(number, number, `${number} is not null`)
  index('likeness', 'village_code, name_key, birth_date')
  index('born', 'birth_date', 'birth_date is not null')
  index('unnumbered', 'village_code, name_key', 'nik is null')
  indexTrigrams(schema, people)
  await registerTable(schema, people, { period: true })
}

/** Makes indexes of a table within one period and regency, each of all its rows or of those that fulfil a condition. */
function indexOf(schema: BaseSchema, table: string) {
  return (name: string, columns: string, condition?: string) => {
    const rows = condition ? ` where ${condition}` : ''
    schema.schema.raw(`create index ${table}_${name} on ${table} (period_id, regency_code, ${columns})${rows}`)
  }
}

/** The search for a part of a name goes through those of a regency. */
function indexTrigrams(schema: BaseSchema, table: string): void {
  schema.schema.raw(`create index ${table}_trigrams on ${table} using gin (regency_code, name_key gin_trgm_ops)`)
}

/**
 * Name search below the policies: a trigram operator is not leakproof, so the function runs as the owner, checks the scope itself
 * and gives back keys only, at most 1,001 of them (design section 5). It is planned for each word anew: a frequent one is met soon enough
 * in the order of the records, a rare one is found by its trigrams.
 */
export async function createSearch(schema: BaseSchema, instrument: Instrument): Promise<void> {
  const { search, people, current } = tableNames(instrument)
  const raw = (sql: string) => schema.schema.raw(sql)
  raw(`
    create function ${search}(of_period uuid, of_regency text, wanted text) returns table (record_key text)
    language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
    declare
      keys text[];
    begin
      if (of_regency = any (string_to_array(current_setting('app.regencies', true), ','))) is not true then return; end if;
      keys := array(select distinct p.record_key from ${people} p
        where p.period_id = of_period and p.regency_code = of_regency and p.name_key like '%' || wanted || '%' limit 1001);
      -- The name on a record is nearly always that of one of its persons.
      if cardinality(keys) < 1001 then
        keys := array(select unnest(keys) union (select c.key from ${current} c
          where c.period_id = of_period and c.regency_code = of_regency and c.name_key like '%' || wanted || '%' limit 1001) limit 1001);
      end if;
      return query select unnest(keys);
    end $$`)
  raw(`revoke execute on function ${search}(uuid, text, text) from public`)
  raw(`grant execute on function ${search}(uuid, text, text) to "${await applicationRole()}"`)
}
