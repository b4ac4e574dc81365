import { setTimeout as pause } from 'node:timers/promises'
import { BaseCommand } from '@adonisjs/core/ace'
import logger from '@adonisjs/core/services/logger'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { faultOf } from '#services/fault'
import { Worker } from '#services/jobs/worker'
import { isStoreAway } from '#services/store_away'

const AGAIN_MS = 5_000

export default class WorkerCommand extends BaseCommand {
  static commandName = 'worker'
  static description = 'Run background jobs and the activity sealer in a process of its own, until it is told to stop'
  static options: CommandOptions = { startApp: true, staysAlive: true }

  async run() {
    const worker = new Worker()
    const ending = new AbortController()
    const started = this.#start(worker, ending.signal)
    this.app.terminating(async () => {
      ending.abort()
      if (await started.catch(() => false)) await worker.stop()
    })
    this.app.listen('SIGINT', () => this.app.terminate())
    if (await started) logger.info({ worker: worker.id }, 'worker is ready')
  }

  /** When a machine starts, its database may come later than the worker; false where it was told to stop before. */
  async #start(worker: Worker, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      try {
        await worker.start()
        return true
      } catch (error) {
        if (!isStoreAway(error)) throw error
        logger.warn(faultOf(error), 'the worker waits for its database')
        await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined)
      }
    }
    return false
  }
}
