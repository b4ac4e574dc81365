import { v7 as uuid } from 'uuid'
import type { VerificationModule } from '#kernel/registry'
import { dispatch } from '#services/jobs/dispatch'
import { query, type Tx } from '#services/scope'
import { filterParameters, readFilters, type ListFilters } from '../lists/filters.js'
import type { Selection } from '../review/bulk.js'
import type { Decision, Take } from '../review/decide.js'
import type { Shown } from '../review/selection.js'
import type { Place } from '../store/index.js'

/** Records that a person's act decides, or takes back, while he waits; more are the work of a job. */
export const AT_ONCE = 300
export const LARGE_ACT_JOB = 'review.large_act'

/**
 * - `waiting`  asked for; its job waits or runs
 * - `done`     decided, or taken back, exactly as it was shown
 * - `changed`  the records were others when the job came to them; nothing was written
 * - `failed`   the job ended without writing
 */
export type LargeActState = 'waiting' | 'done' | 'changed' | 'failed'

/** A decision on many updates, or the taking back of one, done as a job. Its id is the cause of what it decides. */
export interface LargeAct {
  id: string
  module: string
  periodId: string
  take: Take | 'undo'
  /** Null where an act is taken back. */
  selection: KeptSelection | null
  /** The act that is taken back. */
  undone: string | null
  reason: string | null
  /** How many it would change when it was asked for, what stood for exactly these, and when they were shown. */
  expected: number
  token: string
  shownAt: Date
  /** Address of the list it was asked from. */
  back: string
  state: LargeActState
  changed: number
  createdByName: string
  createdAt: Date
  jobId: string
  finishedAt: Date | null
}

type KeptSelection =
  Exclude<Selection, { matching: ListFilters }> | { matching: Record<string, string>; list: ListFilters['kind'] }

const COLUMNS = `id, module, period_id as "periodId", take, selection, undone, reason, expected, token, shown_at as "shownAt", back, state, changed,
  created_by_name as "createdByName", created_at as "createdAt", job_id as "jobId", finished_at as "finishedAt"`

/** @param lock for the job alone: a page would wait for it until all is decided */
export async function findLargeAct(tx: Tx, regency: string, id: string, lock = false): Promise<LargeAct | null> {
  const [act] = await query<LargeAct>(
    tx,
    `select ${COLUMNS} from large_acts where regency_code = ? and id = cast(? as uuid) ${lock ? 'for update' : ''}`,
    [regency, id],
  )
  return act ?? null
}

/** The act that was asked for by the same form and is not over without effect; the same form sent once more at this moment waits for it. */
export async function sameLargeAct(tx: Tx, { regency, periodId }: Place, take: LargeAct['take'], token: string) {
  await query(tx, 'select pg_advisory_xact_lock(720047, hashtext(?))', [`${regency}:${token}`])
  const [act] = await query<{ id: string }>(
    tx,
    `select id from large_acts where regency_code = ? and period_id = ? and token = ? and take = ? and state in ('waiting', 'done') limit 1`,
    [regency, periodId, token, take],
  )
  return act?.id ?? null
}

interface Asked {
  take: LargeAct['take']
  selection?: KeptSelection
  undone?: string
  reason?: string | null
  shown: Shown
  back: string
}

/** Asks for a decision on a selection as a job, bound to exactly what was shown. */
export function askDecision(
  tx: Tx,
  place: Place,
  selection: Selection,
  { take, reason }: Decision,
  more: { shown: Shown; back: string },
): Promise<string> {
  return ask(tx, place, { take, selection: kept(selection), reason: reason?.trim() || null, ...more })
}

/** Asks for an act to be taken back as a job, exactly as its plan was shown. */
export function askUndo(tx: Tx, place: Place, undone: string, more: { shown: Shown; back: string }): Promise<string> {
  return ask(tx, place, { take: 'undo', undone, ...more })
}

async function ask(tx: Tx, place: Place, { take, selection, undone, reason, shown, back }: Asked): Promise<string> {
  const id = uuid()
  const payload = { module: place.module.name }
  const job = await dispatch(tx, { name: LARGE_ACT_JOB, regency: place.regency, subject: id, payload })
  await query(
    tx,
    `insert into large_acts (id, regency_code, period_id, module, take, selection, undone, reason, expected, token, shown_at, back, state,
       created_by, created_by_name, created_at, job_id)
     values (?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?)`,
    [
      ...[
        id,
        place.regency,
        place.periodId,
        place.module.name,
        take,
        selection ? JSON.stringify(selection) : null,
        undone ?? null,
      ],
      ...[reason ?? null, shown.count, shown.token, shown.at, back, tx.actor.id, tx.actor.name, tx.now, job],
    ],
  )
  return id
}

function kept(selection: Selection): KeptSelection {
  if (!('matching' in selection)) return selection
  return { matching: filterParameters(selection.matching), list: selection.matching.kind }
}

/** The selection of an act as its list reads it again. */
export function selectionOf(module: VerificationModule, selection: KeptSelection): Selection {
  if (!('matching' in selection)) return selection
  return { matching: readFilters(module, selection.list, selection.matching) }
}
