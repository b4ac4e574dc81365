import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { buildDemo } from '#services/demo/build'
import { DemoError } from '#services/demo/errors'

export default class DemoBuild extends BaseCommand {
  static commandName = 'demo:build'
  static description = 'Make the database of the demonstration, or move its dates to today, without serving it'
  static override options: CommandOptions = { startApp: true }

  @flags.boolean({ description: 'Start over' }) declare reset: boolean

  override async run() {
    try {
      await buildDemo({ app: this.app, reset: this.reset, tell: (line) => this.logger.info(line) })
    } catch (error) {
      if (!(error instanceof DemoError)) throw error
      this.exitCode = 1
      this.logger.error(error.message)
    }
  }
}
