import type { Actor, Scope, Tx } from '#services/scope'
import { ToldError } from '#services/told_error'
import type { Text } from '#verification/instrument'

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

/** Values a job carries: ids and switches only, never personal data, for the queue stores them in plain text. */
export type JobPayload = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** A job as its row in `jobs` tells it; counts are rows of the work, times are moments. */
export interface Job {
  id: string
  regency: string
  name: string
  /** What the job is about, e.g. the id of an import file; the pages look their job up by it. */
  subject: string | null
  payload: JobPayload
  state: JobState
  done: number
  total: number | null
  message: string | null
  /** The same in both languages, where it was told in both. */
  text: Text | null
  /** Stable code of the failure; its sentence is in `message` and `text`. */
  error: string | null
  attempts: number
  cancelRequested: boolean
  createdBy: string | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

/** What a handler works with. It opens its own transactions with `scope.run(context.scope, …)`. */
export interface JobContext {
  job: Job
  scope: Scope
  actor: Actor
  /** Shows progress on the page. Cheap to call for every row: it is written at most every 400 ms, on a connection of its own. */
  report(done: number, total?: number | null, message?: Text | null): Promise<void>
  /**
   * Whether someone asked to stop. A handler that obeys throws `JobCancelled` before it commits.
   * @throws PluginOff when a module of the job was switched off meanwhile
   */
  cancelled(): Promise<boolean>
}

/**
 * A kind of background work. A handler may be killed at any moment and is then run again from the start, so that its second
 * run on finished work must change nothing.
 */
export interface JobHandler {
  name: string
  run(context: JobContext): Promise<void>
  /** Modules whose data the job works on, beside the one its name or payload tells; where one is switched off, the job is refused. */
  modules?(tx: Tx, job: Job): Promise<readonly string[]>
  /** Called when the job is given up (failed or cancelled), in the transaction that says so, to let go of what waited for it. */
  ended?(tx: Tx, job: Job, reason: string): Promise<void>
}

/** A kind of background work as the manifest loads it; its name is `<plugin>.<id>` of its line there. */
export function defineJob(handler: JobHandler): JobHandler {
  return Object.freeze(handler)
}

/** Thrown by a handler that stopped because `cancelled()` said so. */
export class JobCancelled extends ToldError {
  readonly code = 'E_JOB_CANCELLED'

  constructor() {
    super({
      id: 'Pekerjaan dihentikan atas permintaan pengguna.',
      en: 'The job was stopped because a user asked for it.',
    })
  }
}

/** A row of `jobs` as the driver returns it. */
export interface JobRow {
  id: string
  regency_code: string
  name: string
  subject: string | null
  payload: JobPayload
  state: JobState
  done: number
  total: number | null
  message: string | null
  message_en: string | null
  error: string | null
  attempts: number
  cancel_requested: boolean
  created_by: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

/** What a job has told last, in both languages. */
export function textOf({ message, message_en: english }: Pick<JobRow, 'message' | 'message_en'>): Text | null {
  return message === null ? null : { id: message, en: english ?? message }
}

export function jobOf(row: JobRow): Job {
  return {
    id: row.id,
    regency: row.regency_code,
    name: row.name,
    subject: row.subject,
    payload: row.payload,
    state: row.state,
    done: row.done,
    total: row.total,
    message: row.message,
    text: textOf(row),
    error: row.error,
    attempts: row.attempts,
    cancelRequested: row.cancel_requested,
    createdBy: row.created_by,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}
