import { flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { noOfflineRight } from '#services/offline/errors'
import { isValid, minimumOf, offlineVersions, type OfflineVersion } from '#services/offline/versions'

interface Listed {
  minimum: string | null
  versions: (OfflineVersion & { valid: boolean })[]
}

export default class OfflineList extends ReportingCommand<Listed> {
  static commandName = 'offline:list'
  static description = 'List the published versions of the offline application, newest first'

  @flags.string({ description: 'Login of the person who asks; the console when absent' }) declare as?: string

  protected async perform() {
    await actAtDesk('core.offline', this.as, noOfflineRight)
    const versions = await offlineVersions()
    const minimum = minimumOf(versions)
    return { minimum, versions: versions.map((version) => ({ ...version, valid: isValid(version, minimum) })) }
  }

  protected describe({ versions }: Listed) {
    if (versions.length === 0) return ['Belum ada versi yang diterbitkan.']
    return versions.map(
      ({ version, valid, sha256, note, withdrawnReason }) =>
        `${version} ${valid ? 'berlaku' : withdrawnReason ? `ditarik (${withdrawnReason})` : 'terlalu lama'} ${sha256} ${note}`,
    )
  }
}
