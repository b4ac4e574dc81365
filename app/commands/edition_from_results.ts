import { args, flags } from '@adonisjs/core/ace'
import { namedModule } from '#services/named_module'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { runAndWait } from '#services/jobs/run_and_wait'
import { LoadError } from '#services/loads/errors'
import { findLoad, type Load } from '#services/loads/loads'
import { scope } from '#services/scope'
import { atEditionsDesk, requestFromResults, resultPeriod } from '#verification/editions/index'

export default class EditionFromResults extends ReportingCommand<Load> {
  static commandName = 'edition:from-results'
  static description = 'Make the next edition out of the accepted results of a period; edition:publish puts it in force'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Id of the period', required: true }) declare period: string
  @flags.string({ description: 'Name of the new edition', required: true }) declare name: string
  @flags.string({ description: 'Number of the decree', required: true }) declare decree: string
  @flags.string({ description: 'Date of the decree, YYYY-MM-DD', required: true }) declare date: string
  @flags.array({ description: 'Regency whose result is taken; all accepted ones unless told' }) declare regency?: string[]
  @flags.boolean({ description: 'The other regencies keep the values of the edition before' }) declare keepOthers: boolean
  @flags.string({ description: 'Login of the person who does it; the console unless told' }) declare as?: string

  protected async perform() {
    const module = namedModule(this.module)
    const { scope: of } = await atEditionsDesk(this.as)
    const { id, job } = await scope.run(of, async (tx) => {
      const { regencies } = await resultPeriod(tx, module, this.period)
      const accepted = regencies.filter((regency) => regency.accepted).map(({ code }) => code)
      const load = await requestFromResults(tx, module, {
        ...{ period: this.period, name: this.name, decree: this.decree, decreeDate: this.date, confirmed: this.keepOthers },
        results: this.regency ?? accepted,
      })
      return { id: load, job: (await findLoad(tx, load)).jobId! }
    })
    const ended = await runAndWait(job)
    if (ended.state !== 'done') throw new LoadError('E_LOAD_STATE', ended.message ?? 'Pekerjaan tidak selesai.')
    return scope.run(of, (tx) => findLoad(tx, id))
  }

  protected describe({ editionId, report, options }: Load) {
    const { figures, regencies = [] } = report ?? {}
    return [
      `Edisi "${options.name}" disusun dari ${options.results?.length ?? 0} hasil: ${editionId}`,
      `  ${showNumber(figures?.new_records ?? 0)} data dan ${showNumber(figures?.new_persons ?? 0)} orang diberi kunci baru`,
      ...regencies.map(({ code, records, persons }) => `  ${code}: ${showNumber(records)} data, ${showNumber(persons)} jiwa`),
    ]
  }
}
