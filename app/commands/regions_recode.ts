import { args, flags } from '@adonisjs/core/ace'
import { RegionCode } from '#domain/region_code'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { CONSOLE } from '#services/scope'
import { recodeRegions, type RecodeReport } from '#verification/recode/index'

export default class RegionsRecode extends ReportingCommand<RecodeReport> {
  static commandName = 'regions:recode'
  static description =
    'Carry the region codes in force into current editions and open periods, a regency a transaction; exit 1 when one is refused'

  @args.string({ description: 'Former or new code of one regency; all that have former codes when absent', required: false })
  declare regency?: string

  @flags.boolean({ description: 'Report the same and store nothing' }) declare dryRun: boolean

  protected async perform() {
    const only = this.regency === undefined ? undefined : (RegionCode.tryParse(this.regency)?.text ?? this.regency)
    const report = await recodeRegions({ only, dryRun: this.dryRun === true, actor: CONSOLE })
    if (report.refused.length > 0) this.exitCode = 1
    return report
  }

  protected describe({ dry_run: dry, recoded, refused }: RecodeReport) {
    if (recoded.length + refused.length === 0) return ['Tidak ada kode lama yang tersisa; tidak ada yang diubah.']
    return [
      ...recoded.flatMap(({ from, to, rows, tables, sealed }) => [
        `${from} menjadi ${to}: ${showNumber(rows)} baris dalam ${Object.keys(tables).length} tabel${dry ? ' (uji coba, tidak disimpan)' : ''}.`,
        ...sealed.map((edition) => `  ${edition} tetap di bawah ${from}: hasilnya sudah disegel.`),
      ]),
      ...refused.map(({ from, to, message }) => `${from} menjadi ${to} ditolak: ${message}`),
    ]
  }
}
