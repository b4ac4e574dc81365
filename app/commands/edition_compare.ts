import { args, flags } from '@adonisjs/core/ace'
import { namedModule } from '#services/named_module'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { scope } from '#services/scope'
import {
  atEditionsDesk,
  changesOf,
  COMPARE_LEVELS,
  compareEditions,
  findEdition,
  type Change,
} from '#verification/editions/index'

interface Comparison {
  edition: string
  with: string
  changes: Change[]
}

export default class EditionCompare extends ReportingCommand<Comparison> {
  static commandName = 'edition:compare'
  static description = 'Compare two editions of a register: what came, left, moved and changed in each region'

  static override choices = { level: COMPARE_LEVELS }

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Id of the newer edition', required: true }) declare edition: string
  @flags.string({ description: 'Id of the edition it follows', required: true }) declare with: string
  @flags.string({ description: COMPARE_LEVELS.join(', '), default: 'regency' }) declare level: (typeof COMPARE_LEVELS)[number]
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const module = namedModule(this.module)
    const { scope: own } = await atEditionsDesk(this.as)
    const changes = await scope.run(own, async (tx) => {
      for (const id of [this.edition, this.with]) await findEdition(tx, module, id)
      await compareEditions(tx, module, this.edition, this.with)
      return changesOf(tx, { after: this.edition, before: this.with }, this.level)
    })
    return { edition: this.edition, with: this.with, changes }
  }

  protected describe({ changes }: Comparison) {
    return changes.map(
      ({ code, name, before, after, came, gone, moved_in: movedIn, moved_out: movedOut, changed }) =>
        `${code} ${name}: ${showNumber(before)} -> ${showNumber(after)} (masuk ${came}, keluar ${gone}, pindah masuk ${movedIn}, pindah keluar ${movedOut}, berubah ${changed})`,
    )
  }
}
