import { query, type Tx } from '#services/scope'
import { enqueue, QUEUE, QUEUE_SCHEMA } from './queue.js'

/** Puts a failed job back into the queue as if it had never run; it starts after the commit. */
export async function requeue(tx: Tx, job: { id: string; regency: string }): Promise<void> {
  await query(
    tx,
    `update jobs set state = 'queued', attempts = 0, error = null, message = null, message_en = null, claimed_by = null, cancel_requested = false,
       created_at = :now, started_at = null, finished_at = null
     where regency_code = :regency and id = :id and state = 'failed'`,
    { ...job, now: tx.now },
  )
  await query(tx, `delete from ${QUEUE_SCHEMA}.job where name = ? and id = ?`, [QUEUE, job.id])
  await enqueue(tx.trx, [job])
}
