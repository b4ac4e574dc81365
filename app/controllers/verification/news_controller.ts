import type { HttpContext } from '@adonisjs/core/http'
import { validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { registry } from '#kernel/registry'
import { titleOf } from '#services/plugin_words'
import { regionNames } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { confirmNews, dismissNews } from '#verification/news/answer'
import { NEWS_STATES, newsCount, newsOf, type NewsItem } from '#verification/news/list'
import { listenerOf } from '#verification/news/listener'
import { isAtWork, placeOf } from '#verification/periods/index'
import { actOn } from '#verification/review/act'
import type { Place } from '#verification/store/index'
import { addressesOf, askedPeriod, shownPeriod } from './addresses.js'

const SIZE = 50

/** What other modules told of this one's records: proposals that a person confirms or sets aside. */
export default class NewsController {
  async index(ctx: HttpContext) {
    const asked = ctx.request.qs()
    const state = NEWS_STATES.find((value) => value === asked.keadaan) ?? 'open'
    const after = isUuid(asked.sesudah) ? String(asked.sesudah) : null
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const place = placeOf(period)
      const read = await newsOf(tx, place, state, { limit: SIZE + 1, after })
      const items = read.slice(0, SIZE)
      const may = ctx.can(`${ctx.module.name}.verify`) && isAtWork(period)
      return {
        ...{ may, items: await withChoices(tx, place, items, may && state === 'open') },
        total: await newsCount(tx, ctx.module.name, place.regency, state),
        next: read.length > SIZE ? items.at(-1)!.id : null,
      }
    })
    const villages = (found?.items ?? []).flatMap(({ village }) => (village ? [village] : []))
    return ctx.view.render('pages/verification/news', {
      ...{
        found,
        wanted: state,
        states: NEWS_STATES,
        module: ctx.module,
        to: addressesOf(ctx),
        names: await regionNames(villages),
      },
      sender: (event: string) => {
        const plugin = registry.find(event.slice(0, event.indexOf('.')))
        return plugin ? titleOf(plugin, ctx.i18n) : event
      },
    })
  }

  async confirm(ctx: HttpContext) {
    const { key } = await this.#act(ctx, async (tx, place, id) => {
      const item = await confirmNews(tx, place, id, String(ctx.request.input('choice', '')))
      return { key: item.record }
    })
    ctx.session.flash('success', ctx.i18n.t('news.confirmed'))
    return ctx.response.redirect(addressesOf(ctx).record(key))
  }

  async dismiss(ctx: HttpContext) {
    await this.#act(ctx, (tx, place, id) => dismissNews(tx, place, id, String(ctx.request.input('reason', ''))))
    ctx.session.flash('success', ctx.i18n.t('news.dismissed'))
    return ctx.response.redirect(addressesOf(ctx).page(`/${ctx.module.path}/kabar`))
  }

  #act<T>(ctx: HttpContext, work: (tx: Tx, place: Place, id: string) => Promise<T>): Promise<T> {
    const id = String(ctx.params.item)
    if (!isUuid(id)) throw new NotFound()
    return actOn(ctx.scope, ctx.module, ctx.regency!, (tx, place) => work(tx, place, id), askedPeriod(ctx))
  }
}

type Shown = NewsItem & { choices: readonly { value: string; label: string }[] }

async function withChoices(tx: Tx, place: Place, items: readonly NewsItem[], asked: boolean): Promise<Shown[]> {
  const shown: Shown[] = []
  for (const item of items) {
    const listener = asked ? await listenerOf(place.module.name, item.event) : null
    shown.push({ ...item, choices: (await listener?.choices?.(tx, place, item)) ?? [] })
  }
  return shown
}
