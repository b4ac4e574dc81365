import { flags } from '@adonisjs/core/ace'
import { tryParseDate } from '#core/domain'
import { actingFor, records, ReportingCommand } from '#core/plugin'
import { proposeNewborn } from '../services/newborns.js'

interface Result {
  regency: string
  /** Key of the proposal. */
  record: string
}

export default class PbiNewborn extends ReportingCommand<Result> {
  static commandName = 'pbi:newborn'
  static override ranges = { sex: { from: 1, to: 2 } }
  static description = 'Propose a newborn of a participant'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Identifier or card number of the mother', required: true }) declare mother: string
  @flags.string({ description: 'Name of the child', required: true }) declare name: string
  @flags.number({ description: '1 male, 2 female', required: true }) declare sex: number
  @flags.string({ description: 'Date of birth, e.g. 2026-11-02', required: true }) declare birth: string
  @flags.string({ description: 'NIK, where the child has one' }) declare nik?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { regency, mother, name, sex, nik = '' } = this
    const of = await actingFor('pbi', 'verify', regency, this.as)
    const child = { mother, name, sex, nik, birth: tryParseDate(this.birth) ?? '' }
    return { regency, record: await records.act(of, 'pbi', regency, (tx, place) => proposeNewborn(tx, place, child)) }
  }

  protected describe({ record }: Result) {
    return [`Bayi diusulkan: ${record}. Terima usulannya seperti usulan lain.`]
  }
}
