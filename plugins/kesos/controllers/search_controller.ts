import type { HttpContext } from '@adonisjs/core/http'
import { persons, regions, scope } from '#core/plugin'
import { readAsked } from '../services/asked.js'
import { lookUp } from '../services/look_up.js'
import { lookupOf } from '../services/lookups.js'

/** The form, and what a look-up found. The term travels in a form and never in an address. */
export default class SearchController {
  async index(ctx: HttpContext) {
    return ctx.view.render('kesos::search', { villages: await regions.villages(ctx.regency!), purposes: persons.purposes })
  }

  async store(ctx: HttpContext) {
    const { request, response, regency } = ctx
    const today = await scope.run(ctx.scope, (tx) => regions.today(regency!, tx.now))
    const asked = await readAsked(regency!, today, request.body())
    const place = { regency: regency!, address: request.ip() }
    const { id, found } = await scope.run(ctx.scope, (tx) => lookUp(tx, place, asked))
    const [only, second] = found.hits
    return response.redirect(only?.by === 'nik' && !second ? `/kesos/hasil/${id}/0` : `/kesos/hasil/${id}`)
  }

  async show(ctx: HttpContext) {
    const { params, regency, view, response, session, i18n } = ctx
    const lookup = await scope.run(ctx.scope, (tx) => lookupOf(tx, regency!, String(params.lookup)))
    if (lookup.expired || lookup.kind === 'list') {
      session.flash('warning', i18n.t('kesos.expired'))
      return response.redirect('/kesos')
    }
    const villages = await regions.villages(regency!)
    return view.render('kesos::results', {
      ...{ lookup, villages, purposes: persons.purposes },
      hits: lookup.hits.map((hit) => ({
        ...hit,
        idLabel: persons.ids(hit.module, ctx.locale).record,
        decileLabel: persons.decile(hit.module, hit.decile, ctx.locale),
        nearness: lookup.kind === 'name' ? persons.nearness(lookup.echo.name ?? '', hit.name, hit.score) : null,
      })),
      names: Object.fromEntries(villages.map(({ code, name, district }) => [code, `${name}, ${district.name}`])),
    })
  }
}
