import { validate as isUuid } from 'uuid'
import type { CalendarDate } from '#domain/calendar_date'
import { registry } from '#kernel/registry'
import { pluginPlacesOff } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import type { FinalisationState } from '../period_view.js'

export type RequestKind = 'extension' | 'reopening'
export type RequestState = 'waiting' | 'granted' | 'refused' | 'withdrawn'

export const REQUEST_STATES: readonly RequestState[] = ['waiting', 'granted', 'refused', 'withdrawn']

/** What a regency asks the ministry for in one period. */
export interface PeriodRequest {
  id: string
  regency: string
  regencyName: string
  province: string
  provinceName: string
  module: string
  periodId: string
  periodName: string
  kind: RequestKind
  /** Last day that the regency asks for. */
  untilOn: CalendarDate
  reason: string
  state: RequestState
  askedBy: string | null
  askedByName: string
  askedAt: Date
  answeredByName: string | null
  answeredAt: Date | null
  answer: string | null
  grantedUntil: CalendarDate | null
  /** When the regency said that it has read the answer. */
  seenAt: Date | null
  /** Where the finalisation stands now. */
  finalisation: FinalisationState
}

const SELECT = `select q.id, q.regency_code as regency, r.name as "regencyName", v.code as province, v.name as "provinceName", q.module,
    q.period_id as "periodId", p.name as "periodName", q.kind, q.until_on as "untilOn", q.reason, q.state, q.asked_by as "askedBy",
    q.asked_by_name as "askedByName", q.asked_at as "askedAt", q.answered_by_name as "answeredByName", q.answered_at as "answeredAt",
    q.answer, q.granted_until as "grantedUntil", q.seen_at as "seenAt", f.state as finalisation
  from period_requests q join periods p on p.id = q.period_id join regions r on r.code = q.regency_code join regions v on v.code = r.parent
    join finalisations f on f.period_id = q.period_id and f.regency_code = q.regency_code`

const WITHIN = `q.regency_code = any (:regions) and not (q.module || '@' || q.regency_code) = any (:off)`

export interface RequestFilters {
  state?: RequestState
  province?: string
  module?: string
}

/**
 * Requests within the scope, those that wait longest first, answered ones newest first; of modules that are off nothing. All of them,
 * or those of one page.
 */
export async function periodRequests(
  tx: Tx,
  filters: RequestFilters = {},
  page?: { start: number; size: number },
): Promise<PeriodRequest[]> {
  return query<PeriodRequest>(
    tx,
    `${SELECT} where ${WITHIN} and ${FILTER}
     order by q.state <> 'waiting', case when q.state = 'waiting' then q.asked_at end, q.answered_at desc, q.id limit :size offset :start`,
    { ...(await bindings(tx, filters)), size: page?.size ?? null, start: page?.start ?? 0 },
  )
}

/** How many there are of each state. */
export async function requestCounts(tx: Tx, filters: Omit<RequestFilters, 'state'> = {}): Promise<Record<RequestState, number>> {
  const rows = await query<{ state: RequestState; count: number }>(
    tx,
    `select q.state, count(*)::int as count from period_requests q join regions r on r.code = q.regency_code
     where ${WITHIN} and ${FILTER} group by q.state`,
    await bindings(tx, filters),
  )
  const counts: Record<RequestState, number> = { waiting: 0, granted: 0, refused: 0, withdrawn: 0 }
  for (const { state, count } of rows) counts[state] = count
  return counts
}

const FILTER = `(cast(:state as text) is null or q.state = :state) and (cast(:province as text) is null or r.parent = :province)
  and (cast(:module as text) is null or q.module = :module)`

async function bindings(tx: Tx, { state, province, module }: RequestFilters) {
  return {
    ...{ regions: tx.scope.regions, state: state ?? null, province: province ?? null, module: module ?? null },
    off: await pluginPlacesOff(moduleNames(), tx.scope.regions),
  }
}

function moduleNames(): string[] {
  return registry.modules().map(({ name }) => name)
}

/** One request within the scope; null for an unknown one and where its module is off. */
export async function findRequest(tx: Tx, id: string): Promise<PeriodRequest | null> {
  if (!isUuid(id)) return null
  const [row] = await query<PeriodRequest>(tx, `${SELECT} where ${WITHIN} and q.id = cast(:id as uuid)`, {
    ...{ id, regions: tx.scope.regions },
    off: await pluginPlacesOff(moduleNames(), tx.scope.regions),
  })
  return row ?? null
}

/** Requests of one regency in a period, newest first. */
export function requestsOf(tx: Tx, { periodId, regency }: { periodId: string; regency: string }): Promise<PeriodRequest[]> {
  return query<PeriodRequest>(tx, `${SELECT} where q.regency_code = ? and q.period_id = ? order by q.asked_at desc, q.id desc`, [
    regency,
    periodId,
  ])
}

/** Answers that a regency has not said to have read, newest first. */
export function unseenAnswers(tx: Tx, module: string, regency: string): Promise<PeriodRequest[]> {
  return query<PeriodRequest>(
    tx,
    `${SELECT} where q.regency_code = ? and q.module = ? and q.state in ('granted', 'refused') and q.seen_at is null
     order by q.answered_at desc`,
    [regency, module],
  )
}
