import { scope, type Scope } from '#services/scope'
import type { Text } from '#verification/instrument'

const WRITE_EVERY_MS = 400
const ASK_EVERY_MS = 250
/** A running job is taken to be dead when its worker was silent for so long. */
export const STALE_SECONDS = 15
const HEARTBEAT_MS = 3000

/** Progress, heartbeat and the wish to stop of one running job, on connections outside the work's transaction. */
export class Progress {
  #latest: { done: number; total: number | null; message: Text | null } | null = null
  #writtenAt = 0
  #askedAt = 0
  #stop = false
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly of: Scope,
    private readonly job: string,
    private readonly worker: string,
  ) {}

  /** Keeps the claim alive until `end`, also while the handler reports nothing. */
  begin(): void {
    this.#timer = setInterval(() => void this.#write().catch(() => undefined), HEARTBEAT_MS)
    this.#timer.unref()
  }

  end(): void {
    clearInterval(this.#timer)
  }

  get latest() {
    return this.#latest
  }

  async report(done: number, total?: number | null, message?: Text | null): Promise<void> {
    this.#latest = {
      done,
      total: total === undefined ? (this.#latest?.total ?? null) : total,
      message: message === undefined ? (this.#latest?.message ?? null) : message,
    }
    if (Date.now() - this.#writtenAt >= WRITE_EVERY_MS) await this.#write()
  }

  async cancelled(): Promise<boolean> {
    if (this.#stop || Date.now() - this.#askedAt < ASK_EVERY_MS) return this.#stop
    this.#askedAt = Date.now()
    const row = await scope.aside(this.of, ({ trx }) => trx.from('jobs').select('cancel_requested').where('id', this.job).first())
    this.#stop = row?.cancel_requested === true
    return this.#stop
  }

  async #write() {
    this.#writtenAt = Date.now()
    const { message, ...counts } = this.#latest ?? {}
    const words = message && { message: message.id, message_en: message.en }
    const told = Object.fromEntries(Object.entries({ ...counts, ...words }).filter(([, value]) => value !== null))
    await scope.aside(this.of, ({ trx }) =>
      trx
        .from('jobs')
        .where({ id: this.job, claimed_by: this.worker, state: 'running' })
        .update({ heartbeat: trx.raw('clock_timestamp()'), ...told }),
    )
  }
}
