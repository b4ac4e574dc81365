import type { HttpContext } from '@adonisjs/core/http'
import { NotFound, records, regions, scope } from '#core/plugin'
import { registerStands } from '#plugins/bdt/api'
import { LEAVING_REASONS } from '../instrument/reasons.js'
import { candidatesFor } from '../services/candidates.js'
import { pair, takePerson, unpair } from '../services/pairing.js'
import { looseSubstitutes, PAIR_SHOWS, pairByKey, pairCounts, pairsOf } from '../services/pairs.js'

const SIZE = 50

/** Participants who are to be replaced and who comes in for them. */
export default class PairsController {
  async index(ctx: HttpContext) {
    const asked = ctx.request.qs()
    const show = PAIR_SHOWS.find((value) => value === asked.tampil) ?? 'open'
    const village = typeof asked.desa === 'string' && /^[\d.]{13}$/.test(asked.desa) ? asked.desa : undefined
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      if (!shown) return null
      const page = { show, size: SIZE, after: cursorOf(asked.sesudah), ...(village ? { village } : {}) }
      const list = await pairsOf(tx, shown.place, page)
      return {
        ...shown,
        list,
        counts: await pairCounts(tx, shown.place, village),
        loose: await looseSubstitutes(tx, shown.place),
      }
    })
    const villages = [
      ...(found?.list.rows ?? []).flatMap((row) => [row.village, row.substitute?.village ?? row.village]),
      ...(found?.loose ?? []).map((one) => one.village),
      ...(village ? [village] : []),
    ]
    return ctx.view.render('pbi::pairs', {
      ...{ found, show, village, shows: PAIR_SHOWS, to: records.addresses(ctx), names: await regions.names(villages) },
      total: found ? { ...found.counts, paired: found.counts.all - found.counts.open - found.counts.held }[show] : undefined,
      may: ctx.can('pbi.verify') && Boolean(found?.decidable),
      reason: reasonIn(ctx),
      next: found?.list.next ? Buffer.from(JSON.stringify(found.list.next)).toString('base64url') : null,
    })
  }

  /** One participant who is replaced, with the persons of the register who may come in where no proposal of the village waits. */
  async show(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      const wanted = shown && (await pairByKey(tx, shown.place, String(ctx.params.key)))
      if (!shown || !wanted) return null
      await records.logRead(tx, {
        ...{ regency: ctx.regency!, action: 'open', purpose: 'verval', address: ctx.request.ip() },
        object: { type: 'pbi.pair', id: wanted.key },
      })
      const free = wanted.substitute === null && !wanted.held && shown.decidable
      const loose = free ? await looseSubstitutes(tx, shown.place, SIZE, wanted.village) : []
      const proposed = free && loose.length === 0
      const candidates = proposed ? await candidatesFor(tx, shown.place, wanted.village, shown.period.today) : []
      const objections = wanted.held ? await records.objections(tx, ctx.regency!, 'pbi', wanted.key) : []
      return { ...shown, pair: wanted, free, loose, candidates, objections, register: await registerStands(tx, ctx.regency!) }
    })
    if (!found) throw new NotFound()
    return ctx.view.render('pbi::pair', {
      ...{ ...found, to: records.addresses(ctx), reason: reasonIn(ctx) },
      names: await regions.names([
        found.pair.village,
        ...found.candidates.map(({ family }) => family.village),
        ...found.loose.map(({ village }) => village),
      ]),
    })
  }

  async take(ctx: HttpContext) {
    const key = String(ctx.params.key)
    const chosen = { family: String(ctx.request.input('family', '')), person: String(ctx.request.input('person', '')) }
    await records.act(ctx.scope, 'pbi', ctx.regency!, (tx, place) => takePerson(tx, place, key, chosen), records.asked(ctx))
    return this.#done(ctx, 'pbi.pair.done')
  }

  async pair(ctx: HttpContext) {
    const [key, substitute] = [String(ctx.params.key), String(ctx.request.input('substitute', ''))]
    await records.act(ctx.scope, 'pbi', ctx.regency!, (tx, place) => pair(tx, place, key, substitute), records.asked(ctx))
    return this.#done(ctx, 'pbi.pair.done')
  }

  async unpair(ctx: HttpContext) {
    const [key, reason] = [String(ctx.params.key), String(ctx.request.input('reason', ''))]
    await records.act(ctx.scope, 'pbi', ctx.regency!, (tx, place) => unpair(tx, place, key, reason), records.asked(ctx))
    return this.#done(ctx, 'pbi.pair.undone')
  }

  #done(ctx: HttpContext, words: string) {
    ctx.session.flash('success', ctx.i18n.t(words))
    return ctx.response.redirect(records.addresses(ctx).page('/pbi/penggantian'))
  }
}

function reasonIn({ locale }: HttpContext) {
  return (code: number | null) => LEAVING_REASONS.find((reason) => reason.code === code)?.label[locale] ?? '–'
}

function cursorOf(given: unknown): [string, string, string] | null {
  if (typeof given !== 'string') return null
  try {
    const at: unknown = JSON.parse(Buffer.from(given, 'base64url').toString())
    return Array.isArray(at) && at.length === 3 && at.every((part) => typeof part === 'string')
      ? (at as [string, string, string])
      : null
  } catch {
    return null
  }
}
