import { args, flags } from '@adonisjs/core/ace'
import { tryParseDate } from '#domain/date_text'
import { namedModule } from '#services/named_module'
import { ReportingCommand } from '#services/console'
import { atEditionsDesk, prepareEdition, type PreparedEdition } from '#verification/editions/index'

export default class EditionPrepare extends ReportingCommand<PreparedEdition> {
  static commandName = 'edition:prepare'
  static description = 'Make an empty edition of a register with its partitions, for a decree and its regencies'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Name, e.g. "BDT Januari 2019"', required: true }) declare name: string
  @flags.string({ description: 'Number of the decree', required: true }) declare decree: string
  @flags.string({ description: 'Date of the decree, DD-MM-YYYY or YYYY-MM-DD', required: true }) declare date: string
  @flags.array({ description: 'Regency, Kemendagri code; repeat for more', required: true }) declare regency: string[]
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { actor } = await atEditionsDesk(this.as)
    return prepareEdition({
      ...{
        module: namedModule(this.module),
        name: this.name,
        decree: this.decree,
        decreeDate: tryParseDate(this.date) ?? this.date,
      },
      ...{ regencies: this.regency, actor },
    })
  }

  protected describe({ id, name, decree, regencies, mapped }: PreparedEdition) {
    return [
      `Edisi "${name}" (${decree}) disiapkan untuk ${regencies.length} kabupaten/kota: ${id}`,
      ...mapped.map(({ from, to }) => `${from} kini ${to}`),
    ]
  }
}
