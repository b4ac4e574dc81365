import type { Job } from '#services/jobs/definition'
import { query, type Tx } from '#services/scope'
import { modulesOf } from './files.js'

/** Modules of the file that a job is about; none before a first check has read its manifest. */
export async function modulesOfJob(tx: Tx, { regency, subject }: Job): Promise<string[]> {
  const [row] = await query<{ manifest: Record<string, unknown> | null }>(
    tx,
    'select manifest from import_files where regency_code = ? and cast(id as text) = ?',
    [regency, subject],
  )
  return row ? modulesOf(row) : []
}

/**
 * Lets go of the file of a job that is given up, in the transaction that says so: one that was to be applied stands checked again, one
 * that was to be checked can be checked anew, for as many days as from now on.
 */
export async function releaseFile(tx: Tx, { id, regency, subject }: Job): Promise<void> {
  await query(
    tx,
    `update import_files set state = case when state = 'applying' then 'checked' else 'cancelled' end,
       checked_at = case when state = 'applying' then checked_at else cast(? as timestamptz) end
     where regency_code = ? and cast(id as text) = ? and job_id = ? and state in ('queued', 'checking', 'applying')`,
    [tx.now, regency, subject, id],
  )
}
