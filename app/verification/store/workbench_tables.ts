import type { BaseSchema } from '@adonisjs/lucid/schema'
import { registerTable } from '#kernel/register_table'
import type { Instrument } from '../instrument.js'
import { tableNames } from './columns.js'

/** Tables of the supervisor's workbench that a module has beside its lists, in the order in which they can be dropped. */
export function workbenchTables(instrument: Instrument): string[] {
  const { duplicates, duplicatesDue, knownElsewhere, problems, problemRecaps } = tableNames(instrument)
  return [duplicates, duplicatesDue, knownElsewhere, problemRecaps, problems]
}

/**
 * What may be recorded twice, and every problem by itself. Candidates are found by a job and hold no name or number; problems and their
 * kept counts change with the list rows.
 */
export async function createWorkbench(schema: BaseSchema, instrument: Instrument): Promise<void> {
  const { duplicates, duplicatesDue, knownElsewhere, problems, problemRecaps } = tableNames(instrument)
  const raw = (sql: string) => schema.schema.raw(sql)
  const where = '(period_id uuid not null, regency_code text not null'
  raw(`create table ${duplicates} ${where}, left_key text not null, right_key text not null,
    left_village text not null, right_village text not null, basis text not null check (basis in ('nik', 'kk', 'likely')),
    score smallint not null, matches jsonb not null, found_at timestamptz not null,
    primary key (period_id, regency_code, left_key, right_key))`)
  raw(`create index ${duplicates}_by_score on ${duplicates} (period_id, regency_code, (-score), left_key, right_key)`)
  raw(`create index ${duplicates}_by_basis on ${duplicates} (period_id, regency_code, basis, (-score), left_key, right_key)`)
  raw(`create index ${duplicates}_by_right on ${duplicates} (period_id, regency_code, right_key)`)
  raw(
    `create table ${duplicatesDue} ${where}, id uuid not null, keys text[] not null, primary key (period_id, regency_code, id))`,
  )
  raw(`create table ${knownElsewhere} ${where}, village_code text not null, record_key text not null,
    key text not null, number text not null check (number in ('nik', 'kk')),
    primary key (period_id, regency_code, village_code, record_key, key, number))`)
  for (const table of [duplicates, duplicatesDue, knownElsewhere]) await registerTable(schema, table)
  raw(`create table ${problems} ${where}, district_code text not null, village_code text not null, key text not null,
    rule text not null, class text not null check (class in ('block', 'warn', 'waived', 'inherited')), places smallint not null,
    source_file_id uuid, primary key (period_id, regency_code, key, rule, class))`)
  raw(`create index ${problems}_by_village on ${problems} (period_id, regency_code, class, village_code, key, rule)`)
  raw(`create index ${problems}_by_rule on ${problems} (period_id, regency_code, class, rule, village_code, key)`)
  raw(`create index ${problems}_by_file on ${problems} (period_id, regency_code, class, source_file_id, village_code, key, rule)
    where source_file_id is not null`)
  await registerTable(schema, problems, { period: true })
  raw(`create table ${problemRecaps} ${where}, district_code text not null, village_code text not null, class text not null,
    rule text not null, source_file_id uuid not null, problems integer not null,
    primary key (period_id, regency_code, village_code, class, rule, source_file_id))`)
  await registerTable(schema, problemRecaps, { period: true, wide: true })
}
