import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { saysWhy } from '#domain/reason'
import { validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { sentenceOf } from '#services/fault'
import { findJob } from '#services/jobs/dispatch'
import { scope, type Tx } from '#services/scope'
import { actsOf, askOutcome, askUndo, findAct, REASON_LENGTH, type BulkAct } from '#verification/lists/bulk/acts'
import { outcomeTally, type OutcomeTally } from '#verification/lists/bulk/tally'
import { BulkError, planUndo } from '#verification/lists/bulk/undo_plan'
import { outcomeLabel } from '#verification/lists/words'
import { assertDecidable, assertOpen, PeriodError, placeOf } from '#verification/periods/index'
import { ReviewError } from '#verification/review/errors'
import type { Place } from '#verification/store/index'
import { addressesOf, askedPeriod, LISTS, shownPeriod, type ShownList } from './addresses.js'
import { outcomeChoices, postedSelection, type PostedSelection } from './bulk_selection.js'

const asked = vine.create({
  jenis: vine.enum(LISTS),
  hasil_baru: vine.string().maxLength(40).optional(),
  reason: vine.string().maxLength(REASON_LENGTH).optional(),
  jumlah: vine.number().withoutDecimals().range([0, 1_000_000]).optional(),
  pilihan: vine.string().maxLength(64).optional(),
})

/** One outcome for many records: shown before, done as a job, taken back as shown. */
export default class BulkController {
  async index(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      return period && { period, acts: await actsOf(tx, placeOf(period)) }
    })
    return ctx.view.render('pages/verification/bulk/index', { ...words(ctx), found })
  }

  /** What the outcome would do, before anything is asked for. */
  async preview(ctx: HttpContext) {
    const { jenis: kind, hasil_baru: outcome } = await ctx.request.validateUsing(asked)
    const posted = postedSelection(ctx, kind)
    return this.#refusable(ctx, kind, posted, async () => {
      const tally = await this.#open(ctx, async (tx, place) => {
        const wanted = outcome ?? outcomeChoices(ctx.module, kind, 'id')[0]!.value
        return outcomeTally(tx, place, posted.selection, wanted)
      })
      return this.#confirm(ctx, kind, posted, { outcome: outcome ?? null, tally })
    })
  }

  async store(ctx: HttpContext) {
    const {
      jenis: kind,
      hasil_baru: outcome = '',
      reason = '',
      jumlah: count = -1,
      pilihan: token = '',
    } = await ctx.request.validateUsing(asked)
    const posted = postedSelection(ctx, kind)
    return this.#refusable(ctx, kind, posted, async () => {
      const shown = { list: kind, selection: posted.selection, outcome, reason, shown: { count, token } }
      if (!saysWhy(reason)) {
        const tally = await this.#open(ctx, (tx, place) => outcomeTally(tx, place, posted.selection, outcome))
        ctx.response.status(422)
        return this.#confirm(ctx, kind, posted, { outcome, tally, reason, refusal: ctx.i18n.t('lists.bulk.reason_missing') })
      }
      const answer = await this.#open(ctx, (tx, place) => askOutcome(tx, place, shown))
      if (answer.status === 'changed') {
        ctx.response.status(409)
        return this.#confirm(ctx, kind, posted, { outcome, tally: answer.now, reason, before: count })
      }
      return ctx.response.redirect(addressesOf(ctx).bulk(answer.act))
    })
  }

  async show(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const { act, place } = await this.#find(tx, ctx)
      const job = act.jobId ? await findJob(tx, act.jobId) : null
      return { act, job, plan: act.state === 'done' ? await planUndo(tx, place, act) : null }
    })
    return ctx.view.render('pages/verification/bulk/show', { ...words(ctx), ...found })
  }

  async undo(ctx: HttpContext) {
    const token = String(ctx.request.input('token', ''))
    const id = String(ctx.params.act)
    try {
      await scope.run(ctx.scope, async (tx) => {
        const { place } = await this.#find(tx, ctx)
        await assertDecidable(tx, ctx.module, ctx.regency!, place.periodId)
        await askUndo(tx, place, id, token)
      })
    } catch (error) {
      if (!(error instanceof BulkError || error instanceof PeriodError)) throw error
      ctx.session.flash('error', sentenceOf(error, ctx.i18n))
    }
    return ctx.response.redirect(addressesOf(ctx).bulk(id))
  }

  #open<T>(ctx: HttpContext, work: (tx: Tx, place: Place) => Promise<T>): Promise<T> {
    return scope.run(ctx.scope, async (tx) => work(tx, placeOf(await assertOpen(tx, ctx.module, ctx.regency!, askedPeriod(ctx)))))
  }

  async #find(tx: Tx, ctx: HttpContext): Promise<{ act: BulkAct; place: Place }> {
    const id = String(ctx.params.act)
    const act = isUuid(id) ? await findAct(tx, ctx.regency!, id) : null
    const period = act?.module === ctx.module.name ? await shownPeriod(tx, ctx, act.periodId) : null
    if (!act || !period) throw new NotFound()
    return { act, place: placeOf(period) }
  }

  async #refusable<T>(ctx: HttpContext, kind: ShownList, { parameters }: PostedSelection, work: () => Promise<T>) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ReviewError || error instanceof PeriodError)) throw error
      ctx.session.flashOnly(['reason'])
      ctx.session.flash('error', sentenceOf(error, ctx.i18n))
      return ctx.response.redirect(addressesOf(ctx).list(kind, { tampilan: 'semua', ...parameters }))
    }
  }

  #confirm(
    ctx: HttpContext,
    kind: ShownList,
    { hidden, parameters }: PostedSelection,
    more: { outcome: string | null; tally: OutcomeTally; reason?: string; before?: number; refusal?: string },
  ) {
    const to = addressesOf(ctx)
    return ctx.view.render('pages/verification/bulk/confirm', {
      ...words(ctx),
      ...{ hidden, kind, reason: '', before: null, refusal: null, ...more, reasonLength: REASON_LENGTH },
      outcomes: outcomeChoices(ctx.module, kind, ctx.locale),
      back: to.list(kind, { tampilan: 'semua', ...parameters }),
    })
  }
}

function words(ctx: HttpContext) {
  const { module, locale } = ctx
  return { module, to: addressesOf(ctx), outcomeOf: (code: string) => outcomeLabel(module, code, locale) }
}
