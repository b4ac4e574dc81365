import type { ApplicationService } from '@adonisjs/core/types'
import type { Worker } from '#services/jobs/worker'

/**
 * Runs a worker inside the web process where `SIKS_WORKER` says so; the default outside production. A web process without one still
 * tidies the folders of its machine, for uploads come in there.
 */
export default class WorkerProvider {
  #worker: Worker | undefined
  #started: Promise<void> | undefined
  #tidying: NodeJS.Timeout | undefined

  constructor(protected app: ApplicationService) {}

  async ready() {
    if (this.app.getEnvironment() !== 'web') return
    const where = process.env.SIKS_WORKER ?? (this.app.inProduction ? 'none' : 'inside')
    if (where !== 'inside') {
      const { tidyHourly } = await import('#services/cleaning/folders')
      this.#tidying = tidyHourly()
      return
    }
    const { Worker } = await import('#services/jobs/worker')
    this.#worker = new Worker()
    this.#started = this.#worker.start()
    await this.#started
  }

  /** A process told to stop while its worker still starts lets it start first: half a worker cannot hand its work back. */
  async shutdown() {
    clearInterval(this.#tidying)
    await this.#started?.catch(() => undefined)
    await this.#worker?.stop()
    const { closeQueue } = await import('#services/jobs/queue')
    await closeQueue()
  }
}
