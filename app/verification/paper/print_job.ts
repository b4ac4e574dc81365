import { Readable } from 'node:stream'
import { addOnce } from '#services/form_once'
import { discardContent, storeFile } from '#services/files'
import { defineJob, JobCancelled, type JobPayload } from '#services/jobs/definition'
import { dispatch, findJob } from '#services/jobs/dispatch'
import { scope, type Tx } from '#services/scope'
import { contentOf, exportedFile } from '../lists/export_job.js'
import { periodById, type RegencyPeriod } from '../periods/index.js'
import { checkPaper, makePaper, PAPERS, type PaperRequest } from './print.js'

const PRINT_JOB = 'papers.print'

/** Prints one paper of a village and keeps it like an export: for days, for the person who asked. A second run finds it and does nothing. */
export default defineJob({
  name: PRINT_JOB,
  async run({ job, scope: of, report, cancelled }) {
    const { period: periodId, village, locality, open, clear, apart, paper } = job.payload
    const made = await scope.run(of, async (tx) => {
      if (await exportedFile(tx, job)) return null
      const period = await periodById(tx, String(periodId), job.regency)
      if (!period) return null
      return makePaper(tx, period, {
        ...{ village: String(village), locality: locality === null ? undefined : String(locality) },
        ...{
          open: open === true,
          clear: clear === true,
          apart: apart === true,
          paper: PAPERS.find((known) => known === paper) ?? 'prelist',
        },
      })
    })
    if (!made) return
    await report(0, made.records)
    async function* watched() {
      for await (const chunk of made!.content) {
        if (await cancelled()) throw new JobCancelled()
        yield chunk
      }
    }
    await scope.run(of, (tx) =>
      storeFile(tx, {
        ...{ ...contentOf(job), contentType: 'application/pdf', name: made.name },
        content: Readable.from(watched(), { objectMode: false }),
      }),
    )
    await report(made.records, made.records)
  },
  ended: (_tx, job) => discardContent(contentOf(job)),
})

/**
 * Asks for a paper as a job; the same asked for twice from one page is one job.
 *
 * @param form of the page, by which a second click is known
 * @throws PaperError as `checkPaper`, before anything waits
 */
export async function requestPaper(tx: Tx, period: RegencyPeriod, request: PaperRequest, form?: unknown): Promise<string> {
  await checkPaper(tx, period, request)
  const payload: JobPayload = {
    ...{ module: period.module.name, period: period.period.id, paper: request.paper, village: request.village },
    ...{
      locality: request.locality ?? null,
      open: request.open ?? false,
      clear: request.clear ?? false,
      apart: request.apart ?? false,
    },
  }
  const { id, stands } = await addOnce(tx, 'jobs', form, { regency: period.regency, ...payload })
  const asked = stands ? await findJob(tx, id) : null
  if (asked && asked.state !== 'failed' && asked.state !== 'cancelled') return id
  return dispatch(tx, { ...(stands ? {} : { id }), name: PRINT_JOB, regency: period.regency, payload })
}
