import { query, type Tx } from '#services/scope'
import { keyIn, lockRegister, StaleRecordsError, tableNames, type Place } from '../store/index.js'
import { tally, type Selection, type Tally } from './bulk.js'
import { decideUpdates, isTake, type Decision, type Take } from './decide.js'

/** What the person had before him when he asked for an act on many updates: how many it would change, which, and since when he saw it. */
export interface Shown {
  count: number
  /** `Tally.token` of then. */
  token: string
  at: Date
}

/** An act on the very same selection that was done before, by this form sent twice or by a colleague. */
export interface FormerAct {
  take: Take
  count: number
  by: string
  at: Date
}

/** What was done to the records of a selection since it was shown, by cause and person. */
export interface ChangedSince {
  cause: string
  by: string
  records: number
  at: Date
}

type Changed = { status: 'changed'; now: Tally; former: FormerAct | null; since: ChangedSince[] }
export type SelectionResult = { status: 'done'; count: number } | { status: 'repeated'; former: FormerAct } | Changed

/** Runs work in a transaction on the open period. */
export type Run = <T>(work: (tx: Tx, place: Place) => Promise<T>) => Promise<T>

const MOST_LINES = 5

/**
 * Decides a selection exactly as it was shown, or not at all. The same form sent twice, or a colleague's that says the same, changes
 * nothing more; where the selection is another by now, nothing is done and what changed comes back for a new confirmation.
 *
 * @throws ReviewError for a missing reason or a selection that is too large
 */
export async function decideSelection(
  run: Run,
  selection: Selection,
  decision: Decision,
  shown: Shown,
): Promise<SelectionResult> {
  try {
    return await run((tx, place) => decideShown(tx, place, selection, decision, shown))
  } catch (error) {
    if (!(error instanceof StaleRecordsError)) throw error
    return run((tx, place) => changed(tx, place, selection, decision.take, shown, null))
  }
}

/** The same in a transaction that has begun. @throws StaleRecordsError */
export async function decideShown(
  tx: Tx,
  place: Place,
  selection: Selection,
  decision: Decision,
  shown: Shown,
): Promise<SelectionResult> {
  await lockRegister(tx, place)
  const now = await asShown(tx, place, selection, decision.take, shown)
  if ('status' in now) return now
  const seen = new Map(now.able.map((key, index) => [key, now.versions[index]!]))
  const count = await decideUpdates(tx, place, now.able, { ...decision, seen, selection: now.token })
  return { status: 'done', count }
}

/** What a selection is, where it is exactly what was shown and nobody has decided on it; else what became of it. */
export async function asShown(
  tx: Tx,
  place: Place,
  selection: Selection,
  take: Take,
  shown: Shown,
): Promise<Tally | Exclude<SelectionResult, { status: 'done' }>> {
  const former = await formerAct(tx, place, shown.token)
  if (former?.take === take) return { status: 'repeated', former }
  const now = await tally(tx, place, selection, take)
  const isSame = !former && now.token === shown.token && now.able.length === shown.count
  return isSame ? now : changed(tx, place, selection, take, shown, former)
}

async function changed(
  tx: Tx,
  place: Place,
  selection: Selection,
  take: Take,
  shown: Shown,
  former: FormerAct | null,
): Promise<Changed> {
  const now = await tally(tx, place, selection, take)
  return { status: 'changed', now, former, since: await changedSince(tx, place, selection, shown.at) }
}

async function formerAct(tx: Tx, { module, regency }: Place, token: string): Promise<FormerAct | null> {
  const [row] = await query<{ action: string; by: string; at: Date; count: number }>(
    tx,
    `select action, user_name as by, at, cast(data->>'count' as int) as count from activities
     where regency_code = ? and object_type = ? and object_id = ? order by at desc limit 1`,
    [regency, `${module.name}.selection`, token],
  )
  const take = row?.action.replace('update.', '')
  return row && isTake(take) ? { take, count: row.count, by: row.by, at: row.at } : null
}

async function changedSince(tx: Tx, place: Place, selection: Selection, since: Date): Promise<ChangedSince[]> {
  const { changes, current } = tableNames(place.module.instrument)
  const { condition, value } = within(selection)
  return query<ChangedSince>(
    tx,
    `select c.cause, c.actor_name as by, count(distinct c.key)::int as records, max(c.at) as at
     from ${changes} c join ${current} r on r.period_id = c.period_id and r.regency_code = c.regency_code and r.key = c.key
     where c.period_id = :period and c.regency_code = :regency and c.at > :since and ${condition}
     group by c.cause, c.actor_name order by max(c.at) desc limit ${MOST_LINES}`,
    { period: place.periodId, regency: place.regency, since, value },
  )
}

/** Where the records of a selection lie, whether they still belong to it or not. */
function within(selection: Selection): { condition: string; value: string | readonly string[] } {
  if ('keys' in selection) return { condition: keyIn(':value', 'r.key'), value: selection.keys }
  const place: { village?: string | undefined; district?: string | undefined } =
    'pattern' in selection ? selection.pattern : 'matching' in selection ? selection.matching : {}
  const village = 'clean' in selection ? selection.clean : place.village
  if (village) return { condition: 'r.village_code = :value', value: village }
  const { district } = place
  return district
    ? { condition: 'r.district_code = :value', value: district }
    : { condition: `cast(:value as text) = ''`, value: '' }
}
