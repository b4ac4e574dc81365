import { query, type Tx } from '#services/scope'
import { pageOf, type AskedPage, type Page } from '../lists/page.js'
import { tableNames } from '../store/columns.js'
import type { Place } from '../store/index.js'
import type { Match } from './candidates.js'
import type { Verdict } from './decide.js'
import type { Basis } from './pairs_sql.js'

/** A decision on a possible duplicate, as it is remembered. */
export interface Decision {
  id: string
  verdict: Verdict
  left: string
  right: string
  /** Key of the record that kept the persons or the household. */
  kept: string | null
  basis: Basis
  score: number
  matches: Match[]
  reason: string | null
  by: string | null
  byName: string
  at: Date
  /** Period in which it was taken. */
  period: string
  undoneBy: string | null
  undoneAt: Date | null
}

const COLUMNS = `d.id, d.verdict, d.left_key as left, d.right_key as right, d.kept, d.basis, d.score, d.matches, d.reason, d.decided_by as by,
  d.decided_by_name as "byName", d.decided_at as at, d.period_id as period, d.undone_by_name as "undoneBy", d.undone_at as "undoneAt"`

export interface DecisionRow extends Decision {
  leftName: string | null
  rightName: string | null
}

/** One page of what was decided, newest first, in whatever period. */
export async function listDecisions(tx: Tx, place: Place, page: AskedPage): Promise<Page<DecisionRow>> {
  const newer = page.cursor?.direction === 'previous'
  const { current } = tableNames(place.module.instrument)
  const rows = await query<DecisionRow>(
    tx,
    `select ${COLUMNS}, l.name as "leftName", r.name as "rightName" from duplicate_decisions d
     left join ${current} l on l.period_id = :period and l.regency_code = d.regency_code and l.key = d.left_key
     left join ${current} r on r.period_id = :period and r.regency_code = d.regency_code and r.key = d.right_key
     where d.regency_code = :regency and d.module = :module ${page.cursor ? `and d.id ${newer ? '>' : '<'} cast(:at as uuid)` : ''}
     order by d.id ${newer ? 'asc' : 'desc'} limit ${page.size + 1}`,
    {
      ...{ period: place.periodId, regency: place.regency, module: place.module.name },
      ...(page.cursor ? { at: page.cursor.at[0]! } : {}),
    },
  )
  return pageOf(rows, page, ({ id }) => [id])
}

/** The newest decision on two records that stands; null where there is none. */
export async function lastDecisionOn(tx: Tx, place: Place, one: string, other: string): Promise<Decision | null> {
  const [row] = await query<Decision>(
    tx,
    `select ${COLUMNS} from duplicate_decisions d where d.regency_code = :regency and d.module = :module and d.undone_at is null
       and ((d.left_key = :one and d.right_key = :other) or (d.left_key = :other and d.right_key = :one)) order by d.id desc limit 1`,
    { regency: place.regency, module: place.module.name, one, other },
  )
  return row ?? null
}

export async function findDecision(
  tx: Tx,
  { module, regency }: Pick<Place, 'module' | 'regency'>,
  id: string,
): Promise<Decision | null> {
  const [row] = await query<Decision>(
    tx,
    `select ${COLUMNS} from duplicate_decisions d where d.regency_code = ? and d.module = ? and cast(d.id as text) = ? for update`,
    [regency, module.name, id],
  )
  return row ?? null
}

/** Decisions that stand and changed the record: it was put together with another one, or persons were taken out of it. */
export function decisionsOn(tx: Tx, place: Place, key: string): Promise<DecisionRow[]> {
  const { current } = tableNames(place.module.instrument)
  return query<DecisionRow>(
    tx,
    `select ${COLUMNS}, l.name as "leftName", r.name as "rightName" from duplicate_decisions d
     left join ${current} l on l.period_id = d.period_id and l.regency_code = d.regency_code and l.key = d.left_key
     left join ${current} r on r.period_id = d.period_id and r.regency_code = d.regency_code and r.key = d.right_key
     where d.regency_code = :regency and d.module = :module and d.period_id = :period and d.undone_at is null and d.verdict <> 'different'
       and :key in (d.left_key, d.right_key) and d.left_key <> d.right_key order by d.id desc`,
    { regency: place.regency, module: place.module.name, period: place.periodId, key },
  )
}
