import type { HttpContext } from '@adonisjs/core/http'
import { tryParseDate } from '#core/domain'
import { records, regions, scope } from '#core/plugin'
import { newbornsOf, proposeNewborn } from '../services/newborns.js'

/** Newborns of participants: those proposed in this period, and the form that proposes one. */
export default class NewbornsController {
  async index(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      return shown && { ...shown, lines: await newbornsOf(tx, shown.place) }
    })
    return ctx.view.render('pbi::newborns', {
      ...{ found, to: records.addresses(ctx), may: ctx.can('pbi.verify') && Boolean(found?.decidable) },
      names: await regions.names((found?.lines ?? []).map(({ village }) => village)),
    })
  }

  async store(ctx: HttpContext) {
    const text = (name: string) => String(ctx.request.input(name) ?? '')
    const child = {
      ...{ mother: text('mother'), name: text('name'), sex: Number(text('sex')), nik: text('nik') },
      birth: tryParseDate(text('birth')) ?? '',
    }
    const key = await records.act(
      ctx.scope,
      'pbi',
      ctx.regency!,
      (tx, place) => proposeNewborn(tx, place, child),
      records.asked(ctx),
    )
    ctx.session.flash('success', ctx.i18n.t('pbi.newborn.done'))
    return ctx.response.redirect(records.addresses(ctx).record(key))
  }
}
