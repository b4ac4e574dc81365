import type { HttpContext } from '@adonisjs/core/http'
import { validate as isUuid } from 'uuid'
import { NotFound, records, regions, scope } from '#core/plugin'
import { registerStands } from '#plugins/bdt/api'
import { outcomes } from '../outcomes.js'
import { candidatesFor } from '../services/candidates.js'
import { releaseSubstitute, takeFamily, tieProposal } from '../services/substitutes.js'
import { looseSubstitutes, vacanciesOf, vacancyByKey, vacancyCounts, type VacancyFilter } from '../services/vacancies.js'
import { cursorOf, cursorText } from './cursor.js'

const SHOWN = ['open', 'held', 'filled', 'all'] as const
const SIZE = 50

/** Families that went out and who comes in for them. */
export default class VacanciesController {
  async index(ctx: HttpContext) {
    const asked = ctx.request.qs()
    const show = SHOWN.find((value) => value === asked.tampil) ?? 'open'
    const village = typeof asked.desa === 'string' && /^[\d.]{13}$/.test(asked.desa) ? asked.desa : undefined
    const filter: VacancyFilter = { show, ...(village ? { village } : {}) }
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      if (!shown) return null
      const list = await vacanciesOf(tx, shown.place, filter, { size: SIZE, after: cursorOf(asked.sesudah, 3) })
      const [counts, loose] = [await vacancyCounts(tx, shown.place, village), await looseSubstitutes(tx, shown.place)]
      return { ...shown, list, counts, loose }
    })
    const villages = [...(found?.list.rows ?? []).flatMap(({ village: at, substitution }) => [at, substitution?.village ?? at])]
    return ctx.view.render('bsp::vacancies', {
      ...{ found, filter, to: records.addresses(ctx), shows: SHOWN, may: ctx.can('bsp.verify') && Boolean(found?.decidable) },
      names: await regions.names([
        ...villages,
        ...(found?.loose ?? []).map(({ village: at }) => at),
        ...(village ? [village] : []),
      ]),
      total: found ? { ...found.counts, filled: found.counts.all - found.counts.open - found.counts.held }[show] : undefined,
      outcome: outcomeIn(ctx),
      next: cursorText(found?.list.next ?? null),
    })
  }

  /** One vacancy with its ranked substitutes. */
  async show(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      const vacancy = shown && (await vacancyByKey(tx, shown.place, String(ctx.params.key)))
      if (!shown || !vacancy) return null
      await records.logRead(tx, {
        ...{ regency: ctx.regency!, action: 'open', purpose: 'verval', address: ctx.request.ip() },
        object: { type: 'bsp.vacancy', id: vacancy.key },
      })
      const free = vacancy.substitution === null && !vacancy.held && shown.decidable
      const candidates = free ? await candidatesFor(tx, shown.place, vacancy.village, shown.period.today) : []
      return {
        ...{ ...shown, vacancy, candidates, free },
        loose: free ? await looseSubstitutes(tx, shown.place, { near: vacancy.village }) : [],
        register: await registerStands(tx, ctx.regency!),
        objections: vacancy.held ? await records.objections(tx, ctx.regency!, 'bsp', vacancy.key) : [],
      }
    })
    if (!found) throw new NotFound()
    const places = [
      found.vacancy.village,
      ...found.candidates.map(({ family }) => family.village),
      ...found.loose.map(({ village }) => village),
    ]
    return ctx.view.render('bsp::vacancy', {
      ...{ ...found, to: records.addresses(ctx), outcome: outcomeIn(ctx) },
      names: await regions.names([...places, ...(found.vacancy.substitution ? [found.vacancy.substitution.village] : [])]),
    })
  }

  async take(ctx: HttpContext) {
    const [key, family] = [String(ctx.params.key), String(ctx.request.input('family', ''))]
    await records.act(ctx.scope, 'bsp', ctx.regency!, (tx, place) => takeFamily(tx, place, key, family), records.asked(ctx))
    return this.#done(ctx, 'bsp.vacancy.taken')
  }

  async tie(ctx: HttpContext) {
    const [key, substitute] = [String(ctx.params.key), String(ctx.request.input('substitute', ''))]
    await records.act(ctx.scope, 'bsp', ctx.regency!, (tx, place) => tieProposal(tx, place, key, substitute), records.asked(ctx))
    return this.#done(ctx, 'bsp.vacancy.tied')
  }

  async release(ctx: HttpContext) {
    const [id, reason] = [String(ctx.request.input('substitution', '')), String(ctx.request.input('reason', ''))]
    if (!isUuid(id)) throw new NotFound()
    await records.act(ctx.scope, 'bsp', ctx.regency!, (tx, place) => releaseSubstitute(tx, place, id, reason), records.asked(ctx))
    return this.#done(ctx, 'bsp.vacancy.released')
  }

  #done(ctx: HttpContext, words: string) {
    ctx.session.flash('success', ctx.i18n.t(words))
    return ctx.response.redirect(records.addresses(ctx).page('/bsp/penggantian'))
  }
}

function outcomeIn({ locale }: HttpContext) {
  return (code: string) => outcomes.find((outcome) => outcome.code === code)?.label[locale] ?? code
}
