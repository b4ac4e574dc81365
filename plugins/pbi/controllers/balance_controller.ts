import type { HttpContext } from '@adonisjs/core/http'
import { records, scope } from '#core/plugin'
import { outcomeName } from '../services/changes.js'
import { listHistory } from '../services/history.js'
import { balanceOf, givenQuota } from '../services/quota.js'

/** Out and in of each village against the quota, and what happened to the list. */
export default class BalanceController {
  async index(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      return { given: await givenQuota(tx, ctx.regency!), balance: shown && (await balanceOf(tx, shown.place)) }
    })
    const { kecamatan: district } = ctx.request.qs()
    const all = found.balance?.villages ?? []
    const villages = all.filter((village) => !district || village.district === district)
    return ctx.view.render('pbi::balance', {
      ...{ ...found, ...records.paged(ctx, villages), district, to: records.addresses(ctx) },
      districts: [...new Map(all.map(({ district: code, districtName }) => [code, districtName]))],
    })
  }

  async history(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      return shown && { ...shown, events: await listHistory(tx, shown.place) }
    })
    return ctx.view.render('pbi::history', {
      ...{ found, to: records.addresses(ctx), outcome: (code: string) => outcomeName(code, ctx.locale) },
    })
  }
}
