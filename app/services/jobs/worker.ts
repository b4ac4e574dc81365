import { hostname } from 'node:os'
import { randomBytes } from 'node:crypto'
import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { PgBoss } from 'pg-boss'
import { databaseAddresses } from '#services/database/addresses'
import { sealActivities } from '#services/activity_sealer'
import { tidyHourly } from '#services/cleaning/folders'
import { cleanNightly } from '#services/cleaning/nightly'
import { faultOf } from '#services/fault'
import { nationalScope } from '#services/regions'
import { scope, SYSTEM } from '#services/scope'
import { enqueue, QUEUE, QUEUE_SCHEMA } from './queue.js'
import { STALE_SECONDS } from './progress.js'
import { runJob } from './run_job.js'

const SLOTS = 3
/** One regency never takes every slot of the country. */
const SLOTS_PER_REGENCY = 2
const HEARTBEAT_MS = 3000
const SWEEP_MS = 10_000
const SEAL_MS = 2000
const CLEAN_MS = 600_000
const DRAIN_MS = 20_000

/** A process's background hands: takes jobs, revives those of killed workers, seals activities. */
export class Worker {
  readonly id = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`
  #boss: PgBoss | undefined
  #timers: NodeJS.Timeout[] = []
  #busy = new Set<string>()

  async start(): Promise<void> {
    const { application } = await databaseAddresses()
    this.#boss = new PgBoss({
      connectionString: application,
      schema: QUEUE_SCHEMA,
      migrate: false,
      schedule: false,
      reindex: false,
      monitorVacuum: false,
      registerInstance: false,
      max: SLOTS + 1,
    })
    this.#boss.on('error', (error) => logger.error(faultOf(error), 'queue error'))
    await this.#boss.start().catch(async (error: unknown) => {
      await this.#boss?.stop({ graceful: false }).catch(() => undefined)
      throw error
    })
    await beat(this.id)
    await this.#every(SWEEP_MS, 'sweep', reviveJobs)
    await this.#every(SEAL_MS, 'seal', sealActivities)
    this.#timers.push(tidyHourly())
    await this.#every(CLEAN_MS, 'cleaning', cleanNightly, false)
    await this.#every(HEARTBEAT_MS, 'heartbeat', () => beat(this.id))
    await this.#boss.work<{ job: string; regency: string }>(
      QUEUE,
      { localConcurrency: SLOTS, groupConcurrency: SLOTS_PER_REGENCY, batchSize: 1, pollingIntervalSeconds: 0.5 },
      async (entries) => {
        for (const { data } of entries) await runJob(data.job, data.regency, this.id)
      },
    )
  }

  /** Takes no new work, lets running jobs end for 20 s, hands the rest back. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#boss?.stop({ graceful: true, timeout: DRAIN_MS })
    await scope.aside(await nationalScope(SYSTEM), async ({ trx }) => {
      await trx.rawQuery(`update jobs set state = 'queued', claimed_by = null where claimed_by = ? and state = 'running'`, [
        this.id,
      ])
      await trx.from('workers').where('id', this.id).delete()
    })
  }

  /** Runs the task now, unless told otherwise, and at the interval, never twice at once; a failure is logged and the next turn tries again. */
  async #every(milliseconds: number, name: string, task: () => Promise<unknown>, now = true) {
    const turn = async () => {
      if (this.#busy.has(name)) return
      this.#busy.add(name)
      try {
        await task()
      } catch (error) {
        logger.error({ task: name, ...faultOf(error) }, 'worker task failed')
      } finally {
        this.#busy.delete(name)
      }
    }
    if (now) await turn()
    this.#timers.push(setInterval(() => void turn(), milliseconds))
  }
}

/** Whether a worker of any process is alive. */
export async function workerAlive(): Promise<boolean> {
  const { rows } = await db
    .connection('aside')
    .rawQuery(`select 1 from workers where heartbeat > clock_timestamp() - make_interval(secs => ?) limit 1`, [STALE_SECONDS])
  return rows.length > 0
}

async function beat(id: string) {
  await db.connection('aside').rawQuery(
    `insert into workers (id, started_at, heartbeat) values (?, clock_timestamp(), clock_timestamp())
     on conflict (id) do update set heartbeat = clock_timestamp()`,
    [id],
  )
  await db.connection('aside').rawQuery(`delete from workers where heartbeat < clock_timestamp() - interval '1 hour'`)
}

/**
 * Queues again what a killed worker left behind: running jobs whose heartbeat stopped, and waiting ones that the queue no
 * longer knows. Returns how many.
 */
export async function reviveJobs(): Promise<number> {
  return scope.aside(await nationalScope(SYSTEM), async ({ trx }) => {
    const { rows } = await trx.rawQuery<{ rows: { id: string; regency: string }[] }>(
      `update jobs set state = 'queued', claimed_by = null
       where (state = 'running' and heartbeat < clock_timestamp() - make_interval(secs => :stale))
          or (state = 'queued' and created_at < now() - interval '60 seconds' and not exists
               (select 1 from ${QUEUE_SCHEMA}.job entry
                where entry.name = :queue and entry.id = jobs.id and entry.state in ('created', 'retry', 'active')))
       returning id, regency_code as regency`,
      { stale: STALE_SECONDS, queue: QUEUE },
    )
    for (const job of rows) {
      await trx.rawQuery(`delete from ${QUEUE_SCHEMA}.job where name = ? and id = ?`, [QUEUE, job.id])
      await enqueue(trx, [job])
    }
    return rows.length
  })
}
