import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'

/**
 * Codes that a regency had before or has now, under which the module keeps periods: what was sealed stays under the code it was sealed
 * with, and its people get there by these.
 */
export async function otherCodes(tx: Tx, module: VerificationModule, regency: string): Promise<string[]> {
  const rows = await query<{ code: string }>(
    tx,
    `select distinct f.regency_code as code from finalisations f
     where f.module = :module and f.regency_code in (
       select old_code from region_aliases where new_code = :regency union select new_code from region_aliases where old_code = :regency)
     order by 1`,
    { module: module.name, regency },
  )
  return rows.map(({ code }) => code)
}
