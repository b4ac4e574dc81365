import { query, type Tx } from '#services/scope'
import type { Place } from '../store/index.js'
import type { Paths } from './fold.js'

/** Where a record that was recorded twice went: the one that stays, and its rows there. */
export interface Survivor {
  key: string
  paths: Paths
}

interface Merge extends Survivor {
  id: string
  gone: string
}

type Of = Pick<Place, 'module' | 'periodId' | 'regency'>

const STANDING = `select id, kept as key, case when kept = left_key then right_key else left_key end as gone, paths from duplicate_decisions
  where regency_code = :regency and period_id = :period and module = :module and verdict = 'twice' and undone_at is null`

/** Households recorded twice that were put together in the period and still are. */
export function mergesOf(tx: Tx, { module, periodId, regency }: Of): Promise<Merge[]> {
  return query<Merge>(tx, STANDING, { regency, period: periodId, module: module.name })
}

/** Which of the records went into another one, and into which; a survivor that itself went on is followed. */
export async function survivorsOf(tx: Tx, place: Of, keys: readonly string[]): Promise<Map<string, Survivor>> {
  const found = new Map<string, Survivor>()
  const merges = new Map((await mergesOf(tx, place)).map((merge) => [merge.gone, merge]))
  if (merges.size === 0) return found
  for (const key of keys) {
    let survivor: Survivor | undefined
    for (let next = merges.get(key); next; next = merges.get(next.key)) {
      survivor = { key: next.key, paths: survivor ? composed(survivor.paths, next.paths) : next.paths }
    }
    if (survivor) found.set(key, survivor)
  }
  return found
}

function composed(first: Paths, then: Paths): Paths {
  const groups = Object.entries(first).map(([group, path]) => {
    const on = Object.entries(path).flatMap(([from, to]) => (then[group]?.[to] === undefined ? [] : [[from, then[group][to]]]))
    return [group, Object.fromEntries(on) as Record<string, string>] as const
  })
  return Object.fromEntries(groups)
}

/** SQL: keys of records of module and period that went into another one, read once for a statement. */
export const GONE = `array(select case when kept = left_key then right_key else left_key end from duplicate_decisions
  where regency_code = :regency and period_id = :period and module = :module and verdict = 'twice' and undone_at is null)`
