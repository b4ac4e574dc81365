import type { BaseSchema } from '@adonisjs/lucid/schema'
import { applicationRole, registerTable } from '#kernel/register_table'
import type { Instrument } from '../instrument.js'
import { tableNames } from './columns.js'

/**
 * Marks of the numbers that stand in a regency and period, kept with the list rows of its persons, and the one question that may be
 * asked of them: which of these numbers does another regency hold? The answer names no regency, record or person.
 */
export async function createFingerprints(schema: BaseSchema, instrument: Instrument): Promise<void> {
  const { people, fingerprints, elsewhere } = tableNames(instrument)
  const raw = (sql: string) => schema.schema.raw(sql)
  raw(`create table ${fingerprints} (period_id uuid not null, mark bytea not null, regency_code text not null,
    primary key (period_id, mark, regency_code))`)
  // A trigger on the list rows of persons keeps it, also when they get another regency.
  await registerTable(schema, fingerprints, { grants: ['select'], recode: 'never' })
  for (const [event, rows] of [
    ['insert', 'new table as touched'],
    ['update', 'new table as touched old table as untouched'],
    ['delete', 'old table as untouched'],
  ]) {
    raw(`create trigger ${people}_fingerprints_${event} after ${event} on ${people} referencing ${rows}
      for each statement execute function siks_keep_fingerprints('${fingerprints}')`)
  }
  raw(`
    create function ${elsewhere}(of_period uuid, of_regency text, kind text, numbers text[]) returns setof text
    language plpgsql stable security definer set search_path = public, pg_temp as $$
    declare
      secret bytea;
    begin
      if (of_regency = any (string_to_array(current_setting('app.regencies', true), ','))) is not true then return; end if;
      select key into secret from fingerprint_key;
      return query
        -- In the order of the marks, so that each page of the index is read once.
        select m.number from (select n.number, siks_fingerprint(secret, kind, n.number) as mark from unnest(numbers) n(number) order by 2 offset 0) m
        cross join lateral (select 1 from ${fingerprints} f
          where f.period_id = of_period and f.mark = m.mark and f.regency_code <> of_regency limit 1) found;
    end $$`)
  raw(`revoke execute on function ${elsewhere}(uuid, text, text, text[]) from public`)
  raw(`grant execute on function ${elsewhere}(uuid, text, text, text[]) to "${await applicationRole()}"`)
}
