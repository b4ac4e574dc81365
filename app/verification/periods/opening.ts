import type { VerificationModule } from '#kernel/registry'
import { pluginEnabledAmong } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import { findEdition, regenciesOf, type Edition } from '#verification/editions/find'

/** A published edition that a period can be opened on. */
export interface OfferedEdition {
  id: string
  name: string
  decree: string
  decreeDate: string
  regencies: number
  records: number
}

/** Published editions of a module, newest decree first. */
export function offeredEditions(tx: Tx, module: VerificationModule): Promise<OfferedEdition[]> {
  return query<OfferedEdition>(
    tx,
    `select e.id, e.name, e.decree, e.decree_date as "decreeDate", count(r.regency_code)::int as regencies, coalesce(sum(r.records), 0)::int as records
     from editions e join edition_regencies r on r.edition_id = e.id
     where e.module = ? and e.state = 'published' group by e.id order by e.decree_date desc, e.created_at desc`,
    [module.name],
  )
}

/** What opening a period on an edition would bring about; nothing is changed by asking. */
export interface OpeningRehearsal {
  edition: Edition
  regencies: number
  provinces: number
  records: number
  persons: number
  /** Regencies of the edition where the module is off: they take part, and see it once it is on. */
  off: string[]
  /** Packages in force that are of an earlier period: what comes back from them is judged by the new edition, and new ones are due. */
  stalePackages: number
  /** Regencies that hold such packages. */
  staleRegencies: number
  /** A period of the module that must be closed first. */
  running: { id: string; name: string } | null
  /** Regencies that have not finished the newest period before, by name. */
  unfinished: { code: string; name: string; state: string }[]
}

/** @throws EditionError `E_EDITION_UNKNOWN` */
export async function rehearseOpening(tx: Tx, module: VerificationModule, editionId: string): Promise<OpeningRehearsal> {
  const edition = await findEdition(tx, module, editionId)
  const rows = await regenciesOf(tx, edition.id)
  const codes = rows.map(({ regency_code: code }) => code)
  const [sums] = await query<{ records: number; persons: number; provinces: number }>(
    tx,
    `select coalesce(sum(e.records), 0)::int as records, coalesce(sum(e.persons), 0)::int as persons, count(distinct r.parent)::int as provinces
     from edition_regencies e join regions r on r.code = e.regency_code where e.edition_id = ?`,
    [edition.id],
  )
  const on = await pluginEnabledAmong(module.name, codes)
  const [stale] = await query<{ packages: number; regencies: number }>(
    tx,
    `select count(*)::int as packages, count(distinct regency_code)::int as regencies from issues
     where regency_code = any (?) and revoked_at is null and not simulated and ? = any (modules)`,
    [codes, module.name],
  )
  const [running] = await query<{ id: string; name: string }>(
    tx,
    `select id, name from periods where module = ? and state <> 'closed' order by created_at limit 1`,
    [module.name],
  )
  return {
    ...{ edition, regencies: codes.length, provinces: sums!.provinces, records: sums!.records, persons: sums!.persons },
    off: await namesOf(
      tx,
      codes.filter((code) => !on.has(code)),
    ),
    ...{ stalePackages: stale!.packages, staleRegencies: stale!.regencies, running: running ?? null },
    unfinished: await unfinishedOf(tx, module),
  }
}

async function namesOf(tx: Tx, codes: readonly string[]): Promise<string[]> {
  const rows = await query<{ name: string }>(tx, 'select name from regions where code = any (?) order by code', [codes])
  return rows.map(({ name }) => name)
}

/** Regencies of the newest period whose letter the ministry has not accepted, in order of their codes. */
function unfinishedOf(tx: Tx, module: VerificationModule): Promise<OpeningRehearsal['unfinished']> {
  return query(
    tx,
    `select f.regency_code as code, r.name, f.state from finalisations f join regions r on r.code = f.regency_code
     where f.state <> 'accepted' and f.regency_code = any (:regions) and f.period_id = (
       select id from periods where module = :module and state <> 'opening' order by opens_on desc, created_at desc, id desc limit 1)
     order by f.regency_code`,
    { module: module.name, regions: tx.scope.regions },
  )
}

/** What closing a period by hand would stop, and what it would leave unfinished. */
export interface ClosingImpact {
  /** Imports whose work has begun: they finish. */
  imports: { regency: string; name: string; file: string }[]
  /** Files that wait to be checked or applied: they are refused, and can be taken up again after an extension. */
  waitingFiles: number
  unfinalised: { code: string; name: string }[]
  /** Requests of regencies for more days that nobody has answered. */
  requests: number
}

export async function closingImpact(tx: Tx, periodId: string): Promise<ClosingImpact> {
  const of = { period: periodId, regions: tx.scope.regions }
  const imports = await query<ClosingImpact['imports'][number]>(
    tx,
    `select f.regency_code as regency, r.name, f.original_name as file from import_files f join regions r on r.code = f.regency_code
       join jobs j on j.regency_code = f.regency_code and j.id = f.job_id and j.state = 'running'
     where f.period_id = :period and f.regency_code = any (:regions) order by f.regency_code, f.created_at`,
    of,
  )
  const [counts] = await query<{ waiting: number; requests: number }>(
    tx,
    `select (select count(*)::int from import_files f where f.period_id = :period and f.regency_code = any (:regions)
         and (f.state = 'checked' or f.state in ('queued', 'checking', 'applying') and not exists (select 1 from jobs j
           where j.regency_code = f.regency_code and j.id = f.job_id and j.state = 'running'))) as waiting,
       (select count(*)::int from period_requests where period_id = :period and regency_code = any (:regions) and state = 'waiting') as requests`,
    of,
  )
  const unfinalised = await query<ClosingImpact['unfinalised'][number]>(
    tx,
    `select f.regency_code as code, r.name from finalisations f join regions r on r.code = f.regency_code
     where f.period_id = :period and f.regency_code = any (:regions) and f.state in ('open', 'finalising') order by f.regency_code`,
    of,
  )
  return { imports, waitingFiles: counts!.waiting, unfinalised, requests: counts!.requests }
}
