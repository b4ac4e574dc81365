import { flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { runAndWait } from '#services/jobs/run_and_wait'
import { scope } from '#services/scope'
import { countByBasis } from '#verification/duplicates/candidates'
import { requestSearch } from '#verification/duplicates/find_job'
import { lastSearch } from '#verification/duplicates/search_state'
import { DuplicateError } from '#verification/duplicates/errors'
import { actingOn } from '#verification/finalise/acting'
import { choosePeriod, placeOf } from '#verification/periods/index'

interface Result {
  module: string
  regency: string
  period: string
  /** Persons compared, and pairs of records that wait for a decision afterwards, by basis. */
  persons: number
  found: { nik: number; kk: number; likely: number }
}

export default class DuplicateFind extends ReportingCommand<Result> {
  static commandName = 'duplicate:find'
  static description =
    'Search a register for persons and records that stand in it twice; only what was written since the last search'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Verification module; the first installed when absent' }) declare module?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.boolean({ description: 'Compare everybody anew' }) declare whole: boolean
  @flags.string({ description: 'Login of the person who asks; the console when absent' }) declare as?: string

  protected async perform() {
    const { module, scope: of } = await actingOn(this.module, this.regency, this.as, 'verify')
    const { place, job } = await scope.run(of, async (tx) => {
      const found = placeOf(await choosePeriod(tx, module, this.regency, this.period))
      return { place: found, job: await requestSearch(tx, found, this.whole) }
    })
    const ended = await runAndWait(job)
    if (ended.state !== 'done') {
      throw new DuplicateError('E_DUPLICATE_MISSING', ended.message ?? 'Pencarian data ganda tidak selesai. Ulangi perintah ini.')
    }
    return scope.run(of, async (tx) => ({
      ...{ module: module.name, regency: this.regency, period: place.periodId },
      persons: (await lastSearch(tx, place))?.persons ?? 0,
      found: await countByBasis(tx, place),
    }))
  }

  protected describe({ persons, found }: Result) {
    return [
      `${showNumber(persons)} orang dibandingkan.`,
      `NIK sama ${showNumber(found.nik)}, No. KK dan nama sama ${showNumber(found.kk)}, mirip ${showNumber(found.likely)}`,
    ]
  }
}
