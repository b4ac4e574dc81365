import { v7 as uuid } from 'uuid'
import { saysWhy } from '#domain/reason'
import { dispatch } from '#services/jobs/dispatch'
import { query, type Tx } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import { REASON_MISSING } from '../../review/decide.js'
import { ReviewError } from '../../review/errors.js'
import type { Place } from '../../store/index.js'
import { filterParameters, readFilters, type ListFilters } from '../filters.js'
import { outcomeTally, type BulkSelection, type OutcomeTally } from './tally.js'
import { BulkError, planUndo } from './undo_plan.js'

export const OUTCOME_JOB = 'lists.outcome'
export const UNDO_JOB = 'lists.outcome_undo'
export const REASON_LENGTH = 500

/**
 * - `waiting`  asked for; its job waits or runs
 * - `done`     the outcome stands, but for what was undone
 * - `changed`  the selection was another when the job came to it; nothing was written
 * - `failed`   the job ended without writing
 * - `undoing`, `undone`
 */
export type BulkState = 'waiting' | 'done' | 'changed' | 'failed' | 'undoing' | 'undone'

/** One outcome given to many records at once. */
export interface BulkAct {
  id: string
  module: string
  periodId: string
  list: ListFilters['kind']
  selection: { keys: string[] } | { matching: Record<string, string> }
  outcome: string
  reason: string | null
  /** How many it would change when it was asked for. */
  expected: number
  token: string
  state: BulkState
  changed: number
  /** Of the changed ones, how many have a blocking problem since. */
  blocking: number
  restored: number | null
  kept: number | null
  undoToken: string | null
  createdBy: string | null
  createdByName: string
  createdAt: Date
  jobId: string | null
  finishedAt: Date | null
  undoneByName: string | null
  undoneAt: Date | null
}

const COLUMNS = `id, module, period_id as "periodId", list, selection, outcome, reason, expected, token, state, changed, blocking, restored, kept,
  undo_token as "undoToken", created_by as "createdBy", created_by_name as "createdByName", created_at as "createdAt", job_id as "jobId",
  finished_at as "finishedAt", undone_by_name as "undoneByName", undone_at as "undoneAt"`

export async function findAct(tx: Tx, regency: string, id: string): Promise<BulkAct | null> {
  const [act] = await query<BulkAct>(
    tx,
    `select ${COLUMNS} from bulk_acts where regency_code = ? and id = cast(? as uuid) for update`,
    [regency, id],
  )
  return act ?? null
}

/** Acts of a period, newest first. */
export function actsOf(tx: Tx, { module, regency, periodId }: Place, limit = 50): Promise<BulkAct[]> {
  return query<BulkAct>(
    tx,
    `select ${COLUMNS} from bulk_acts where regency_code = ? and period_id = ? and module = ? order by created_at desc, id desc limit ${limit}`,
    [regency, periodId, module.name],
  )
}

/** What the person asks for, and what the page told him it would do. */
export interface BulkRequest {
  list: ListFilters['kind']
  selection: BulkSelection
  outcome: string
  reason: string
  shown: { count: number; token: string }
}

export type BulkAnswer =
  | { status: 'asked' | 'repeated'; act: string }
  /** The selection is another than what was shown; nothing was asked for. */
  | { status: 'changed'; now: OutcomeTally }

/**
 * Asks for the act as a job, bound to exactly what was shown. The same form sent twice leads to the same act.
 * @throws ReviewError for a missing reason, an unknown outcome or a selection that is too large
 */
export async function askOutcome(tx: Tx, place: Place, asked: BulkRequest): Promise<BulkAnswer> {
  const reason = asked.reason.trim().slice(0, REASON_LENGTH)
  if (!saysWhy(reason)) throw new ReviewError('E_REASON_MISSING', REASON_MISSING).at('reason')
  const [former] = await query<{ id: string }>(
    tx,
    `select id from bulk_acts where regency_code = ? and period_id = ? and token = ? and state in ('waiting', 'done') limit 1`,
    [place.regency, place.periodId, asked.shown.token],
  )
  if (former) return { status: 'repeated', act: former.id }
  const now = await outcomeTally(tx, place, asked.selection, asked.outcome)
  if (now.token !== asked.shown.token || now.able.length !== asked.shown.count) return { status: 'changed', now }
  const id = uuid()
  const payload = { module: place.module.name }
  const job = await dispatch(tx, { name: OUTCOME_JOB, regency: place.regency, subject: id, payload })
  await query(
    tx,
    `insert into bulk_acts (id, regency_code, period_id, module, list, selection, outcome, reason, expected, token, state, created_by,
       created_by_name, created_at, job_id)
     values (?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?, ?, 'waiting', ?, ?, ?, ?)`,
    [
      ...[id, place.regency, place.periodId, place.module.name, asked.list, JSON.stringify(kept(asked.selection))],
      ...[asked.outcome, reason, now.able.length, now.token, tx.actor.id, tx.actor.name, tx.now, job],
    ],
  )
  return { status: 'asked', act: id }
}

/** @throws BulkError `E_BULK_STATE` when it is not done, `E_BULK_CHANGED` when the plan is another than what was shown */
export async function askUndo(tx: Tx, place: Place, id: string, token: string): Promise<void> {
  const act = await findAct(tx, place.regency, id)
  if (act?.state === 'undoing' || act?.state === 'undone') return
  if (act?.state !== 'done') throw new BulkError('E_BULK_STATE')
  const plan = await planUndo(tx, place, act)
  if (plan.token !== token) throw new BulkError('E_BULK_CHANGED')
  const job = await dispatch(tx, {
    ...{ name: UNDO_JOB, regency: place.regency, subject: id, payload: { module: place.module.name } },
  })
  await query(
    tx,
    `update bulk_acts set state = 'undoing', undo_token = ?, job_id = ?, undone_by_name = ? where regency_code = ? and id = cast(? as uuid)`,
    [token, job, tx.actor.name, place.regency, id],
  )
}

function kept(selection: BulkSelection): BulkAct['selection'] {
  return 'keys' in selection ? { keys: [...selection.keys] } : { matching: filterParameters(selection.matching) }
}

/** The selection of an act as the list reads it again. */
export function selectionOf(module: VerificationModule, { list, selection }: BulkAct): BulkSelection {
  return 'keys' in selection ? selection : { matching: readFilters(module, list, selection.matching) }
}
