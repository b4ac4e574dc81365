import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { recordActivity } from '#services/activity'
import { actWords } from '#services/audit/acts'
import { findLetters, LISTED_LETTERS, letterForTrail, villagesOfLetter } from '#services/audit/trail'
import { actsOfLetter, villageTrail } from '#services/audit/village_trail'
import { countedPage } from '#services/counted_page'
import { dotted } from '#services/named_region'
import { scope } from '#services/scope'
import { outcomeLabel } from '#verification/lists/words'

/** From the figure on a letter back to the villages, the files, the computers and the acts behind it; no person is in it. */
export default class TrailController {
  async index(ctx: HttpContext) {
    const qs = ctx.request.qs()
    const text = typeof qs.cari === 'string' ? qs.cari.trim().slice(0, 100) : ''
    const region = typeof qs.wilayah === 'string' && qs.wilayah.trim() !== '' ? dotted(qs.wilayah.trim().slice(0, 20)) : null
    const found = await scope.run(ctx.scope, (tx) => findLetters(tx, { text, region }))
    const isUnknown = region !== null && !ctx.scope.regions.includes(region)
    return ctx.view.render('pages/admin/log/letters', { ...found, text, region, isUnknown, most: LISTED_LETTERS })
  }

  show(ctx: HttpContext) {
    return this.#trail(ctx, 'pages/admin/log/trail')
  }

  print(ctx: HttpContext) {
    return this.#trail(ctx, 'pages/admin/log/trail_print')
  }

  async #trail(ctx: HttpContext, page: string) {
    const asked = ctx.request.qs().desa
    const found = await scope.run(ctx.scope, async (tx) => {
      const letter = await letterForTrail(tx, String(ctx.params.id))
      const figures = await villagesOfLetter(tx, letter)
      const village = asked === undefined ? null : figures.villages.find(({ code }) => code === asked)
      if (village === undefined) throw new NotFound()
      const trail = village && (await villageTrail(tx, letter, village.code))
      const acts = await actsOfLetter(tx, letter, trail?.files ?? [])
      await recordActivity(tx, {
        ...{ action: 'letter.trailed', regency: letter.regency, object: { type: 'letter', id: letter.id } },
        data: { number: letter.number, ...(village ? { village: village.code } : {}) },
      })
      return { letter, figures, village, trail, acts }
    })
    const { letter, acts, figures } = found
    return ctx.view.render(page, {
      ...{ ...found, villages: countedPage(figures.villages, ctx.request.qs()) },
      acts: acts.map((act) => ({
        ...act,
        words: act.step ? ctx.i18n.t(`finalisation.step.${act.act}`) : actWords(ctx.i18n, { action: act.act, data: act.data }),
      })),
      outcomeOf: (code: string) => outcomeLabel(letter.module, code, ctx.locale),
    })
  }
}
