import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'

export interface StaleRegency {
  code: string
  name: string
  /** Data packages in force that hold the edition of now. */
  packages: number
  /** Files that are being checked or wait to be applied. */
  imports: number
}

/** What an edition makes out of date on the day it is published. */
export interface Stale {
  /** The edition in force; null where there is none. */
  edition: { id: string; name: string; decree: string } | null
  /** Periods that are not closed: they go on with their own edition. */
  periods: { id: string; name: string; until: string; edition: string; regencies: number; accepted: number }[]
  /** Regencies with packages out or files on their way, in order. */
  regencies: StaleRegency[]
  /** Regencies of the edition in force that the new one does not hold: they lose their base data. */
  left: { code: string; name: string; records: number }[]
  /** Regencies that the edition in force does not hold. */
  joined: { code: string; name: string; records: number }[]
}

/** What becomes stale when this edition replaces the one in force. It only looks; the act is `publishEdition`. */
export async function staleBefore(tx: Tx, module: VerificationModule, editionId: string): Promise<Stale> {
  const [edition = null] = await query<{ id: string; name: string; decree: string }>(
    tx,
    `select id, name, decree from editions where module = ? and state = 'published' and id <> ? limit 1`,
    [module.name, editionId],
  )
  const periods = await query<Stale['periods'][number]>(
    tx,
    `select p.id, p.name, p.until_on as until, e.name as edition, count(f.regency_code)::int as regencies,
       count(*) filter (where f.state = 'accepted')::int as accepted
     from periods p join editions e on e.id = p.edition_id left join finalisations f on f.period_id = p.id
     where p.module = ? and p.state <> 'closed' and p.edition_id <> ? group by p.id, e.name order by p.opens_on desc`,
    [module.name, editionId],
  )
  const regencies = await query<StaleRegency>(
    tx,
    `with packages as (select regency_code, count(*)::int as packages from issues
         where :module = any (modules) and edition_id <> :edition and revoked_at is null and not simulated group by 1),
       imports as (select i.regency_code, count(*)::int as imports from import_files i join periods p on p.id = i.period_id
         where p.module = :module and p.edition_id <> :edition and i.state in ('queued', 'checking', 'checked', 'applying') group by 1)
     select r.code, r.name, coalesce(packages, 0) as packages, coalesce(imports, 0) as imports
     from packages full join imports using (regency_code) join regions r on r.code = regency_code order by r.code`,
    { module: module.name, edition: editionId },
  )
  return {
    ...{ edition, periods, regencies },
    left: edition ? await onlyIn(tx, edition.id, editionId) : [],
    joined: edition ? await onlyIn(tx, editionId, edition.id) : [],
  }
}

function onlyIn(tx: Tx, edition: string, other: string): Promise<Stale['left']> {
  return query(
    tx,
    `select r.code, r.name, e.records from edition_regencies e join regions r on r.code = e.regency_code
     where e.edition_id = :edition and not exists (
       select from edition_regencies o where o.edition_id = :other and o.regency_code = e.regency_code) order by r.code`,
    { edition, other },
  )
}
