import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { setOfflineMinimum } from '#services/offline/acts'
import { noOfflineRight } from '#services/offline/errors'
import type { OfflineVersion } from '#services/offline/versions'
import { scope } from '#services/scope'

export default class OfflineMinimum extends ReportingCommand<OfflineVersion> {
  static commandName = 'offline:minimum'
  static description = 'Make a published version of the offline application the oldest whose files are taken'

  @args.string({ description: 'Version, e.g. 1.0.0' }) declare version: string
  @flags.boolean({ description: 'Take that back: the next older minimum holds again, or none' }) declare release: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.offline', this.as, noOfflineRight)
    return scope.run(own, (tx) => setOfflineMinimum(tx, String(this.version), this.release !== true))
  }

  protected describe({ version, minimum }: OfflineVersion) {
    return [minimum ? `Versi ${version} adalah versi terendah yang diterima` : `Versi ${version} bukan lagi versi terendah`]
  }
}
