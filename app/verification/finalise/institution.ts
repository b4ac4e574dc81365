import { findRegion } from '#services/regions'
import { query, type Tx } from '#services/scope'

/** Name of the office as its profile has it, for the prints that need no signature. */
export async function institutionOf(tx: Tx, regency: string): Promise<string> {
  const [row] = await query<{ name: string | null }>(
    tx,
    `select institution ->> 'name' as name from profiles where regency_code = ?`,
    [regency],
  )
  return row?.name || `Dinas Sosial ${(await findRegion(regency))?.name ?? ''}`.trim()
}
