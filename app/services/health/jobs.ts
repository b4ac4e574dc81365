import { validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { DeskRefused } from '#services/announcements/errors'
import { recordActivity } from '#services/activity'
import { jobHandler } from '#services/jobs/handlers'
import { requeue } from '#services/jobs/requeue'
import { query, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'

/** A job that ended badly and that nobody has dealt with. Its sentence names no person. */
export interface FailedJob {
  id: string
  regency: string
  name: string
  error: string | null
  message: string | null
  /** The same in both languages. */
  text: Text | null
  attempts: number
  createdAt: Date
  finishedAt: Date | null
  /** It may run once more; one that let go of what waited for it is begun again on its own page. */
  retryable: boolean
}

const LISTED = 50
const TOLD = `message, case when message is not null then jsonb_build_object('id', message, 'en', coalesce(message_en, message)) end as text`
const COLUMNS = `id, regency_code as regency, name, error, ${TOLD}, attempts, created_at as "createdAt", finished_at as "finishedAt"`

/** The newest failures that are not dismissed. */
export async function failedJobs(tx: Tx): Promise<FailedJob[]> {
  const rows = await query<Omit<FailedJob, 'retryable'>>(
    tx,
    `select ${COLUMNS} from jobs where state = 'failed' and dismissed_at is null order by finished_at desc, id desc limit ${LISTED}`,
  )
  return Promise.all(rows.map(async (row) => ({ ...row, retryable: await retryable(row.name) })))
}

/** How many failures are not dismissed, also beyond those that are listed. */
export async function countFailedJobs(tx: Tx): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    `select count(*)::int as count from jobs where state = 'failed' and dismissed_at is null`,
  )
  return row!.count
}

/** A handler with `ended` has told the page of the act that it is over; running on would surprise it. */
async function retryable(name: string): Promise<boolean> {
  const handler = await jobHandler(name).catch(() => null)
  return handler !== null && handler.ended === undefined
}

/** Lets a failed job run once more. @throws DeskRefused `E_DESK_ANSWERED`; NotFound */
export async function retryJob(tx: Tx, id: string): Promise<FailedJob> {
  const job = await failed(tx, id)
  if (!job.retryable) {
    throw new DeskRefused('E_DESK_ANSWERED', {
      id: 'Pekerjaan ini tidak dapat diulang dari sini: halaman asalnya sudah dibuka kembali. Minta wilayahnya memulai lagi di sana.',
      en: 'This job cannot be run again from here: the page it came from is open again. Ask the region to start it there once more.',
    })
  }
  await requeue(tx, { id, regency: job.regency })
  await recordActivity(tx, { action: 'job.retried', regency: job.regency, object: { type: 'job', id }, data: { name: job.name } })
  return job
}

/** Takes a failed job from the list; its row stays. @throws DeskRefused `E_DESK_ANSWERED`; NotFound */
export async function dismissJob(tx: Tx, id: string): Promise<FailedJob> {
  const job = await failed(tx, id)
  await query(tx, 'update jobs set dismissed_at = ?, dismissed_by = ? where regency_code = ? and id = ?', [
    tx.now,
    tx.actor.id,
    job.regency,
    id,
  ])
  await recordActivity(tx, {
    action: 'job.dismissed',
    regency: job.regency,
    object: { type: 'job', id },
    data: { name: job.name },
  })
  return job
}

async function failed(tx: Tx, id: string): Promise<FailedJob> {
  const [row] = isUuid(id)
    ? await query<Omit<FailedJob, 'retryable'> & { state: string; dismissed: boolean }>(
        tx,
        `select ${COLUMNS}, state, dismissed_at is not null as dismissed from jobs where id = ? and regency_code = any (?) for update`,
        [id, tx.scope.regions],
      )
    : []
  if (!row) throw new NotFound()
  const { state, dismissed, ...job } = row
  if (state !== 'failed' || dismissed)
    throw new DeskRefused('E_DESK_ANSWERED', {
      id: 'Pekerjaan ini sudah ditangani petugas lain, atau sudah berjalan lagi. Muat ulang halaman.',
      en: 'Another officer has dealt with this job, or it runs again. Reload the page.',
    })
  return { ...job, retryable: await retryable(job.name) }
}
