import type { CalendarDate } from '#domain/calendar_date'
import { registry } from '#kernel/registry'
import { pluginPlacesOff } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import type { FinalisationState } from '#verification/periods/index'

export const QUEUE_STATES = ['letter_uploaded', 'letter_generated', 'finalised', 'finalising', 'open', 'accepted'] as const

export interface QueueFilters {
  /** Absent for every state. */
  state?: FinalisationState
  province?: string
  regency?: string
  module?: string
  /** Id of the period. */
  period?: string
  /** Only what has stood at its step for so many days. */
  days?: number
  /** Only letters that the ministry accepted, whose scan is at most `FORWARD_DAYS` old, and that the province has not passed on. */
  due?: boolean
}

/** One finalisation of the nation, as the desk lists it. No person of the register is in it. */
export interface QueueRow {
  regency: string
  regencyName: string
  province: string
  provinceName: string
  module: string
  periodId: string
  periodName: string
  state: FinalisationState
  /** Since when it stands at this step. */
  since: Date
  /** Whole days since then. */
  days: number
  letterId: string | null
  number: string | null
  letterDate: CalendarDate | null
  scannedAt: Date | null
  qr: 'read' | 'unreadable' | null
  records: number | null
  persons: number | null
  waived: number
  forwardedOn: CalendarDate | null
  /** The officer who looks at it now. */
  heldBy: string | null
  holderId: string | null
}

/** Place of a row in the order of the queue: oldest at its step first. */
export interface QueueCursor {
  direction: 'next' | 'previous'
  since: string
  regency: string
  period: string
}

export interface QueuePage {
  rows: QueueRow[]
  next: QueueCursor | null
  previous: QueueCursor | null
}

/** Days after the scan for which a province is reminded to pass a letter on. */
const FORWARD_DAYS = 60
const RECENT = `cast(:now as timestamptz) - make_interval(days => ${FORWARD_DAYS})`

/**
 * Finalisations `f` that the filters leave, without what only their rows show: with 514 regencies and many periods, looking up a letter for each
 * costs seconds. A letter is accepted after its scan came, so that one of a recent scan stands there since a recent moment.
 */
const FOUND = `finalisations f join periods p on p.id = f.period_id and p.state <> 'opening' join regions r on r.code = f.regency_code
  where f.regency_code = any (:regions) and not (f.module || '@' || f.regency_code) = any (:off)
    and (cast(:state as text) is null or f.state = :state)
    and (cast(:province as text) is null or r.parent = :province) and (cast(:regency as text) is null or f.regency_code = :regency)
    and (cast(:module as text) is null or f.module = :module) and (cast(:period as uuid) is null or f.period_id = :period)
    and (cast(:days as int) is null or f.since <= cast(:now as timestamptz) - make_interval(days => :days))
    and (not cast(:due as boolean) or (f.state = 'accepted' and f.since > ${RECENT}
      and exists (select from letters l where l.regency_code = f.regency_code and l.id = f.letter_id and l.scanned_at > ${RECENT})
      and not exists (select from letter_forwards g where g.regency_code = f.regency_code and g.letter_id = f.letter_id)))`

/** SQL of the rows of the queue, of the finalisations that `found` selects from `FOUND`. */
const rowsSql = (found: string, order: 'asc' | 'desc') => `
  with q as materialized (select f.*, p.name as period_name, r.name as regency_name, r.parent as province from ${found})
  select q.regency_code as regency, q.regency_name as "regencyName", q.province, v.name as "provinceName", q.module,
    q.period_id as "periodId", q.period_name as "periodName", q.state, q.since, cast(q.since as text) as moment,
    floor(extract(epoch from cast(:now as timestamptz) - q.since) / 86400)::int as days,
    l.id as "letterId", l.number, l.letter_date as "letterDate", l.scanned_at as "scannedAt", l.scan_qr as qr,
    (q.totals ->> 'records')::int as records, (q.totals ->> 'persons')::int as persons,
    coalesce((select sum((w ->> 'count')::int) from jsonb_array_elements(q.totals -> 'waivers') w), 0)::int as waived,
    g.forwarded_on as "forwardedOn", h.user_name as "heldBy", h.user_id as "holderId"
  from q join regions v on v.code = q.province
    left join letters l on l.regency_code = q.regency_code and l.id = q.letter_id
    left join (select distinct on (regency_code, letter_id) regency_code, letter_id, forwarded_on from letter_forwards
      where letter_id in (select letter_id from q) order by regency_code, letter_id, at desc, id desc) g
      on g.regency_code = q.regency_code and g.letter_id = q.letter_id
    left join finalisation_holds h on h.regency_code = q.regency_code and h.period_id = q.period_id and h.until > :now
  order by q.since ${order}, q.regency_code ${order}, q.period_id ${order}`

/** Finalisations within the scope, those that wait longest first, a page at a time; of modules that are off nothing. */
export async function letterQueue(
  tx: Tx,
  filters: QueueFilters,
  { size, cursor }: { size: number; cursor?: QueueCursor },
): Promise<QueuePage> {
  const back = cursor?.direction === 'previous'
  const order = back ? 'desc' : 'asc'
  const from = cursor
    ? `and (f.since, f.regency_code, f.period_id) ${back ? '<' : '>'} (cast(:since as timestamptz), cast(:place as text), cast(:of as uuid))`
    : ''
  const first = `order by f.since ${order}, f.regency_code ${order}, f.period_id ${order} limit ${size + 1}`
  const found = await query<QueueRow & { moment: string }>(tx, rowsSql(`${FOUND} ${from} ${first}`, order), {
    ...(await bindings(tx, filters)),
    ...(cursor ? { since: cursor.since, place: cursor.regency, of: cursor.period } : {}),
  })
  const more = found.length > size
  const kept = back ? found.slice(0, size).reverse() : found.slice(0, size)
  const at = (direction: QueueCursor['direction'], row: (typeof kept)[number] | undefined): QueueCursor | null =>
    row ? { direction, since: row.moment, regency: row.regency, period: row.periodId } : null
  return {
    rows: kept.map(({ moment: _moment, ...row }) => row),
    next: back || more ? at('next', kept.at(-1)) : null,
    previous: (back ? more : cursor) ? at('previous', kept[0]) : null,
  }
}

/** Every row of the filter in the order of the queue, for exports and commands. */
export async function wholeQueue(tx: Tx, filters: QueueFilters): Promise<QueueRow[]> {
  const rows = await query<QueueRow & { moment: string }>(tx, rowsSql(FOUND, 'asc'), await bindings(tx, filters))
  return rows.map(({ moment: _moment, ...row }) => row)
}

/** How many finalisations stand at each step under the filters beside the step. */
export async function queueCounts(
  tx: Tx,
  { state: _state, ...filters }: QueueFilters,
): Promise<Record<FinalisationState, number>> {
  const rows = await query<{ state: FinalisationState; count: number }>(
    tx,
    `select f.state, count(*)::int as count from ${FOUND} group by f.state`,
    await bindings(tx, filters),
  )
  const counts = Object.fromEntries(QUEUE_STATES.map((state) => [state, 0])) as Record<FinalisationState, number>
  for (const { state, count } of rows) counts[state] = count
  return counts
}

/** How many finalisations the filters leave. */
export async function queueCount(tx: Tx, filters: QueueFilters): Promise<number> {
  const [row] = await query<{ count: number }>(tx, `select count(*)::int as count from ${FOUND}`, await bindings(tx, filters))
  return row!.count
}

/** The next waiting letter after one that was just looked at, by the order of the queue; the oldest after the last. */
export async function nextWaiting(
  tx: Tx,
  filters: QueueFilters,
  after: { regency: string; periodId: string },
): Promise<QueueRow | null> {
  const waiting = await wholeQueue(tx, { ...filters, state: 'letter_uploaded' })
  const index = waiting.findIndex(({ regency, periodId }) => regency === after.regency && periodId === after.periodId)
  const rest = [...waiting.slice(index + 1), ...waiting.slice(0, Math.max(index, 0))]
  const free = rest.find(({ holderId }) => holderId === null || holderId === tx.actor.id)
  return free ?? rest[0] ?? null
}

/** One row of the queue; null outside the scope and where the module is off. */
export async function queueRow(tx: Tx, regency: string, periodId: string): Promise<QueueRow | null> {
  const [row] = await wholeQueue(tx, { regency, period: periodId })
  return row ?? null
}

async function bindings(tx: Tx, { state, province, regency, module, period, days, due = false }: QueueFilters) {
  const off = await pluginPlacesOff(
    registry.modules().map(({ name }) => name),
    tx.scope.regions,
  )
  return {
    ...{ now: tx.now, regions: tx.scope.regions, off, state: state ?? null, province: province ?? null },
    ...{ regency: regency ?? null, module: module ?? null, period: period ?? null, days: days ?? null, due },
  }
}
