import { args } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { mapBpsCodes, type BpsMapping } from '#services/region_bps'

export default class RegionsBps extends ReportingCommand<BpsMapping> {
  static commandName = 'regions:bps'
  static description = 'Load which BPS code stands for which Kemendagri code, from a CSV with kode_bps and kode_kemendagri'

  @args.string({ description: 'CSV file' }) declare file: string

  protected perform() {
    return mapBpsCodes(this.file)
  }

  protected describe({ read, changed, mapped }: BpsMapping) {
    return [
      `${showNumber(read)} baris dibaca, ${showNumber(changed)} wilayah berubah; ${showNumber(mapped)} wilayah kini punya kode BPS.`,
    ]
  }
}
