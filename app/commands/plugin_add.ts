import { args } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { addPlugin } from '#kernel/plugin_archive'
import { ReportingCommand } from '#services/console'

interface Added {
  name: string
  version: string
  files: number
  /** npm packages that it needs beside ours. */
  npm: readonly string[]
}

export default class PluginAdd extends ReportingCommand<Added> {
  static override commandName = 'plugin:add'
  static override description = 'Unpack an archive of plugin:pack into plugins/ and add its line to config/plugins.ts'
  static override options: CommandOptions = { startApp: false }

  @args.string({ description: 'Archive of a plugin' })
  declare file: string

  protected override async perform() {
    const { name, plugin_version: version, files, requires } = await addPlugin(this.app.makePath(), this.file)
    return { name, version, files: files.length, npm: requires.npm ?? [] }
  }

  protected override describe({ name, version, files, npm }: Added) {
    return [
      `Modul ${name} ${version} ditambahkan: ${files} berkas di plugins/${name}. Ia berjalan dengan semua hak server; baca dahulu sumbernya.`,
      ...npm.map((wanted) => `Pasang juga: npm install --save-exact ${wanted}`),
      `Langkah berikut: npm run ace -- migrate, npm run ace -- plugin:doctor ${name}, npm run build, lalu jalankan server kembali.`,
    ]
  }
}
