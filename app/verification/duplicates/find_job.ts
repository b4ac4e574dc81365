import { registry } from '#kernel/registry'
import { defineJob, JobCancelled } from '#services/jobs/definition'
import { dispatch } from '#services/jobs/dispatch'
import { query, scope, type Tx } from '#services/scope'
import { periodById, placeOf } from '../periods/index.js'
import type { Place } from '../store/index.js'
import { findAll, findDue } from './find.js'
import { lastSearch } from './search_state.js'

const JOB = 'duplicates.find'
/** Ways of comparing, for the progress of a whole search. */
const STEPS = 5

/**
 * Searches a register for what may be recorded twice: all of it the first time or when asked, else what was written since. Its second
 * run finds the same again.
 */
export default defineJob({
  name: JOB,
  async run({ job, scope: of, report, cancelled }) {
    const module = registry.module(String(job.payload.module))
    await scope.run(of, async (tx) => {
      const period = await periodById(tx, String(job.payload.period), job.regency)
      if (!period || period.module.name !== module.name) return
      const place = placeOf(period)
      if (job.payload.whole !== true && (await lastSearch(tx, place))) return findDue(tx, place)
      return findAll(tx, place, async (step) => {
        await report(step, STEPS)
        if (await cancelled()) throw new JobCancelled()
      })
    })
  },
})

/**
 * Asks for a search; one that still waits for the same register is taken instead of a second.
 * @param whole everybody anew, not only what was written since the last search
 */
export async function requestSearch(tx: Tx, { module, periodId, regency }: Place, whole = false): Promise<string> {
  const payload = { module: module.name, period: periodId, whole }
  const [waiting] = await query<{ id: string }>(
    tx,
    `select id from jobs where regency_code = ? and name = '${JOB}' and state = 'queued' and payload = cast(? as jsonb)`,
    [regency, JSON.stringify(payload)],
  )
  return waiting?.id ?? dispatch(tx, { name: JOB, regency, payload })
}

/** The search of a register that waits or runs now, for the page that shows its progress. */
export async function searchingJob(tx: Tx, { module, periodId, regency }: Place): Promise<string | null> {
  const [job] = await query<{ id: string }>(
    tx,
    `select id from jobs where regency_code = ? and name = '${JOB}' and state in ('queued', 'running')
       and payload->>'module' = ? and payload->>'period' = ? order by created_at limit 1`,
    [regency, module.name, periodId],
  )
  return job?.id ?? null
}
