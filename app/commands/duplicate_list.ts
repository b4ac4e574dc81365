import { flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { scope } from '#services/scope'
import { namedVillage } from '#services/named_region'
import { candidateAt, countCandidates, listCandidates, type Candidate } from '#verification/duplicates/candidates'
import { BASES, type Basis } from '#verification/duplicates/pairs_sql'
import { actingOn } from '#verification/finalise/acting'
import { choosePeriod, placeOf } from '#verification/periods/index'

const PAGE = 500

interface Result {
  module: string
  regency: string
  total: number
  /** Keys and scores only, no person's name or number. */
  candidates: Candidate[]
}

export default class DuplicateList extends ReportingCommand<Result> {
  static commandName = 'duplicate:list'
  static description = 'List pairs of records in which the same persons may stand, with what duplicate:decide takes'

  static override choices = { basis: BASES }

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Verification module; the first installed when absent' }) declare module?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.string({ description: `${BASES.join(', ')}; all when absent` }) declare basis?: Basis
  @flags.string({ description: 'Only pairs with a record in this village' }) declare village?: string
  @flags.string({ description: 'Login of the person who looks; the console when absent' }) declare as?: string

  protected async perform() {
    const { module, scope: of } = await actingOn(this.module, this.regency, this.as, 'view')
    const village = await namedVillage(this.village, this.regency)
    const { basis } = this
    const filters = { ...(basis ? { basis } : {}), ...(village ? { village } : {}) }
    return scope.run(of, async (tx) => {
      const place = placeOf(await choosePeriod(tx, module, this.regency, this.period))
      const candidates: Candidate[] = []
      let last: Candidate | undefined
      do {
        const { rows, next } = await listCandidates(tx, place, filters, {
          size: PAGE,
          cursor: last && { direction: 'next', at: candidateAt(last) },
        })
        candidates.push(...rows.map(({ left, right, basis: by, score, matches }) => ({ left, right, basis: by, score, matches })))
        last = next === null ? undefined : rows.at(-1)
      } while (last)
      return { module: module.name, regency: this.regency, total: await countCandidates(tx, place, filters), candidates }
    })
  }

  protected describe({ total, candidates }: Result) {
    return [
      `${showNumber(total)} kemungkinan ganda`,
      ...candidates.map(({ left, right, basis, score }) => `  ${left}  ${right}  ${basis}  ${score}`),
    ]
  }
}
