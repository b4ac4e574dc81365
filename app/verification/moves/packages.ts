import { query, type Tx } from '#services/scope'
import type { StoredIssue } from '../issues/stored.js'

/** A package in force that holds one of the villages and was made before something was moved there. */
export interface StalePackage {
  id: string
  number: number
  label: string
  villages: string[]
}

/** Packages in force of the periods that cover one of the villages; the simulator's are left out. */
export function packagesOf(
  tx: Tx,
  regency: string,
  periods: readonly string[],
  villages: readonly string[],
): Promise<StalePackage[]> {
  return query<StalePackage>(
    tx,
    `select id, number, label, village_codes as villages from issues
     where regency_code = ? and period_id = any (cast(? as uuid[])) and village_codes && cast(? as text[]) and made_at is not null and revoked_at is null and not simulated
     order by number`,
    [regency, periods, villages],
  )
}

/** Records that came into the villages of a package or left them since it was made, moves that were taken back again aside. */
export async function movedSince(
  tx: Tx,
  issue: Pick<StoredIssue, 'regency' | 'villages' | 'periods' | 'madeAt'>,
): Promise<number> {
  if (issue.madeAt === null) return 0
  const [row] = await query<{ moved: number }>(
    tx,
    `select count(distinct (module, key))::int as moved from record_moves
     where regency_code = :regency and period_id = any (cast(:periods as uuid[])) and (moved_at > :made) <> coalesce(undone_at > :made, false)
       and (from_village = any (:villages)) <> (to_village = any (:villages))`,
    {
      ...{ regency: issue.regency, villages: issue.villages, made: issue.madeAt },
      periods: issue.periods.map(({ period }) => period),
    },
  )
  return row!.moved
}
