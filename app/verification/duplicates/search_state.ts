import { query, type Tx } from '#services/scope'
import type { Place } from '../store/index.js'

/** When a register was searched: everybody, and what was written since. */
export interface SearchState {
  wholeAt: Date
  searchedAt: Date
  persons: number
}

/** The last search of a register; null where there was none yet. */
export async function lastSearch(tx: Tx, { module, periodId, regency }: Place): Promise<SearchState | null> {
  const [row] = await query<SearchState>(
    tx,
    `select whole_at as "wholeAt", searched_at as "searchedAt", persons from duplicate_scans where regency_code = ? and period_id = ? and module = ?`,
    [regency, periodId, module.name],
  )
  return row ?? null
}
