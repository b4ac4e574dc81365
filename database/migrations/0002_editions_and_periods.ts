import { BaseSchema } from '@adonisjs/lucid/schema'
import { grantTable, registerTable } from '#kernel/register_table'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table editions (
        id uuid primary key,
        module text not null,
        name text not null,
        decree text not null,
        decree_date date not null,
        code_list_version text not null,
        state text not null default 'loading' check (state in ('loading', 'published', 'superseded')),
        created_by text not null,
        created_at timestamptz not null,
        published_at timestamptz
      )`)
    this.schema.raw(`
      create table edition_regencies (
        edition_id uuid not null references editions (id),
        regency_code text not null,
        records integer not null default 0,
        persons integer not null default 0,
        inherited_problems integer not null default 0,
        loaded_at timestamptz,
        report jsonb,
        primary key (edition_id, regency_code)
      )`)
    this.schema.raw(`
      create table periods (
        id uuid primary key,
        module text not null,
        edition_id uuid not null references editions (id),
        name text not null,
        opens_on date not null,
        until_on date not null,
        finalise_days smallint not null default 14,
        state text not null default 'open' check (state in ('opening', 'open', 'closed')),
        created_by text not null,
        created_at timestamptz not null,
        closed_at timestamptz
      )`)
    this.schema.raw('create index periods_by_module on periods (module, state)')
    this.schema.raw(`
      create table finalisations (
        period_id uuid not null references periods (id),
        regency_code text not null,
        module text not null,
        state text not null default 'open'
          check (state in ('open', 'finalising', 'finalised', 'letter_generated', 'letter_uploaded', 'accepted')),
        until_on date,
        seal_root text,
        sealed_at timestamptz,
        totals jsonb,
        job_id uuid,
        letter_id uuid,
        returned_reason text,
        version integer not null default 1,
        updated_at timestamptz not null,
        primary key (period_id, regency_code)
      )`)
    this.schema.raw(`
      create table finalisation_steps (
        id uuid not null,
        period_id uuid not null,
        regency_code text not null,
        step text not null,
        reason text,
        actor_id uuid,
        actor_name text not null,
        at timestamptz not null,
        primary key (regency_code, id)
      )`)
    this.schema.raw('create index finalisation_steps_by_finalisation on finalisation_steps (regency_code, period_id, at)')
    // A result that was returned keeps its roots, leaves and files beside those of the next one; `sealing` is the job that made them.
    this.schema.raw(`
      create table seal_villages (
        period_id uuid not null,
        regency_code text not null,
        village_code text not null,
        records integer not null,
        persons integer not null,
        root text not null,
        sealing uuid not null,
        primary key (period_id, regency_code, sealing, village_code)
      )`)
    this.schema.raw(`
      create table seal_salts (
        period_id uuid not null,
        regency_code text not null,
        village_code text not null,
        key text not null,
        position integer not null,
        salt bytea not null,
        leaf bytea not null,
        sealing uuid not null,
        primary key (period_id, regency_code, sealing, village_code, key)
      )`)
    this.schema.raw(`
      create table result_files (
        period_id uuid not null,
        regency_code text not null,
        kind text not null,
        file_id uuid not null,
        name text not null,
        size bigint not null,
        sha256 text not null,
        records integer not null,
        sealing uuid not null,
        primary key (period_id, regency_code, sealing, kind, name)
      )`)
    this.schema.raw(`
      create table letters (
        id uuid not null,
        regency_code text not null,
        period_id uuid not null references periods (id),
        module text not null,
        number text not null,
        serial integer not null,
        year integer not null,
        letter_date date not null,
        code text not null,
        state text not null default 'in_force' check (state in ('in_force', 'void')),
        profile jsonb not null,
        totals jsonb not null,
        seal_root text not null,
        file_id uuid not null,
        sha256 text not null,
        scan_file_id uuid,
        scan_sha256 text,
        scan_qr text check (scan_qr in ('read', 'unreadable')),
        scanned_at timestamptz,
        void_reason text,
        voided_at timestamptz,
        created_by uuid,
        created_at timestamptz not null,
        unique (regency_code, year, serial),
        primary key (regency_code, id),
        unique (regency_code, code)
      )`)
    this.schema.raw(`
      create table letter_counters (
        regency_code text not null,
        year integer not null,
        last integer not null,
        primary key (regency_code, year)
      )`)
    this.schema.raw(`
      create table published_facts (
        code text primary key,
        number text not null,
        letter_date date not null,
        module_title text not null,
        period_name text not null,
        decree text not null,
        regency_code text not null,
        regency_name text not null,
        totals jsonb not null,
        seal_root text not null,
        hashes jsonb not null,
        state text not null,
        updated_at timestamptz not null
      )`)
    await grantTable(this, 'editions', ['select', 'insert', 'update'])
    await grantTable(this, 'edition_regencies', ['select', 'insert', 'update'])
    await grantTable(this, 'periods', ['select', 'insert', 'update'])
    await registerTable(this, 'published_facts', { grants: ['select', 'insert', 'update'], read: 'all', recode: 'never' })
    this.#guards()
    await registerTable(this, 'finalisations', { grants: ['select', 'insert', 'update'], wide: true })
    await registerTable(this, 'finalisation_steps', { grants: ['select', 'insert'] })
    await registerTable(this, 'seal_villages', { grants: ['select', 'insert'], period: 'sealed' })
    await registerTable(this, 'seal_salts', { grants: ['select', 'insert'], period: 'sealed' })
    await registerTable(this, 'result_files', { grants: ['select', 'insert'], period: 'sealed' })
    await registerTable(this, 'letters', { grants: ['select', 'insert', 'update'], wide: true, recode: 'never' })
    await registerTable(this, 'letter_counters', { grants: ['select', 'insert', 'update'], recode: 'never' })
  }

  /**
   * The lock of design section 3: a writer takes its finalisation rows FOR SHARE, so that finalising (FOR UPDATE) waits for every
   * open writer and no row slips in behind the seal. The states in which a table may be written are the trigger's arguments.
   */
  #guards() {
    this.schema.raw(`
      create function siks_guard_period() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        target record;
        found_state text;
      begin
        for target in execute
          case when tg_op = 'UPDATE'
            then 'select period_id, regency_code from touched union select period_id, regency_code from untouched order by 1, 2'
            else 'select distinct period_id, regency_code from touched order by 1, 2' end
        loop
          select state into found_state from finalisations
            where period_id = target.period_id and regency_code = target.regency_code for share;
          if found_state is null or not found_state = any (tg_argv) then
            raise exception 'siks: period is % for %', coalesce(found_state, 'missing'), target.regency_code
              using errcode = 'SK001', hint = coalesce(found_state, 'missing');
          end if;
        end loop;
        return null;
      end $$`)
    // Root and totals of a sealed result change only when the ministry returns it.
    this.schema.raw(`
      create function siks_guard_seal() returns trigger language plpgsql set search_path = public, pg_temp as $$
      begin
        if old.state not in ('open', 'finalising') and new.state <> 'open'
          and (old.seal_root, old.sealed_at, old.totals) is distinct from (new.seal_root, new.sealed_at, new.totals) then
          raise exception 'siks: the result of % is sealed', old.regency_code using errcode = 'SK003';
        end if;
        return new;
      end $$`)
    this.schema.raw(
      'create trigger finalisations_siks_guard_seal before update on finalisations for each row execute function siks_guard_seal()',
    )
    this.schema.raw(`
      create function siks_guard_edition() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        -- The owner gives a region its new code (regions:recode); nobody else can say so, for here the current user is the owner.
        if current_setting('siks.recoding', true) = 'on' and session_user = current_user then return null; end if;
        if exists (select 1 from editions e where e.id in (select distinct edition_id from touched) and e.state <> 'loading') then
          raise exception 'siks: edition is published' using errcode = 'SK002';
        end if;
        return null;
      end $$`)
  }

  async down() {
    for (const table of [
      ...['published_facts', 'letter_counters', 'letters', 'result_files', 'seal_salts', 'seal_villages', 'finalisation_steps'],
      ...['finalisations', 'periods', 'edition_regencies', 'editions'],
    ]) {
      this.schema.raw(`drop table ${table}`)
    }
    this.schema.raw('drop function siks_guard_period')
    this.schema.raw('drop function siks_guard_seal')
    this.schema.raw('drop function siks_guard_edition')
  }
}
