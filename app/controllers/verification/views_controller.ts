import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { scope } from '#services/scope'
import { chooseDefault, dropView, findView, saveView, type ViewsOf } from '#verification/lists/views'
import { addressesOf, LISTS, type ShownList } from './addresses.js'

const saved = vine.create({ jenis: vine.enum(LISTS), nama: vine.string().maxLength(200).optional() })

/** The views a person keeps of a list; nobody else sees them. */
export default class ViewsController {
  async store(ctx: HttpContext) {
    const { jenis: kind, nama: name = '' } = await ctx.request.validateUsing(saved)
    const { session, response, i18n } = ctx
    const to = addressesOf(ctx)
    const input = ctx.request.body()
    const given = { name, isDefault: ctx.request.input('baku') === '1', input }
    const view = await scope.run(ctx.scope, (tx) => saveView(tx, viewsOfList(ctx, kind), given))
    session.flash('success', i18n.t('lists.views.saved', { name: view.name }))
    return response.redirect(to.list(kind, { ...view.parameters, tampilan: view.id }))
  }

  async makeDefault(ctx: HttpContext) {
    return this.#change(ctx, 'lists.views.default_set', async (of, id) => {
      await scope.run(ctx.scope, (tx) => chooseDefault(tx, of, id))
    })
  }

  async clearDefault(ctx: HttpContext) {
    return this.#change(ctx, 'lists.views.default_cleared', async (of) => {
      await scope.run(ctx.scope, (tx) => chooseDefault(tx, of, null))
    })
  }

  async destroy(ctx: HttpContext) {
    return this.#change(ctx, 'lists.views.dropped', async (of, id) => {
      await scope.run(ctx.scope, (tx) => dropView(tx, of, id))
    })
  }

  async #change(ctx: HttpContext, told: string, work: (of: ViewsOf, id: string) => Promise<void>) {
    const { module, regency } = ctx
    const id = String(ctx.params.view)
    const view = isUuid(id) ? await scope.run(ctx.scope, (tx) => findView(tx, { module, regency: regency! }, id)) : null
    if (!view || view.list === 'all') throw new NotFound()
    const { list: kind } = view
    const of = viewsOfList(ctx, kind)
    await work(of, id)
    ctx.session.flash('success', ctx.i18n.t(told, { name: view.name }))
    return ctx.response.redirect(addressesOf(ctx).list(kind, { tampilan: 'semua' }))
  }
}

function viewsOfList({ module, regency }: HttpContext, list: ShownList): ViewsOf {
  return { module, regency: regency!, list }
}
