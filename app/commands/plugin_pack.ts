import { args, flags } from '@adonisjs/core/ace'
import { packPlugin } from '#kernel/plugin_archive'
import { ReportingCommand } from '#services/console'
import { installed } from '#services/plugins/remove'

interface Packed {
  name: string
  version: string
  file: string
  files: number
}

export default class PluginPack extends ReportingCommand<Packed> {
  static override commandName = 'plugin:pack'
  static override description = 'Write the folder of a plugin as one archive that plugin:add reads on another installation'

  @args.string({ description: 'Name of an installed plugin' })
  declare name: string

  @flags.string({ description: 'New file, for example lansia-1.0.0.zip', required: true })
  declare out: string

  protected override async perform() {
    const { name, plugin_version: version, files } = await packPlugin(this.app.makePath(), installed(this.name), this.out)
    return { name, version, file: this.out, files: files.length }
  }

  protected override describe({ name, version, file, files }: Packed) {
    return [`${file}: modul ${name} ${version}, ${files} berkas sumber.`]
  }
}
