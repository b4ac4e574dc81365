import { args, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { makePlugin, type MadePlugin } from '#kernel/make_plugin'
import { ReportingCommand } from '#services/console'

export default class MakePlugin extends ReportingCommand<MadePlugin> {
  static override commandName = 'make:plugin'
  static override description = 'Write the folder of a new plugin and add its line to config/plugins.ts'
  static override options: CommandOptions = { startApp: false }

  @args.string({ description: 'Lower-case letters and digits; the name never changes' })
  declare name: string

  @flags.boolean({ description: 'A verification module, from an edition to a signed letter' })
  declare verification?: boolean

  @flags.string({ description: 'As the menu says it, in Indonesian' })
  declare title?: string

  protected override perform() {
    const { name, title, verification = false } = this
    return makePlugin({ root: this.app.makePath(), name, title, verification })
  }

  protected override describe({ name, files }: MadePlugin) {
    const next = this.verification
      ? `Langkah berikut: npm run ace -- migrate, npm run build:offline, lalu docs/writing-a-plugin.md bagian 12.`
      : `Langkah berikut: npm run ace -- plugin:doctor ${name}, lalu docs/writing-a-plugin.md.`
    return [...files.map((file) => `ditulis: ${file}`), next]
  }
}
