import { query, type Tx } from '#services/scope'
import { PROBLEM, tableNames, type Place } from '../store/index.js'
import type { ListFilters } from './filters.js'
import { where, type Where } from './where.js'

/**
 * Records that match by village, as the kept counts have them; null where it is no matter, for most records match. Rare matches are looked
 * for there instead of among everything.
 */
export async function keptByVillage(
  tx: Tx,
  place: Place,
  filters: ListFilters,
  keys: readonly string[] | null,
): Promise<Kept[] | null> {
  const { outcome, state, problem, decile, village, file } = filters
  if (keys || file || village || [outcome, state, problem, decile].every((narrowing) => narrowing === undefined)) return null
  const { sql, bindings } = inRecaps(place, filters)
  return query<Kept>(
    tx,
    `select village_code as village, cast(sum(records) as int) as records from ${sql} group by 1 having sum(records) > 0`,
    bindings as string[],
  )
}

interface Kept {
  village: string
  records: number
}

/** The kept counts that filters are about, as what follows `from`. */
function inRecaps(place: Place, filters: ListFilters): Where {
  const { sql, bindings } = where(place, filters, null)
  return { sql: `${tableNames(place.module.instrument).recaps} where ${sql.replace(PROBLEM, 'problem')}`, bindings }
}

/** The condition, within the villages that have anything. */
export function within({ sql, bindings }: Where, kept: readonly Kept[] | null): Where {
  if (!kept) return { sql, bindings }
  return { sql: `${sql} and village_code = any (?)`, bindings: [...bindings, kept.map(({ village }) => village)] }
}

/** Exact number of records that match filters the kept counts know; a tile and the list behind it both come from here. */
export async function keptCount(tx: Tx, place: Place, filters: ListFilters): Promise<number> {
  const { sql, bindings } = inRecaps(place, filters)
  const [row] = await query<{ total: number }>(tx, `select coalesce(sum(records), 0) as total from ${sql}`, bindings as string[])
  return row!.total
}
