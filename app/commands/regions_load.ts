import { args } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { updateRegions, type LoadedRegions } from '#services/region_loader'

export default class RegionsLoad extends ReportingCommand<LoadedRegions> {
  static commandName = 'regions:load'
  static description =
    'Put a newer list of regions in force, from a folder with provinces, regencies, districts and villages as CSV'

  @args.string({ description: 'Folder; aliases.csv in it lists former codes' }) declare folder: string

  protected perform() {
    return updateRegions(this.folder)
  }

  protected describe({ read, added, changed, kept, aliases }: LoadedRegions) {
    return [
      `${showNumber(read)} wilayah dibaca: ${showNumber(added)} baru, ${showNumber(changed)} berubah; ${showNumber(kept)} yang tidak ada dalam daftar tetap berlaku. ${showNumber(aliases)} kode lama dikenal.`,
    ]
  }
}
