import type { HttpContext } from '@adonisjs/core/http'
import { formatDate } from '#core/domain'
import { records, regions, scope } from '#core/plugin'
import { MEMBERSHIPS, SEGMENTS } from '../instrument/reasons.js'
import { hasBpjs, matchCounts } from '../services/match.js'
import { lastMatching, matchAnew } from '../services/matching.js'
import { MATCH_SHOWS, matchesOf, shownOf } from '../services/match_list.js'

const SIZE = 50

/** The list beside what BPJS holds: who is not matched, and who died, is inactive or is paid for by others there. */
export default class MatchesController {
  async index(ctx: HttpContext) {
    const asked = ctx.request.qs()
    const show = MATCH_SHOWS.find((value) => value === asked.tampil) ?? 'unmatched'
    const after = typeof asked.sesudah === 'string' ? asked.sesudah : null
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      if (!shown) return null
      const list = await matchesOf(tx, shown.place, { show, size: SIZE, after })
      const loaded = await hasBpjs(tx, ctx.regency!)
      if (list.rows.length > 0) {
        await records.logRead(tx, {
          ...{ regency: ctx.regency!, action: 'open', purpose: 'verval', address: ctx.request.ip() },
          object: { type: 'pbi.matches', id: show },
        })
      }
      return { ...shown, list, loaded, counts: await matchCounts(tx, shown.place), last: await lastMatching(tx, shown.place) }
    })
    const word = (list: typeof SEGMENTS) => (code: number) =>
      list.find((one) => one.code === code)?.label[ctx.locale] ?? String(code)
    return ctx.view.render('pbi::matches', {
      ...{ found, show, shows: MATCH_SHOWS, to: records.addresses(ctx), formatDate },
      total: found ? shownOf(found.counts, show) : undefined,
      ...{ segment: word(SEGMENTS), status: word(MEMBERSHIPS), may: ctx.can('pbi.verify') && Boolean(found?.decidable) },
      names: await regions.names((found?.list.rows ?? []).map(({ village }) => village)),
    })
  }

  async anew(ctx: HttpContext) {
    const counts = await records.act(ctx.scope, 'pbi', ctx.regency!, matchAnew, records.asked(ctx))
    ctx.session.flash('success', ctx.i18n.t('pbi.match.done', { count: counts.persons }))
    return ctx.response.redirect(records.addresses(ctx).page('/pbi/padanan'))
  }
}
