import logger from '@adonisjs/core/services/logger'
import User from '#models/user'
import { assertPluginOn } from '#services/plugin_switches'
import { DiskFull, isDiskFull } from '#services/disk_full'
import { isStoreAway } from '#services/store_away'
import { faultOf, isSpoken, sentenceOf } from '#services/fault'
import { scopeRegions } from '#services/regions'
import { CONSOLE, NATIONAL, scope, SYSTEM, type Actor, type Scope } from '#services/scope'
import { ToldError } from '#services/told_error'
import type { Text } from '#verification/instrument'
import { JobCancelled, jobOf, type Job, type JobRow, type JobState } from './definition.js'
import { jobHandler, letGo, modulesOf } from './handlers.js'
import { Progress, STALE_SECONDS } from './progress.js'

const MAX_ATTEMPTS = 5
const UNSPOKEN: Text = {
  id: 'Pekerjaan berhenti karena kesalahan di server. Coba lagi; bila berulang, hubungi Pusdatin dengan nomor pekerjaan ini.',
  en: 'The job ended by a fault of the server. Try again; if it happens again, tell Pusdatin the number of this job.',
}
const CRASHED: Text = {
  id: 'Pekerjaan ini berkali-kali terhenti di tengah jalan.',
  en: 'This job has broken off half-way again and again.',
}

/**
 * Claims a job and runs it to its end; one of a module that is switched off in its regency ends with `E_PLUGIN_OFF`. A job that is finished,
 * or that another living worker holds, is left alone: the answer is then false. Throws only what the queue should try again: a lost connection, a deadlock.
 */
export async function runJob(id: string, regency: string, worker: string): Promise<boolean> {
  const own = await jobScope(regency, SYSTEM)
  const job = await claim(own, id, worker)
  if (!job) return false
  const progress = new Progress(own, id, worker)
  progress.begin()
  try {
    if (job.attempts > MAX_ATTEMPTS) {
      throw Object.assign(new ToldError(CRASHED), { code: 'E_JOB_CRASHED' })
    }
    const actor = await actorOf(job.createdBy)
    const handler = await jobHandler(job.name)
    const modules = await scope.run(own, (tx) => modulesOf(tx, handler, job))
    await assertPluginOn(modules, regency)
    await handler.run({
      job,
      actor,
      scope: { regions: own.regions, actor },
      report: (done, total, message) => progress.report(done, total, message),
      cancelled: async () => {
        await assertPluginOn(modules, regency)
        return progress.cancelled()
      },
    })
    await finish(own, job, worker, 'done', progress)
  } catch (error) {
    if (isTransient(error) && job.attempts < MAX_ATTEMPTS) {
      await release(own, id, worker)
      throw new Error(`job ${id} is to be tried again`, { cause: faultOf(error).code })
    }
    if (error instanceof JobCancelled) await finish(own, job, worker, 'cancelled', progress, error)
    else await fail(own, job, worker, progress, error)
  } finally {
    progress.end()
  }
  return true
}

/** Puts a job back that its worker cannot go on with, so that another may claim it at once. */
export async function release(of: Scope, id: string, worker: string): Promise<void> {
  await scope.aside(of, ({ trx }) =>
    trx.rawQuery(`update jobs set state = 'queued', claimed_by = null where id = ? and claimed_by = ? and state = 'running'`, [
      id,
      worker,
    ]),
  )
}

async function claim(of: Scope, id: string, worker: string): Promise<Job | null> {
  const { rows } = await scope.aside(of, ({ trx, now }) =>
    trx.rawQuery<{ rows: JobRow[] }>(
      `update jobs set state = 'running', claimed_by = ?, heartbeat = clock_timestamp(), attempts = attempts + 1,
         started_at = coalesce(started_at, ?)
       where id = ? and (state = 'queued' or (state = 'running' and heartbeat < clock_timestamp() - make_interval(secs => ?)))
       returning *`,
      [worker, now, id, STALE_SECONDS],
    ),
  )
  return rows[0] ? jobOf(rows[0]) : null
}

async function fail(of: Scope, job: Job, worker: string, progress: Progress, error: unknown) {
  if (!isSpoken(error)) {
    logger.error({ job: job.id, name: job.name, ...faultOf(error) }, 'job failed')
  }
  const unspoken = () => Object.assign(new ToldError(UNSPOKEN), { code: 'E_INTERNAL' })
  const told = isDiskFull(error) ? new DiskFull() : isSpoken(error) ? error : unspoken()
  await finish(of, job, worker, 'failed', progress, told)
}

async function finish(
  of: Scope,
  job: Job,
  worker: string,
  state: JobState,
  progress: Progress,
  error?: Error & { code: string },
) {
  const { done, total, message } = progress.latest ?? {}
  await scope.aside(of, async (tx) => {
    const told = error?.message ?? message?.id ?? job.message
    const [ended] = await tx.trx
      .from('jobs')
      .where({ id: job.id, claimed_by: worker, state: 'running' })
      .update({
        state,
        done: done ?? job.done,
        total: total ?? job.total,
        message: told,
        message_en: error ? sentenceOf(error, { locale: 'en' }) : (message?.en ?? null),
        error: error?.code ?? null,
        finished_at: tx.now,
      })
      .returning('id')
    if (ended && state !== 'done') await letGo(tx, job, told ?? UNSPOKEN.id)
  })
}

async function jobScope(regency: string, actor: Actor): Promise<Scope> {
  return scope.of(regency === NATIONAL ? regency : await scopeRegions('supervisor_regency', regency), actor)
}

async function actorOf(userId: string | null): Promise<Actor> {
  if (!userId) return CONSOLE
  const user = await User.find(userId)
  return user ? { id: user.id, name: user.name, role: user.role } : SYSTEM
}

function isTransient(error: unknown): boolean {
  if (isStoreAway(error)) return true
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01')
}
