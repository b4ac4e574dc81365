import type { HttpContext } from '@adonisjs/core/http'
import { records, regions, scope } from '#core/plugin'
import { judgeTwins } from '../services/judge_twins.js'
import { TWIN_KINDS } from '../services/twin_pairs.js'
import { twinsOf, VERDICTS } from '../services/twins.js'
import { cursorOf, cursorText } from './cursor.js'

const SIZE = 50

/** One family with two cards, one person twice, one card at two families: each pair side by side, with its verdict. */
export default class TwinsController {
  async index(ctx: HttpContext) {
    const asked = ctx.request.qs()
    const kind = TWIN_KINDS.find((value) => value === asked.jenis) ?? 'family'
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      return shown && { ...shown, ...(await twinsOf(tx, shown.place, kind, { size: SIZE, after: cursorOf(asked.sesudah, 3) })) }
    })
    return ctx.view.render('bsp::twins', {
      ...{ found, kind, kinds: TWIN_KINDS, verdicts: VERDICTS, to: records.addresses(ctx) },
      may: ctx.can('bsp.verify') && Boolean(found?.decidable),
      names: await regions.names((found?.lines ?? []).flatMap(({ one, other }) => [one.village, other.village])),
      next: cursorText(found?.next ?? null),
    })
  }

  async judge(ctx: HttpContext) {
    const { request } = ctx
    const text = (name: string) => String(request.input(name, ''))
    const kind = TWIN_KINDS.find((value) => value === text('kind')) ?? 'family'
    const verdict = VERDICTS.find((value) => value === text('verdict')) ?? 'unclean'
    const wanted = {
      ...{ kind, verdict, one: text('one'), other: text('other'), kept: text('kept'), reason: text('reason') },
      version: Number(text('version')) || 0,
    }
    await records.act(ctx.scope, 'bsp', ctx.regency!, (tx, place) => judgeTwins(tx, place, wanted), records.asked(ctx))
    ctx.session.flash('success', ctx.i18n.t(`bsp.twins.done.${verdict}`))
    return ctx.response.redirect(records.addresses(ctx).page(`/bsp/data-ganda?jenis=${kind}`))
  }
}
