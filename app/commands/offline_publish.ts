import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { publishOffline, type OfflineVersion } from '#services/offline_versions'
import { nationalScope } from '#services/regions'
import { CONSOLE, scope } from '#services/scope'

export default class OfflinePublish extends ReportingCommand<OfflineVersion> {
  static commandName = 'offline:publish'
  static description = 'Publish a built version of the offline application'

  @args.string({ description: 'The built file, siks-offline.html' }) declare file: string
  @flags.string({ description: 'Release note', required: true }) declare note: string
  @flags.boolean({
    description: 'Files of older versions are refused from now on; --no-minimum takes that back',
    showNegatedVariantInHelp: true,
  })
  declare minimum?: boolean

  protected async perform() {
    const given = { path: this.file, note: this.note, minimum: this.minimum }
    return scope.run(await nationalScope(CONSOLE), (tx) => publishOffline(tx, given))
  }

  protected describe({ version, size, sha256, minimum }: OfflineVersion) {
    return [
      `Versi ${version} diterbitkan (${size} byte)${minimum ? ', versi terendah yang diterima' : ''}`,
      `  SHA-256 ${sha256}`,
    ]
  }
}
