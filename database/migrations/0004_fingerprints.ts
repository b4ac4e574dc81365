import { randomBytes } from 'node:crypto'
import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Keyed hashes by which a regency learns that another one holds the same NIK or family card, and nothing else (design section 3).
 * The key is made here once and no role but the owner reads it. A mark begins with the region part of its number, so that the marks a
 * village asks for lie side by side.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw('create table fingerprint_key (key bytea not null)')
    this.schema.raw(`insert into fingerprint_key values ('\\x${randomBytes(32).toString('hex')}')`)
    // Stable, as is `convert_to`: PostgreSQL then puts its words in place of the call, which takes a third of the time.
    this.schema.raw(`
      create function siks_fingerprint(secret bytea, kind text, number text) returns bytea language sql stable parallel safe as $$
        select convert_to(left(number, 6), 'UTF8') || substr(sha256(secret || convert_to(kind || number, 'UTF8')), 1, 8)
      $$`)
    this.schema.raw(`
      create function siks_keep_fingerprints() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        secret bytea;
        number text;
      begin
        select key into secret from fingerprint_key;
        foreach number in array array['nik', 'kk'] loop
          if tg_op <> 'INSERT' then
            execute format(
              'delete from %1$I f using (select distinct period_id, regency_code, %2$I as number from untouched where stays and %2$I is not null) u
               where f.period_id = u.period_id and f.regency_code = u.regency_code and f.mark = siks_fingerprint($1, %2$L, u.number)
                 and not exists (select 1 from %3$I o where o.period_id = u.period_id and o.regency_code = u.regency_code and o.%2$I = u.number and o.stays)',
              tg_argv[0], number, tg_table_name) using secret;
          end if;
          if tg_op <> 'DELETE' then
            execute format(
              'insert into %1$I (period_id, mark, regency_code)
               select period_id, siks_fingerprint($1, %2$L, number), regency_code from (
                 select distinct period_id, regency_code, %2$I as number from touched where stays and %2$I is not null) t
               order by 1, 2, 3 on conflict do nothing',
              tg_argv[0], number) using secret;
          end if;
        end loop;
        return null;
      end $$`)
  }

  async down() {
    this.schema.raw('drop function siks_keep_fingerprints')
    this.schema.raw('drop function siks_fingerprint')
    this.schema.raw('drop table fingerprint_key')
  }
}
