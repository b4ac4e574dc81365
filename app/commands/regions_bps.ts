import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { mapBpsCodes, type BpsMapping } from '#services/region_bps'
import { atEditionsDesk } from '#verification/editions/index'

export default class RegionsBps extends ReportingCommand<BpsMapping> {
  static commandName = 'regions:bps'
  static description =
    'Load which BPS code stands for which Kemendagri code, from a CSV or XLSX with kode_bps and kode_kemendagri'

  @args.string({ description: 'CSV or XLSX file' }) declare file: string

  @flags.boolean({ description: 'Report the same and store nothing' }) declare dryRun: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { actor } = await atEditionsDesk(this.as)
    return mapBpsCodes(this.file, { dryRun: this.dryRun, actor })
  }

  protected describe({ read, dry_run: dry, changed = 0, mapped = 0 }: BpsMapping) {
    if (dry) return [`${showNumber(read)} baris dibaca dan dapat dimuat; tidak ada yang disimpan.`]
    return [
      `${showNumber(read)} baris dibaca, ${showNumber(changed)} wilayah berubah; ${showNumber(mapped)} wilayah kini punya kode BPS.`,
    ]
  }
}
