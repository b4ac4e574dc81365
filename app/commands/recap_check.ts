import { flags } from '@adonisjs/core/ace'
import { registry } from '#kernel/registry'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { namedRegency } from '#services/named_region'
import { nationalScope } from '#services/regions'
import { CONSOLE, query, scope } from '#services/scope'
import { fillProblems, lockRegister, problemDifferences, recapDifferences, recountRecaps } from '#verification/store/index'

interface Result {
  ok: boolean
  /** Regencies and periods whose kept counts were compared with their rows. */
  checked: number
  differences: { module: string; period: string; regency: string; repaired: boolean; rows: Record<string, unknown>[] }[]
}

interface Pair {
  module: string
  /** Of the finalisation; only an open one can be repaired. */
  state: string
  period_id: string
  edition_id: string
  regency_code: string
}

export default class RecapCheck extends ReportingCommand<Result> {
  static commandName = 'recap:check'
  static description = 'Compare every kept count with a recount of its rows; exit 1 on any difference that stays'

  @flags.string({ description: 'Only this regency' }) declare regency?: string

  @flags.boolean({ description: 'Count anew what differs, where the period is still open' }) declare repair: boolean

  protected async perform() {
    const of = this.regency ? scope.of(await namedRegency(this.regency), CONSOLE) : await nationalScope(CONSOLE)
    const pairs = await scope.run(of, (tx) =>
      query<Pair>(
        tx,
        `select f.module, f.state, f.period_id, p.edition_id, f.regency_code from finalisations f join periods p on p.id = f.period_id
         where p.state <> 'opening' order by f.module, f.regency_code, p.opens_on`,
      ),
    )
    const differences: Result['differences'] = []
    for (const { module, state, period_id: periodId, edition_id: editionId, regency_code: regency } of pairs) {
      const place = { module: registry.module(module), periodId, editionId, regency }
      const repairable = this.repair && state === 'open'
      const rows = await scope.run(scope.of(regency, CONSOLE), async (tx) => {
        if (repairable) await lockRegister(tx, place)
        const found = [...(await recapDifferences(tx, place)), ...(await problemDifferences(tx, place))]
        if (repairable && found.length > 0) {
          await fillProblems(tx, place)
          await recountRecaps(tx, place)
        }
        return found
      })
      if (rows.length > 0) differences.push({ module, period: periodId, regency, repaired: repairable, rows })
    }
    const ok = differences.every(({ repaired }) => repaired)
    if (!ok) this.exitCode = 1
    return { ok, checked: pairs.length, differences }
  }

  protected describe({ checked, differences }: Result) {
    return [
      `${showNumber(checked)} rekapitulasi diperiksa, ${showNumber(differences.length)} berbeda dari datanya.`,
      ...differences.map(
        ({ module, period, regency, repaired, rows }) =>
          `  ${module} ${regency} ${period}: ${showNumber(rows.length)} perbedaan${repaired ? ', dihitung ulang' : ''}`,
      ),
    ]
  }
}
