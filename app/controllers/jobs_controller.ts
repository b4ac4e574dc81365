import type { HttpContext } from '@adonisjs/core/http'
import { validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import type { Job } from '#services/jobs/definition'
import { cancelJob, findJob, mayStop } from '#services/jobs/dispatch'
import { recordActivity } from '#services/activity'
import { clock } from '#services/clock'
import { isSwitchedOff } from '#services/jobs/handlers'
import { scope, type Tx } from '#services/scope'
import { localeOf } from '#verification/message'

export default class JobsController {
  async show({ params, scope: own, i18n }: HttpContext) {
    const id = known(params.id)
    return answer(await scope.run(own, (tx) => shownJob(tx, id)), i18n)
  }

  async cancel({ params, scope: own, request, response, i18n }: HttpContext) {
    const id = known(params.id)
    const job = await scope.run(own, async (tx) => {
      const found = await shownJob(tx, id)
      if (!found || !(await mayStop(tx, id))) return found
      await recordActivity(tx, {
        action: 'job.cancel_asked',
        regency: found.regency,
        object: { type: 'job', id },
        data: { name: found.name },
      })
      return cancelJob(tx, id)
    })
    const told = answer(job, i18n)
    return request.accepts(['html', 'json']) === 'json' ? told : response.redirect().back()
  }
}

/** A job within the scope; none of a module that is off there. */
async function shownJob(tx: Tx, id: string): Promise<Job | null> {
  const job = await findJob(tx, id)
  return job && !(await isSwitchedOff(tx, job)) ? job : null
}

function known(id: unknown): string {
  if (!isUuid(id)) throw new NotFound()
  return String(id)
}

/** What the progress card of a page reads: rows done of the total, milliseconds since the start, moments as ISO text. */
function answer(job: Job | null, { locale }: { locale: string }) {
  if (!job) throw new NotFound()
  return {
    id: job.id,
    name: job.name,
    subject: job.subject,
    state: job.state,
    done: job.done,
    total: job.total,
    message: job.text && job.text[localeOf({ locale })],
    error: job.error,
    elapsed: job.startedAt ? (job.finishedAt ?? clock.now()).getTime() - job.startedAt.getTime() : 0,
    created_at: job.createdAt.toISOString(),
    finished_at: job.finishedAt?.toISOString() ?? null,
  }
}
