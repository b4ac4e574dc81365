import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { withdrawOffline } from '#services/offline/acts'
import { noOfflineRight } from '#services/offline/errors'
import type { OfflineVersion } from '#services/offline/versions'
import { scope } from '#services/scope'

export default class OfflineWithdraw extends ReportingCommand<OfflineVersion> {
  static commandName = 'offline:withdraw'
  static description = 'Withdraw a version of the offline application: it is no longer offered, and its files are refused'

  @args.string({ description: 'Version, e.g. 1.0.0' }) declare version: string
  @flags.string({ description: 'Why; read by whoever imports a file made with it', required: true }) declare reason: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.offline', this.as, noOfflineRight)
    return scope.run(own, (tx) => withdrawOffline(tx, String(this.version), this.reason))
  }

  protected describe({ version, withdrawnReason }: OfflineVersion) {
    return [`Versi ${version} ditarik: ${withdrawnReason ?? ''}`]
  }
}
