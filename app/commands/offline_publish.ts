import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { publishOffline } from '#services/offline/acts'
import { noOfflineRight } from '#services/offline/errors'
import type { OfflineVersion } from '#services/offline/versions'
import { scope } from '#services/scope'

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
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const given = { path: this.file, note: this.note, minimum: this.minimum }
    const { scope: own } = await actAtDesk('core.offline', this.as, noOfflineRight)
    return scope.run(own, (tx) => publishOffline(tx, given))
  }

  protected describe({ version, size, sha256, minimum }: OfflineVersion) {
    return [
      `Versi ${version} diterbitkan (${size} byte)${minimum ? ', versi terendah yang diterima' : ''}`,
      `  SHA-256 ${sha256}`,
    ]
  }
}
