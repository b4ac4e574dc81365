import { flags } from '@adonisjs/core/ace'
import { registry } from '#kernel/registry'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { nationalScope } from '#services/regions'
import { CONSOLE, query, scope } from '#services/scope'
import { recapDifferences } from '#verification/store/index'

interface Result {
  ok: boolean
  /** Regencies and periods whose kept counts were compared with their rows. */
  checked: number
  differences: { module: string; period: string; regency: string; rows: Record<string, unknown>[] }[]
}

interface Pair {
  module: string
  period_id: string
  edition_id: string
  regency_code: string
}

export default class RecapCheck extends ReportingCommand<Result> {
  static commandName = 'recap:check'
  static description = 'Compare every kept count with a recount of its rows; exit 1 on any difference'

  @flags.string({ description: 'Only this regency' }) declare regency?: string

  protected async perform() {
    const of = this.regency ? scope.of(this.regency, CONSOLE) : await nationalScope(CONSOLE)
    const pairs = await scope.run(of, (tx) =>
      query<Pair>(
        tx,
        `select f.module, f.period_id, p.edition_id, f.regency_code from finalisations f join periods p on p.id = f.period_id
         where p.state <> 'opening' order by f.module, f.regency_code, p.opens_on`,
      ),
    )
    const differences: Result['differences'] = []
    for (const { module, period_id: periodId, edition_id: editionId, regency_code: regency } of pairs) {
      const place = { module: registry.module(module), periodId, editionId, regency }
      const rows = await scope.run(scope.of(regency, CONSOLE), (tx) => recapDifferences(tx, place))
      if (rows.length > 0) differences.push({ module, period: periodId, regency, rows })
    }
    if (differences.length > 0) this.exitCode = 1
    return { ok: differences.length === 0, checked: pairs.length, differences }
  }

  protected describe({ checked, differences }: Result) {
    return [
      `${showNumber(checked)} rekapitulasi diperiksa, ${showNumber(differences.length)} berbeda dari datanya.`,
      ...differences.map(
        ({ module, period, regency, rows }) => `  ${module} ${regency} ${period}: ${showNumber(rows.length)} perbedaan`,
      ),
    ]
  }
}
