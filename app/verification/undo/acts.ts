import { query, type Tx } from '#services/scope'
import { TAKES, type Take } from '../review/decide.js'
import type { Place } from '../store/index.js'

/** A decision as the list of decisions shows it. */
export interface DecisionAct {
  cause: string
  take: Take
  count: number
  by: string
  at: Date
  /** The record it was about, where it was one. */
  key: string | null
  /** Who took it back, and when. */
  undoneBy: string | null
  undoneAt: Date | null
}

/** Decisions of the period, newest first, at most `limit`; `before` goes on from an older page. */
export async function decisionActs(
  tx: Tx,
  { module, periodId, regency }: Place,
  limit: number,
  before?: Date,
): Promise<DecisionAct[]> {
  return query<DecisionAct>(
    tx,
    `select a.data ->> 'cause' as cause, substr(a.action, 8) as take, cast(a.data ->> 'count' as int) as count, a.user_name as by, a.at,
       case when a.object_type = :record and cast(a.data ->> 'count' as int) = 1 then a.object_id end as key,
       u.user_name as "undoneBy", u.at as "undoneAt"
     from activities a left join lateral (select user_name, at from activities o where o.regency_code = a.regency_code
       and o.object_id = a.data ->> 'cause' and o.action = 'update.undone' order by o.at desc limit 1) u on true
     where a.regency_code = :regency and a.action = any (:actions) and a.data ->> 'period' = cast(:period as text)
       and a.data ->> 'module' = :module ${before ? 'and a.at < :before' : ''}
     order by a.at desc, a.id desc limit ${limit}`,
    {
      ...{ regency, period: periodId, module: module.name, record: `${module.name}.record` },
      ...{ actions: TAKES.map((take) => `update.${take}`), ...(before ? { before } : {}) },
    },
  )
}
