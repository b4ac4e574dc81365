import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { runAndWait } from '#services/jobs/run_and_wait'
import { scope } from '#services/scope'
import { actingOn, type Acting } from '#verification/finalise/acting'
import { FinalisationBlocked, FinaliseError, finalisationOf, finalise, type ToldBlocker } from '#verification/finalise/index'
import { assertFinalisable, placeOf } from '#verification/periods/index'

interface Done {
  module: string
  regency: string
  period: string
  state: string
  records: number
  persons: number
  seal_root: string | null
}

interface Refused {
  problems: readonly ToldBlocker[]
  total: number
}

const MOST = 10_000

export default class PluginFinalise extends ReportingCommand<Done | Refused> {
  static commandName = 'plugin:finalise'
  static description = 'Finalise the period of a module for a regency and wait for its seal'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'finalise')
    try {
      return await this.#finalise(acting)
    } catch (error) {
      if (!(error instanceof FinalisationBlocked)) throw error
      this.exitCode = 1
      return { problems: error.details, total: error.total }
    }
  }

  async #finalise({ module, regency, scope: of }: Acting): Promise<Done> {
    const { period, jobId } = await scope.run(of, async (tx) => {
      const found = await assertFinalisable(tx, module, regency, this.period)
      return { period: found, jobId: await finalise(tx, found, MOST) }
    })
    const job = await runAndWait(jobId, ({ done, total, message }) =>
      this.tell(`${message ?? 'Menunggu'}${total ? ` ${showNumber(done)} / ${showNumber(total)}` : ''}`),
    )
    if (job.state !== 'done') throw new FinaliseError('E_FINALISE_FAILED', job.message ?? 'Penyegelan tidak selesai.')
    const { state, totals, sealRoot } = await scope.run(of, (tx) => finalisationOf(tx, placeOf(period)))
    return {
      ...{ module: module.name, regency, period: period.period.name, state },
      ...{ records: totals?.records ?? 0, persons: totals?.persons ?? 0, seal_root: sealRoot },
    }
  }

  protected describe(result: Done | Refused) {
    if ('problems' in result) {
      return [
        `Belum dapat difinalisasi: ${showNumber(result.total)} hal harus diselesaikan dahulu.`,
        ...result.problems
          .slice(0, 50)
          .flatMap(({ kind, id, rule, message, villages = [] }) => [
            `  ${kind} ${id}${rule ? ` ${rule}` : ''}: ${message}`,
            ...villages.map(({ village, name, message: of }) => `    ${village} ${name}: ${of}`),
          ]),
      ]
    }
    const { period, regency, records, persons, seal_root: seal } = result
    return [`${period} ${regency} difinalisasi: ${showNumber(records)} data, ${showNumber(persons)} orang.`, `Segel: ${seal}`]
  }
}
