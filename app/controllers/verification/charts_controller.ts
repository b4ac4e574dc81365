import type { HttpContext } from '@adonisjs/core/http'
import { compositionCharts, countComposition, keptComposition } from '#services/charts/composition'
import { moduleCharts } from '#services/charts/charts'
import { recapCharts } from '#services/charts/recap_charts'
import { dispatch, unfinishedJobs } from '#services/jobs/dispatch'
import { scope, type Tx } from '#services/scope'
import { districtsOf, progress } from '#verification/lists/recap'
import { choosePeriod, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { addressesOf, askedPeriod, shownPeriod } from './addresses.js'

/** Records that are counted while a person waits; more are counted by a job. */
const AT_ONCE = 20_000

/** Charts of a module, each with its table: the recapitulation, the composition of households, and what the module itself draws. */
export default class ChartsController {
  async index(ctx: HttpContext) {
    const { module, view, i18n } = ctx
    const asked = ctx.request.qs()
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const place = placeOf(period)
      const districts = await districtsOf(tx, place)
      const district = districts.find(({ code }) => code === asked.kecamatan)
      const job = await this.#counting(tx, period)
      const kept = job ? null : await keptComposition(tx, place)
      return {
        ...{ period, districts, district, job, madeAt: kept?.madeAt ?? null },
        recap: await recapCharts(tx, place, district?.code, i18n),
        own: await moduleCharts(tx, period, { can: ctx.can, i18n }),
        composition: kept ? compositionCharts(module, kept.figures, i18n) : [],
      }
    })
    return view.render('pages/charts/index', { module, found, to: addressesOf(ctx) })
  }

  /** Counts the composition again; while it is being counted, that is waited for. */
  async refresh(ctx: HttpContext) {
    await scope.run(ctx.scope, async (tx) => {
      const period = await choosePeriod(tx, ctx.module, ctx.regency!, askedPeriod(ctx))
      if (!(await this.#running(tx, period))) await this.#count(tx, period)
    })
    return ctx.response.redirect(addressesOf(ctx).under('grafik'))
  }

  /** The job that counts now; where nothing was counted yet, counting begins. */
  async #counting(tx: Tx, period: RegencyPeriod): Promise<string | null> {
    const running = await this.#running(tx, period)
    if (running) return running
    return (await keptComposition(tx, placeOf(period))) ? null : this.#count(tx, period)
  }

  async #running(tx: Tx, { regency, period }: RegencyPeriod): Promise<string | null> {
    const jobs = await unfinishedJobs(tx, regency, period.id)
    return jobs.find(({ name }) => name === 'charts.composition')?.id ?? null
  }

  async #count(tx: Tx, period: RegencyPeriod): Promise<string | null> {
    const place = placeOf(period)
    if ((await progress(tx, place)).total <= AT_ONCE) {
      await countComposition(tx, place, period.today)
      return null
    }
    return dispatch(tx, {
      ...{ name: 'charts.composition', regency: period.regency, subject: period.period.id },
      payload: { module: place.module.name },
    })
  }
}
