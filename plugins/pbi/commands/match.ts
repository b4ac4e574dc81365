import { flags } from '@adonisjs/core/ace'
import { actingFor, records, ReportingCommand } from '#core/plugin'
import type { MatchCounts } from '../services/match.js'
import { matchAnew } from '../services/matching.js'

interface Result extends MatchCounts {
  regency: string
}

export default class PbiMatch extends ReportingCommand<Result> {
  static commandName = 'pbi:match'
  static description = 'Compare the list of a regency with the newest file of BPJS'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { regency } = this
    const of = await actingFor('pbi', 'verify', regency, this.as)
    return { regency, ...(await records.act(of, 'pbi', regency, matchAnew)) }
  }

  protected describe({ persons, verdicts, flags: marks }: Result) {
    return [
      `${persons} peserta dipadankan: padan ${verdicts.matched}, tidak padan ${persons - verdicts.matched}.`,
      `Meninggal ${marks.dead}, nonaktif ${marks.inactive}, dibayar pihak lain ${marks.paid}.`,
    ]
  }
}
