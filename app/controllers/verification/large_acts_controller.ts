import type { HttpContext } from '@adonisjs/core/http'
import { validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { findJob } from '#services/jobs/dispatch'
import { scope } from '#services/scope'
import { findLargeAct } from '#verification/large_acts/acts'
import { addressesOf, shownPeriod } from './addresses.js'

/** A decision on many updates, or the taking back of one, while its job works and when it is over. */
export default class LargeActsController {
  async show(ctx: HttpContext) {
    const id = String(ctx.params.act)
    const found = await scope.run(ctx.scope, async (tx) => {
      const act = isUuid(id) ? await findLargeAct(tx, ctx.regency!, id) : null
      const period = act?.module === ctx.module.name ? await shownPeriod(tx, ctx, act.periodId) : null
      if (!act || !period) throw new NotFound()
      return { act, job: await findJob(tx, act.jobId) }
    })
    return ctx.view.render('pages/verification/large_act', { module: ctx.module, to: addressesOf(ctx), ...found })
  }
}
