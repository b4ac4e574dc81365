import { args } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { inspectExport, type Inspection } from '#verification/issues/read_export'
import { nationalScope } from '#services/regions'
import { CONSOLE } from '#services/scope'

export default class SiksInspect extends ReportingCommand<Inspection> {
  static commandName = 'siks:inspect'
  static description = 'Open a .siks file of one of our issues and tell what it holds, without importing it'

  @args.string({ description: 'The file' }) declare file: string

  protected async perform() {
    return inspectExport(await nationalScope(CONSOLE), this.file)
  }

  protected describe({ manifest, records, outcomes, problems }: Inspection) {
    return [
      `${manifest.modules.join(', ')}: ${records} rekaman, ekspor ke-${manifest.sequence} dari ${manifest.device} (${manifest.operator})`,
      ...Object.entries(outcomes).map(([outcome, count]) => `  ${outcome}: ${count}`),
      ...problems.map(({ line, message }) => `  baris ${line}: ${message}`),
    ]
  }
}
