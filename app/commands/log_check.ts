import { flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { noRight } from '#services/announcements/errors'
import { checkBlocks, type BlockCheck } from '#services/audit/blocks'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'

export default class LogCheck extends ReportingCommand<BlockCheck> {
  static commandName = 'log:check'
  static description = 'Recompute the sealed log of one region and keep what came of it; exit 1 on any difference'

  @flags.string({ description: 'Code of a regency or province, 00 for the ministry', required: true }) declare region: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.log', this.as, noRight)
    if (!own.regions.includes(this.region))
      throw noRight(
        `"${this.region}" bukan kode kabupaten/kota atau provinsi yang lognya dapat diperiksa. Tulis seperti 33.71, 33, atau 00.`,
      )
    const found = await checkBlocks(own, this.region)
    if (found.problems.length > 0) this.exitCode = 1
    return found
  }

  protected describe({ region, blocks, sealed, unsealed, problems }: BlockCheck) {
    return [
      `${region}: ${showNumber(blocks)} blok, ${showNumber(sealed)} baris disegel, ${showNumber(unsealed)} belum disegel, ${showNumber(problems.length)} masalah.`,
      ...problems.map(({ block, problem }) => `  blok ${block}: ${problem}`),
    ]
  }
}
