import type { HttpContext } from '@adonisjs/core/http'
import { sentenceOf } from '#services/fault'
import { NotFound } from '#exceptions/not_found'
import { clock } from '#services/clock'
import { figuresIn } from '#services/format'
import { scope, type Tx } from '#services/scope'
import { placeOf } from '#verification/periods/index'
import { askUndo, AT_ONCE, sameLargeAct } from '#verification/large_acts/acts'
import { actOn, lookAt } from '#verification/review/act'
import { ReviewError } from '#verification/review/errors'
import { isDecidable } from '#verification/review/writable'
import type { Place } from '#verification/store/index'
import { decisionActs } from '#verification/undo/acts'
import { planActUndo, type ActUndo } from '#verification/undo/plan'
import { undoAct } from '#verification/undo/undo'
import { addressesOf, askedPeriod, shownPeriod } from './addresses.js'
import { isNotTaken, takenOr } from './open_record.js'

const PAGE = 50

/** Decisions of the period, each of which can be taken back until it is finalised: wholly, or exactly as far as it is shown. */
export default class ActsController {
  async index(ctx: HttpContext) {
    const before = Date.parse(String(ctx.request.input('sebelum') ?? ''))
    const found = await this.#look(ctx, async (tx, place) =>
      decisionActs(tx, place, PAGE + 1, Number.isNaN(before) ? undefined : new Date(before)),
    )
    const acts = (found?.result ?? []).slice(0, PAGE)
    return ctx.view.render('pages/verification/acts', {
      ...{ module: ctx.module, found, acts, to: addressesOf(ctx) },
      older: (found?.result.length ?? 0) > PAGE ? acts.at(-1)!.at.toISOString() : null,
    })
  }

  async show(ctx: HttpContext) {
    return this.#confirm(ctx, await this.#plan(ctx), null)
  }

  async undo(ctx: HttpContext) {
    const { response, session, i18n, params } = ctx
    const act = String(params.act)
    const { plan } = await this.#plan(ctx)
    if (plan.restorable.length > AT_ONCE) return this.#ask(ctx, plan)
    const work = (tx: Tx, place: Place) => undoAct(tx, place, act, String(ctx.request.input('rencana') ?? ''))
    try {
      const done = await takenOr(() => actOn(ctx.scope, ctx.module, ctx.regency!, work, askedPeriod(ctx)))
      if (isNotTaken(done)) {
        response.status(done.status)
        return await this.#confirm(ctx, await this.#plan(ctx), sentenceOf(done, ctx.i18n))
      }
      const { number } = figuresIn(ctx.locale)
      const counts = { count: number(done.restored), left: number(done.left) }
      session.flash('success', i18n.t(`verification.undo.${done.left ? 'partly' : 'done'}`, counts))
      const to = addressesOf(ctx)
      const [only, second] = done.keys
      const isThere = only && !second && (await this.#look(ctx, (tx, place) => planActUndo(tx, place, act)))?.result.removed === 0
      return response.redirect(isThere ? to.record(only, { tab: 'riwayat' }) : to.acts())
    } catch (error) {
      if (!(error instanceof ReviewError) || error.code !== 'E_UNDO_CHANGED') throw error
      response.status(409)
      return this.#confirm(ctx, await this.#plan(ctx), sentenceOf(error, ctx.i18n))
    }
  }

  /** What would take longer than a person should wait is asked for as a job; the same form sent twice leads to the same one. */
  async #ask(ctx: HttpContext, { cause, restorable, token }: ActUndo) {
    const { request, response, i18n } = ctx
    if (request.input('rencana') !== token) {
      response.status(409)
      return this.#confirm(ctx, await this.#plan(ctx), i18n.t('verification.undo.changed'))
    }
    const shown = { count: restorable.length, token, at: clock.now() }
    const work = async (tx: Tx, place: Place) =>
      (await sameLargeAct(tx, place, 'undo', token)) ?? askUndo(tx, place, cause, { shown, back: addressesOf(ctx).acts() })
    return response.redirect(addressesOf(ctx).largeAct(await lookAt(ctx.scope, ctx.module, ctx.regency!, work, askedPeriod(ctx))))
  }

  async #plan(ctx: HttpContext): Promise<{ plan: ActUndo; decidable: boolean }> {
    try {
      const found = await this.#look(ctx, (tx, place) => planActUndo(tx, place, String(ctx.params.act)))
      if (found) return { plan: found.result, decidable: found.decidable }
    } catch (error) {
      if (!(error instanceof ReviewError)) throw error
    }
    throw new NotFound()
  }

  #look<T>(ctx: HttpContext, work: (tx: Tx, place: Place) => Promise<T>) {
    return scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      return period && { period, decidable: isDecidable(period), result: await work(tx, placeOf(period)) }
    })
  }

  #confirm(ctx: HttpContext, found: { plan: ActUndo; decidable: boolean }, refusal: string | null) {
    return ctx.view.render('pages/verification/undo', { module: ctx.module, ...found, refusal, to: addressesOf(ctx) })
  }
}
