import type { Job } from '#services/jobs/definition'
import type { Tx } from '#services/scope'
import { query } from '#services/scope'
import { takeStep } from './steps.js'

/**
 * Opens a period again whose seal was not made, with the reason, in the transaction that ends the job; so a period never stays
 * locked behind a job that is over.
 */
export async function reopenAfter(tx: Tx, job: Job, reason: string): Promise<void> {
  const periodId = String(job.payload.period)
  const [row] = await query(
    tx,
    `select 1 from finalisations where period_id = ? and regency_code = ? and state = 'finalising' and job_id = ? for update`,
    [periodId, job.regency, job.id],
  )
  if (row) await takeStep(tx, { periodId, regency: job.regency }, { state: 'open', step: 'failed', reason })
}
