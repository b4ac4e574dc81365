import type { HttpContext } from '@adonisjs/core/http'
import { NotFound, records, regions, scope } from '#core/plugin'
import { outcomes } from '../outcomes.js'
import { judgeTwins } from '../services/judge_twins.js'
import { TWIN_KINDS, type TwinKind } from '../services/twin_pairs.js'
import { followingTwins, twinPair, twinsOf, verdictOf, VERDICTS } from '../services/twins.js'
import { cursorOf, cursorText } from './cursor.js'

const SIZE = 50

/** One family with two cards, one person twice, one card at two families: the pairs, and each side by side with its verdict. */
export default class TwinsController {
  async index(ctx: HttpContext) {
    const asked = ctx.request.qs()
    const kind = kindOf(asked.jenis)
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      return shown && { ...shown, ...(await twinsOf(tx, shown.place, kind, { size: SIZE, after: cursorOf(asked.sesudah, 3) })) }
    })
    return ctx.view.render('bsp::twins', {
      ...{ found, kind, kinds: TWIN_KINDS, verdicts: VERDICTS, to: records.addresses(ctx) },
      may: ctx.can('bsp.verify'),
      names: await regions.names((found?.lines ?? []).flatMap(({ one, other }) => [one.village, other.village])),
      next: cursorText(found?.next ?? null),
    })
  }

  /** One pair, answer by answer, with what is decided of it. */
  async show(ctx: HttpContext) {
    const asked = ctx.request.qs()
    const kind = kindOf(asked.jenis)
    const keys = [String(asked.satu ?? ''), String(asked.lain ?? '')] as const
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      const twins = shown && (await twinPair(tx, shown.place, kind, keys))
      if (!shown || !twins) return null
      const reader = { clear: shown.decidable, address: ctx.request.ip() }
      const pair = await records.sideBySide(tx, shown.place, [twins.one.key, twins.other.key], ctx.locale, reader)
      const judged = await verdictOf(tx, shown.place, kind, keys)
      return pair && { ...shown, twins, pair, judged, following: await followingTwins(tx, shown.place, kind, twins) }
    })
    if (!found) throw new NotFound()
    return ctx.view.render('bsp::twin', {
      ...{ ...found, kind, verdicts: VERDICTS, to: records.addresses(ctx) },
      names: await regions.names([found.twins.one.village, found.twins.other.village]),
      outcome: (code: string) => outcomes.find((known) => known.code === code)?.label[ctx.locale] ?? null,
    })
  }

  async judge(ctx: HttpContext) {
    const { request } = ctx
    const text = (name: string) => String(request.input(name, ''))
    const kind = kindOf(text('kind'))
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

function kindOf(given: unknown): TwinKind {
  return TWIN_KINDS.find((value) => value === given) ?? 'family'
}
