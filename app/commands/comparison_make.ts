import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { runAndWait } from '#services/jobs/run_and_wait'
import { scope } from '#services/scope'
import { CHANGES, comparedAreas, comparisonById, ComparisonError, requestComparison } from '#verification/comparisons/index'
import { actingOn } from '#verification/finalise/acting'

interface Result {
  id: string
  before: string
  after: string
  counts: Record<string, number>
}

export default class ComparisonMake extends ReportingCommand<Result> {
  static commandName = 'comparison:make'
  static description = 'Compare an edition with another one, or with a period, in one regency, down to the row'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Id of the earlier edition', required: true }) declare before: string
  @flags.string({ description: 'Id of the later edition, or of a period', required: true }) declare after: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { module, regency, scope: of } = await actingOn(this.module, this.regency, this.as, 'view')
    const { before, after } = this
    const id = await scope.run(of, (tx) => requestComparison(tx, module, regency, { before, after }))
    const found = await scope.run(of, (tx) => comparisonById(tx, module.name, regency, id))
    const job = found?.jobId && !found.finishedAt ? await runAndWait(found.jobId) : null
    if (job && job.state !== 'done') {
      throw new ComparisonError('E_COMPARISON_MISSING', job.message ?? 'Perbandingan tidak selesai.')
    }
    const areas = await scope.run(of, (tx) => comparedAreas(tx, { regency, id }))
    const sum = (change: (typeof CHANGES)[number]) => areas.reduce((total, area) => total + area[change], 0)
    return { id, before, after, counts: Object.fromEntries(CHANGES.map((change) => [change, sum(change)])) }
  }

  protected describe({ counts }: Result) {
    return [`Masuk ${counts.came}, keluar ${counts.gone}, pindah ${counts.moved}, berubah ${counts.changed}.`]
  }
}
