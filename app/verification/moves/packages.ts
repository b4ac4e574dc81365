import { query, type Tx } from '#services/scope'

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
