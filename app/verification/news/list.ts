import type { Proposal } from '#kernel/contributions'
import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'

export const NEWS_STATES = ['open', 'confirmed', 'dismissed', 'withdrawn'] as const
export type NewsState = (typeof NEWS_STATES)[number]

/** What another module told, beside the record that it is about. */
export interface NewsItem extends Proposal {
  id: string
  event: string
  state: NewsState
  toldAt: Date
  handledBy: string | null
  handledAt: Date | null
  reason: string | null
  name: string | null
  registerId: string | null
  village: string | null
}

const SELECTED = `n.id, n.event, n.source_key as source, n.record_key as record, n.subject_key as subject, n.kind, n.params, n.state, n.told_at as "toldAt",
  n.handled_by_name as "handledBy", n.handled_at as "handledAt", n.reason, c.name, c.register_id as "registerId", c.village_code as village`

const sqlOf = (place: Place) => `select ${SELECTED} from module_news n
  left join ${tableNames(place.module.instrument).current} c on c.period_id = :period and c.regency_code = n.regency_code and c.key = n.record_key
  where n.regency_code = :regency and n.module = :module`

const bindingsOf = ({ periodId, regency, module }: Place) => ({ period: periodId, regency, module: module.name })

/** News in one state, newest first, of one record where its key is given; after the item of an `id`, where one is given. */
export function newsOf(
  tx: Tx,
  place: Place,
  state: NewsState,
  { limit = 200, after = null, record = null }: { limit?: number; after?: string | null; record?: string | null } = {},
): Promise<NewsItem[]> {
  const behind = `and exists (select 1 from module_news l where l.regency_code = :regency and l.id = cast(:after as uuid)
    and (n.told_at < l.told_at or (n.told_at = l.told_at and n.id > l.id)))`
  return query<NewsItem>(
    tx,
    `${sqlOf(place)} and n.state = :state ${record === null ? '' : 'and n.record_key = :record'} ${after === null ? '' : behind} order by n.told_at desc, n.id limit :limit`,
    { ...bindingsOf(place), state, limit, ...(after === null ? {} : { after }), ...(record === null ? {} : { record }) },
  )
}

export async function newsById(tx: Tx, place: Place, id: string): Promise<NewsItem | null> {
  const [item] = await query<NewsItem>(tx, `${sqlOf(place)} and n.id = cast(:id as uuid)`, { ...bindingsOf(place), id })
  return item ?? null
}

/** How many news of a module stand in one state; the open ones wait for an answer. */
export async function newsCount(tx: Tx, module: string, regency: string, state: NewsState): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    `select count(*)::int as count from module_news where regency_code = ? and module = ? and state = ?`,
    [regency, module, state],
  )
  return row!.count
}
