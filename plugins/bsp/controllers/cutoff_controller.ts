import type { HttpContext } from '@adonisjs/core/http'
import { NotFound, papers, records, scope } from '#core/plugin'
import { CUTOFF_COLUMNS, cutoffRows, hasCutoff } from '../services/cutoff.js'

/** The list of 27 December 2017 of one's own regency, whole, as a file; each download is logged by name. */
export default class CutoffController {
  async csv(ctx: HttpContext) {
    const { regency, scope: own } = ctx
    await scope.run(own, async (tx) => {
      if (!(await hasCutoff(tx, regency!))) throw new NotFound()
      await records.logRead(tx, {
        ...{ regency: regency!, action: 'download', purpose: 'verval', address: ctx.request.ip() },
        object: { type: 'bsp.cutoff' },
      })
    })
    return papers.send(ctx, `acuan-bsp-2017-12-27-${regency}.csv`, papers.csv(CUTOFF_COLUMNS, cutoffRows(own, regency!)))
  }
}
