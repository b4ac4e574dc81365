import { runAndWait } from '#services/jobs/run_and_wait'
import { scope, type Scope } from '#services/scope'
import { ReviewError } from '../../review/errors.js'
import { findAct, type BulkAct } from './acts.js'

/**
 * For commands: waits until the job of an act came to its end, and gives the act as it stands then.
 * @throws ReviewError `E_SELECTION_CHANGED` where the selection was another when the job came to it
 * @throws Error with the code of what ended the job otherwise
 */
export async function finishedAct(of: Scope, regency: string, id: string, wanted: 'done' | 'undone'): Promise<BulkAct> {
  const find = async () => (await scope.run(of, (tx) => findAct(tx, regency, id)))!
  const { jobId } = await find()
  const job = await runAndWait(jobId!)
  const act = await find()
  if (act.state === wanted) return act
  if (act.state === 'changed') {
    throw new ReviewError('E_SELECTION_CHANGED', {
      id: 'Data pilihan ini berubah sebelum sempat dikerjakan. Belum ada yang diubah; ulangi.',
      en: 'The chosen records changed before they were worked on. Nothing was changed; repeat.',
    })
  }
  throw Object.assign(new Error(job.message ?? 'Pekerjaan tidak selesai. Belum ada yang diubah.'), {
    code: job.error ?? 'E_JOB_FAILED',
  })
}
