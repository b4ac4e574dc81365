import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { withdrawOffline, type OfflineVersion } from '#services/offline_versions'
import { nationalScope } from '#services/regions'
import { CONSOLE, scope } from '#services/scope'

export default class OfflineWithdraw extends ReportingCommand<OfflineVersion> {
  static commandName = 'offline:withdraw'
  static description = 'Withdraw a version of the offline application: it is no longer offered, and its files are refused'

  @args.string({ description: 'Version, e.g. 1.0.0' }) declare version: string
  @flags.string({ description: 'Why; read by whoever imports a file made with it', required: true }) declare reason: string

  protected async perform() {
    return scope.run(await nationalScope(CONSOLE), (tx) => withdrawOffline(tx, String(this.version), this.reason))
  }

  protected describe({ version, withdrawnReason }: OfflineVersion) {
    return [`Versi ${version} ditarik: ${withdrawnReason ?? ''}`]
  }
}
