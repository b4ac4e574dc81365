import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'

/** Whose returns are meant; what is absent is not looked at. */
export interface ReturnsOf {
  village?: string | undefined
  /** Name of the operator as his files give it; empty for what was typed here. */
  operator?: string | undefined
}

/** `waiting`: not back yet; `back`: came again by a file or was put right here; `taken_back`: the return itself was withdrawn. */
export type ReturnState = 'waiting' | 'back' | 'taken_back'
export const RETURN_STATES: readonly ReturnState[] = ['waiting', 'back', 'taken_back']

const STATE: Record<ReturnState, string> = {
  waiting: 'r.answered_at is null',
  back: `r.answered_as in ('import', 'edit', 'merge', 'move')`,
  taken_back: `r.answered_as in ('decision', 'undo')`,
}

/** Returns of one village by one operator. */
export interface ReturnGroup {
  village: string
  operator: string
  device: string
  waiting: number
  back: number
  takenBack: number
  /** Since when the oldest waits; null where none does. */
  oldest: Date | null
  remindedAt: Date | null
  remindedBy: string | null
}

/** One record that was sent back. */
export interface ReturnRow {
  key: string
  version: number
  village: string
  operator: string
  reason: string
  returnedBy: string
  returnedAt: Date
  reminders: number
  answeredAt: Date | null
  answeredAs: string | null
  answeredBy: string | null
  name: string | null
  registerId: string | null
  address: string | null
  locality: string | null
  state: string | null
  blocking: number | null
}

const WHERE = 'r.regency_code = :regency and r.period_id = :period'

function within({ periodId, regency }: Place, { village, operator }: ReturnsOf) {
  const sql = `${WHERE}${village === undefined ? '' : ' and r.village_code = :village'}${operator === undefined ? '' : ' and r.operator = :operator'}`
  return { sql, bindings: { period: periodId, regency, village: village ?? '', operator: operator ?? '' } }
}

/** What was sent back by village and operator, the longest waiting first. */
export async function returnGroups(tx: Tx, place: Place, of: ReturnsOf = {}): Promise<ReturnGroup[]> {
  const { sql, bindings } = within(place, of)
  return query<ReturnGroup>(
    tx,
    `select r.village_code as village, r.operator, min(r.device) as device,
       cast(count(*) filter (where ${STATE.waiting}) as int) as waiting, cast(count(*) filter (where ${STATE.back}) as int) as back,
       cast(count(*) filter (where ${STATE.taken_back}) as int) as "takenBack", min(r.returned_at) filter (where ${STATE.waiting}) as oldest,
       max(r.reminded_at) filter (where ${STATE.waiting}) as "remindedAt",
       (array_agg(r.reminded_by order by r.reminded_at desc nulls last) filter (where ${STATE.waiting}))[1] as "remindedBy"
     from returns r where ${sql} group by r.village_code, r.operator order by oldest nulls last, village, r.operator`,
    bindings,
  )
}

/** Where a page of the list goes on. */
export interface After {
  at: Date
  key: string
}

/** Records that were sent back, the oldest first, with how each stands in the list now. */
export async function returnRows(
  tx: Tx,
  place: Place,
  of: ReturnsOf & { state: ReturnState },
  { after, limit }: { after?: After | undefined; limit: number },
): Promise<ReturnRow[]> {
  const { sql, bindings } = within(place, of)
  return query<ReturnRow>(
    tx,
    `select r.key, r.version, r.village_code as village, r.operator, r.reason, r.returned_by as "returnedBy", r.returned_at as "returnedAt",
       r.reminders, r.answered_at as "answeredAt", r.answered_as as "answeredAs", r.answered_by as "answeredBy", c.name,
       c.register_id as "registerId", c.address, c.locality, c.state, c.blocking
     from returns r left join ${tableNames(place.module.instrument).current} c
       on c.period_id = r.period_id and c.regency_code = r.regency_code and c.key = r.key
     where ${sql} and ${STATE[of.state]} ${after ? 'and (r.returned_at, r.key) > (:at, :key)' : ''}
     order by r.returned_at, r.key limit ${limit}`,
    { ...bindings, ...(after ? { at: after.at, key: after.key } : {}) },
  )
}

/** One reminder sent twice, by two clicks, is noted once. */
const SAME_REMINDER_MS = 60_000

/** Notes that the operator was told of what waits for him. Returns of how many records. */
export async function remind(tx: Tx, place: Place, of: ReturnsOf): Promise<number> {
  const { sql, bindings } = within(place, of)
  const rows = await query<{ key: string }>(
    tx,
    `update returns r set reminders = reminders + 1, reminded_at = :now, reminded_by = :by
     where ${sql} and ${STATE.waiting} and (reminded_at is null or reminded_by <> :by or reminded_at < :before) returning r.key`,
    { ...bindings, now: tx.now, by: tx.actor.name, before: new Date(tx.now.getTime() - SAME_REMINDER_MS) },
  )
  if (!rows.length) {
    const [told] = await query<{ count: number }>(
      tx,
      `select cast(count(*) as int) as count from returns r where ${sql} and ${STATE.waiting}`,
      bindings,
    )
    return told!.count
  }
  await recordActivity(tx, {
    action: 'returns.reminded',
    regency: place.regency,
    object: { type: `${place.module.name}.returns`, id: place.periodId },
    data: { module: place.module.name, count: rows.length },
  })
  return rows.length
}

/** Records whose entry does not say what their update says: an open one without a return, or a return without an open one. */
export async function returnFaults(tx: Tx, { module, periodId, regency }: Place): Promise<string[]> {
  const rows = await query<{ key: string }>(
    tx,
    `select coalesce(u.key, r.key) as key
     from (select key from ${tableNames(module.instrument).updates} where period_id = :period and regency_code = :regency and state = 'returned') u
     full join (select key from returns r where ${WHERE} and ${STATE.waiting}) r on r.key = u.key
     where u.key is null or r.key is null order by 1`,
    { period: periodId, regency },
  )
  return rows.map(({ key }) => key)
}
