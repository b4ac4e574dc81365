import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { tellAside } from '#services/demo/aside'
import { buildDemo, storyHere } from '#services/demo/build'
import { DemoError } from '#services/demo/errors'

export default class DemoBuild extends BaseCommand {
  static commandName = 'demo:build'
  static description = 'Make the demonstration, or move its dates to today, without serving it'
  static override options: CommandOptions = { startApp: true }

  @flags.boolean({ description: 'Start over' }) declare reset: boolean
  @flags.boolean({ description: 'Tell parts of the story for another demo:build, which starts this one by itself' })
  declare aside: boolean

  override async run() {
    const tell = (line: string) => this.logger.info(line)
    try {
      if (this.aside) await tellAside(storyHere(tell))
      else await buildDemo({ app: this.app, reset: this.reset, tell })
    } catch (error) {
      if (!(error instanceof DemoError)) throw error
      this.exitCode = 1
      this.logger.error(error.message)
    }
  }
}
