import { BaseSchema } from '@adonisjs/lucid/schema'

const GUARD = 'result_files_siks_guard_period_insert'

const guarded = (states: string) =>
  `create trigger ${GUARD} after insert on result_files referencing new table as touched for each statement execute function siks_guard_period(${states})`

export default class extends BaseSchema {
  async up() {
    // Papers beside the letter come with it, after the seal; every other file comes with the seal alone.
    this.schema.raw(`drop trigger ${GUARD} on result_files`)
    this.schema.raw(guarded(`'finalising', 'finalised'`))
    this.schema.raw(`
      create function siks_guard_sealed_file() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        if not exists (select 1 from finalisations f
          where f.period_id = new.period_id and f.regency_code = new.regency_code and f.state = 'finalising') then
          raise exception 'siks: files of the result of % are sealed', new.regency_code using errcode = 'SK001', hint = 'finalised';
        end if;
        return new;
      end $$`)
    this.schema.raw(
      `create trigger result_files_siks_guard_sealed_file before insert on result_files for each row when (new.kind <> 'paper')
         execute function siks_guard_sealed_file()`,
    )
  }

  async down() {
    this.schema.raw('drop trigger result_files_siks_guard_sealed_file on result_files')
    this.schema.raw('drop function siks_guard_sealed_file')
    this.schema.raw(`drop trigger ${GUARD} on result_files`)
    this.schema.raw(guarded(`'finalising'`))
  }
}
