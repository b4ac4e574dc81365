import { setTimeout as wait } from 'node:timers/promises'
import { nationalScope } from '#services/regions'
import { SYSTEM } from '#services/scope'
import type { Job } from './definition.js'
import { readJob } from './dispatch.js'
import { runJob } from './run_job.js'
import { workerAlive } from './worker.js'

const POLL_MS = 250

/**
 * For commands: waits for the end of a job, and runs it in this process when no worker lives. A failed or cancelled job is
 * returned, not thrown: the caller decides what it means.
 *
 * @throws Error when there is no such job
 */
export async function runAndWait(id: string, onProgress?: (job: Job) => void): Promise<Job> {
  const everywhere = await nationalScope(SYSTEM)
  for (;;) {
    const job = await readJob(everywhere, id)
    if (!job) throw new Error(`There is no job ${id}.`)
    if (job.state !== 'queued' && job.state !== 'running') return job
    onProgress?.(job)
    const ran = !(await workerAlive()) && (await runJob(id, job.regency, `console:${process.pid}`).catch(() => false))
    if (!ran) await wait(POLL_MS)
  }
}
