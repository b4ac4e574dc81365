import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import logger from '@adonisjs/core/services/logger'
import { Worker } from '#services/jobs/worker'

export default class WorkerCommand extends BaseCommand {
  static commandName = 'worker'
  static description = 'Run background jobs and the activity sealer in a process of its own, until it is told to stop'
  static options: CommandOptions = { startApp: true, staysAlive: true }

  async run() {
    const worker = new Worker()
    const started = worker.start()
    this.app.terminating(async () => {
      await started.catch(() => undefined)
      await worker.stop()
    })
    this.app.listen('SIGINT', () => this.app.terminate())
    await started
    logger.info({ worker: worker.id }, 'worker is ready')
  }
}
