import { v7 as uuid } from 'uuid'
import { scope, type Scope, type Tx } from '#services/scope'
import { JobCancelled, jobOf, type Job, type JobPayload, type JobRow } from './definition.js'
import { letGo } from './handlers.js'
import { enqueue } from './queue.js'

export interface JobRequest {
  /** Made once by the caller where the same request may come twice; a new one when absent. */
  id?: string
  name: string
  regency: string
  subject?: string
  payload?: JobPayload
}

/** Asks for background work inside the caller's transaction: it starts after the commit, and never when that rolls back. */
export async function dispatch(tx: Tx, request: JobRequest): Promise<string> {
  const [id] = await dispatchAll(tx, [request])
  return id!
}

/** The same for several at once, in the order of the requests. */
export async function dispatchAll(tx: Tx, requests: readonly JobRequest[]): Promise<string[]> {
  const rows = requests.map(({ id = uuid(), regency, name, subject = null, payload = {} }) => ({
    ...{ id, regency_code: regency, name, subject, payload: JSON.stringify(payload) },
    ...{ created_by: tx.actor.id, created_at: tx.now },
  }))
  await tx.trx.table('jobs').multiInsert(rows)
  await enqueue(
    tx.trx,
    rows.map(({ id, regency_code: regency }) => ({ id, regency })),
  )
  return rows.map(({ id }) => id)
}

/** The job, or null when there is none within the scope. */
export async function findJob(tx: Tx, id: string): Promise<Job | null> {
  const row: JobRow | null = await tx.trx
    .from('jobs')
    .where('id', id)
    .whereIn('regency_code', [...tx.scope.regions])
    .first()
  return row && jobOf(row)
}

/** Jobs of a subject that still wait or run, oldest first. */
export async function unfinishedJobs(tx: Tx, regency: string, subject?: string): Promise<Job[]> {
  const query = tx.trx.from('jobs').where('regency_code', regency).whereIn('state', ['queued', 'running'])
  if (subject) query.where('subject', subject)
  const rows: JobRow[] = await query.orderBy('created_at')
  return rows.map(jobOf)
}

/** Whether nobody has asked the job to stop yet and it has not ended; a second one who wants to waits for the first. */
export async function mayStop(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.trx
    .from('jobs')
    .where('id', id)
    .whereIn('regency_code', [...tx.scope.regions])
    .whereIn('state', ['queued', 'running'])
    .where('cancel_requested', false)
    .forUpdate()
    .select('id')
  return rows.length > 0
}

/** Stops a waiting job at once and asks a running one to stop; one that has ended stays as it is. */
export async function cancelJob(tx: Tx, id: string): Promise<Job | null> {
  const { rows } = await tx.trx.rawQuery<{ rows: JobRow[] }>(
    `update jobs set cancel_requested = true,
       state = case when state = 'queued' then 'cancelled' else state end,
       finished_at = case when state = 'queued' then ? else finished_at end
     where id = ? and regency_code = any (?) and state in ('queued', 'running') returning *`,
    [tx.now, id, [...tx.scope.regions]],
  )
  const job = rows[0] ? jobOf(rows[0]) : await findJob(tx, id)
  if (rows[0] && job?.state === 'cancelled') await letGo(tx, job, new JobCancelled().message)
  return job
}

/** The same outside a transaction, for polling. */
export function readJob(of: Scope, id: string): Promise<Job | null> {
  return scope.run(of, (tx) => findJob(tx, id))
}
