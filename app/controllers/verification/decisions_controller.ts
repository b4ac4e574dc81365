import type { HttpContext } from '@adonisjs/core/http'
import { sentenceOf } from '#services/fault'
import { findRegion } from '#services/regions'
import { clock } from '#services/clock'
import { figuresIn, showMoment } from '#services/format'
import type { Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { NotFound } from '#exceptions/not_found'
import { Refused } from '#kernel/offers/refused'
import { findRow } from '#verification/lists/list'
import { DuplicateError } from '#verification/duplicates/errors'
import { filterParameters, readFilters } from '#verification/lists/filters'
import type { Side } from '#verification/resolve'
import { PeriodError } from '#verification/periods/index'
import { askDecision, AT_ONCE, sameLargeAct } from '#verification/large_acts/acts'
import { actOn, lookAt } from '#verification/review/act'
import { assertChosen, tally, type Selection, type Tally } from '#verification/review/bulk'
import { decideConflict } from '#verification/review/conflicts'
import { decideUpdates, lacksReason, REASON_MISSING, type Decision, type Take } from '#verification/review/decide'
import { RegisterBusyError, ReviewError, villageUnknown } from '#verification/review/errors'
import {
  asShown,
  decideSelection,
  type ChangedSince,
  type FormerAct,
  type Run,
  type SelectionResult,
  type Shown,
} from '#verification/review/selection'
import { waive } from '#verification/review/waive'
import type { Place } from '#verification/store/index'
import { isWhole } from './bulk_selection.js'
import { addressesOf, askedPeriod, LISTS, type ShownList } from './addresses.js'
import { clash, many, seen, single, waiver } from './decision_forms.js'
import { patternFields, readPattern } from './pattern_fields.js'

/** A selection with what its forms carry on, and the list it came from. */
interface Chosen {
  selection: Selection
  /** Address of the act. */
  action: 'banyak' | 'terima-bersih'
  hidden: [name: string, value: string][]
  back: string
}

/** The decision was asked for as a job. */
interface AskedAct {
  status: 'asked'
  act: string
}

/** What the page before an act shows; with `before` because the selection changed since it was shown. */
interface Confirmation {
  now: Tally
  former?: FormerAct | null
  since?: readonly ChangedSince[]
  before?: number
  reason?: string
  refusal?: string
}

/** Acts of the supervisor on updates. Each checks anew that the period is open; refusals come back to the page above what was typed. */
export default class DecisionsController {
  /** Decides one record, as the person saw it. */
  async one(ctx: HttpContext) {
    const { key, version, take: wanted, reason: why = '' } = await ctx.request.validateUsing(single)
    const decision = { take: wanted, reason: why, seen: new Map([[key, version]]) }
    await this.#actOn(ctx, key, (tx, place) => decideUpdates(tx, place, [key], decision))
    ctx.session.flash('success', ctx.i18n.t(`verification.done.${wanted}`, { count: '1' }))
    return ctx.response.redirect(addressesOf(ctx).record(key))
  }

  /** Shows what an act on a selection would do, before anything is done. */
  async preview(ctx: HttpContext) {
    const { take: wanted, jenis: kind } = await ctx.request.validateUsing(many)
    const chosen = this.#chosen(ctx, kind)
    const found = await this.#tally(ctx, chosen, wanted)
    assertChosen(found)
    return this.#confirm(ctx, wanted, chosen, { now: found })
  }

  async many(ctx: HttpContext) {
    const { take: wanted, jenis: kind, reason: why = '' } = await ctx.request.validateUsing(many)
    return this.#decide(ctx, { take: wanted, reason: why }, this.#chosen(ctx, kind), (count) =>
      ctx.i18n.t(`verification.done.${wanted}`, { count: figuresIn(ctx.locale).number(count) }),
    )
  }

  /** "Terima 214 tanpa masalah" of one village. */
  async clean(ctx: HttpContext) {
    const village = await findRegion(String(ctx.request.input('desa')))
    const district = village?.parent ? await findRegion(village.parent) : null
    if (!village || district?.parent !== ctx.regency) {
      throw villageUnknown()
    }
    const kind = LISTS.find((list) => list === ctx.request.input('jenis')) ?? 'existing'
    const chosen: Chosen = {
      ...{ selection: { clean: village.code }, action: 'terima-bersih' },
      hidden: [
        ['desa', village.code],
        ['jenis', kind],
      ],
      back: addressesOf(ctx).list(kind, { kecamatan: district.code, desa: village.code }),
    }
    return this.#decide(ctx, { take: 'accept' }, chosen, (count) =>
      ctx.i18n.t('verification.done.clean', { count: figuresIn(ctx.locale).number(count), village: village.name }),
    )
  }

  async waive(ctx: HttpContext) {
    const wanted = await ctx.request.validateUsing(waiver)
    const rules = await this.#actOn(ctx, wanted.key, (tx, place) =>
      waive(tx, place, wanted.key, { reason: wanted.reason ?? '', rule: wanted.rule, version: wanted.version }),
    )
    ctx.session.flash('success', ctx.i18n.t('verification.done.waive', { rules: rules.join(', ') }))
    return ctx.response.redirect(addressesOf(ctx).record(wanted.key, { tab: 'masalah' }))
  }

  /** Solves a clash for the file, for ours, or with the side chosen for each field. */
  async conflict(ctx: HttpContext) {
    const wanted = await ctx.request.validateUsing(clash)
    const choice = wanted.take === 'fields' ? this.#sides(ctx) : wanted.take
    const target = { fileId: wanted.file, line: wanted.line, version: wanted.version }
    await this.#actOn(ctx, wanted.key, (tx, place) => decideConflict(tx, place, target, choice, wanted.reason))
    ctx.session.flash('success', ctx.i18n.t('verification.done.conflict'))
    return ctx.response.redirect(addressesOf(ctx).record(wanted.key, { tab: 'riwayat' }))
  }

  /** A record of another regency does not exist for whoever decides. */
  #actOn<T>(ctx: HttpContext, key: string, work: (tx: Tx, place: Place) => Promise<T>): Promise<T> {
    return this.#act(ctx, async (tx, place) => {
      if (!(await findRow(tx, place, key))) throw new NotFound()
      return work(tx, place)
    })
  }

  #act<T>(ctx: HttpContext, work: (tx: Tx, place: Place) => Promise<T>): Promise<T> {
    return actOn(ctx.scope, ctx.module, ctx.regency!, work, askedPeriod(ctx))
  }

  #tally(ctx: HttpContext, { selection }: Chosen, wanted: Take): Promise<Tally> {
    const work = (tx: Tx, place: Place) => tally(tx, place, selection, wanted)
    return lookAt(ctx.scope, ctx.module, ctx.regency!, work, askedPeriod(ctx))
  }

  /** Decides what was shown; where it is another by now, the page shows the new numbers and what changed, and asks again. */
  async #decide(ctx: HttpContext, decision: Decision & { take: Take }, chosen: Chosen, done: (count: number) => string) {
    const { request, response, session, i18n } = ctx
    const { jumlah: count = -1, pilihan: token = '', dilihat: at = clock.now().getTime() } = await request.validateUsing(seen)
    const run: Run = (work) => this.#act(ctx, work)
    if (lacksReason(decision.take, decision.reason)) {
      response.status(422)
      const now = await this.#tally(ctx, chosen, decision.take)
      return this.#confirm(ctx, decision.take, chosen, {
        now,
        refusal: REASON_MISSING[ctx.locale],
        reason: decision.reason ?? '',
      })
    }
    const shown = { count, token, at: new Date(at) }
    const result = await this.#refusable(ctx, chosen, () =>
      count > AT_ONCE ? this.#ask(ctx, chosen, decision, shown) : decideSelection(run, chosen.selection, decision, shown),
    )
    if (!result) return
    if (result.status === 'asked') return response.redirect(addressesOf(ctx).largeAct(result.act))
    if (result.status === 'changed') {
      response.status(409)
      return this.#confirm(ctx, decision.take, chosen, { ...result, before: count, reason: decision.reason ?? '' })
    }
    if (result.status === 'repeated')
      session.flash('info', i18n.t('verification.repeated', await this.#former(ctx, result.former)))
    else session.flash('success', done(result.count))
    return response.redirect(chosen.back)
  }

  /** What would take longer than a person should wait is asked for as a job; the same form sent twice leads to the same one. */
  #ask(ctx: HttpContext, { selection, back }: Chosen, decision: Decision, shown: Shown): Promise<SelectionResult | AskedAct> {
    const work = async (tx: Tx, place: Place): Promise<SelectionResult | AskedAct> => {
      const same = await sameLargeAct(tx, place, decision.take, shown.token)
      if (same) return { status: 'asked', act: same }
      const now = await asShown(tx, place, selection, decision.take, shown)
      if ('status' in now) return now
      return { status: 'asked', act: await askDecision(tx, place, selection, decision, { shown, back }) }
    }
    return lookAt(ctx.scope, ctx.module, ctx.regency!, work, askedPeriod(ctx))
  }

  /** A refusal stands above the list: the page it was sent from cannot be opened again by its address. */
  async #refusable<T>({ session, response, i18n }: HttpContext, { back }: Chosen, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work()
    } catch (error) {
      const told = [RegisterBusyError, ReviewError, DuplicateError, PeriodError, Refused].some((kind) => error instanceof kind)
      if (!told || !(error instanceof Error)) throw error
      session.flashOnly(['act', 'reason'])
      session.flash('error', sentenceOf(error, i18n))
      response.redirect(back)
      return null
    }
  }

  async #confirm(ctx: HttpContext, wanted: Take, chosen: Chosen, { now, former = null, ...more }: Confirmation) {
    return ctx.view.render('pages/verification/decide', {
      ...{ module: ctx.module, to: addressesOf(ctx), take: wanted, needsReason: lacksReason(wanted, null) },
      ...{ before: null, since: [], reason: '', refusal: null, ...chosen, ...more, found: now, at: clock.now().getTime() },
      former: former && (await this.#former(ctx, former)),
    })
  }

  async #former(ctx: HttpContext, { take: wanted, count, by, at }: FormerAct) {
    await loadZones()
    const what = ctx.i18n.t(`verification.done.${wanted}`, { count: figuresIn(ctx.locale).number(count) })
    return { what, by, at: showMoment(zoneOf(ctx.regency!), at) }
  }

  #chosen(ctx: HttpContext, kind: ShownList): Chosen {
    const { module, request } = ctx
    const pattern = readPattern(request.all())
    if (pattern)
      return { selection: { pattern }, action: 'banyak', hidden: patternFields(kind, pattern), back: addressesOf(ctx).patterns() }
    const filters = readFilters(module, kind, request.all())
    const parameters = filterParameters(filters)
    const ids = Object.values((request.input('ids') ?? {}) as Record<string, unknown>)
    const keys = ids.filter((id): id is string => typeof id === 'string')
    const all = isWhole(ctx)
    return {
      selection: all ? { matching: filters } : { keys },
      action: 'banyak',
      hidden: [['jenis', kind], ...Object.entries(parameters), ...(all ? [['all', '1']] : keys.map((key) => ['ids[]', key]))] as [
        string,
        string,
      ][],
      back: addressesOf(ctx).list(kind, parameters),
    }
  }

  #sides({ request }: HttpContext): Record<string, Side> {
    const sides = Object.entries(request.all()).filter(
      ([name, side]) => name.startsWith('sisi:') && (side === 'file' || side === 'ours'),
    )
    return Object.fromEntries(sides.map(([name, side]) => [name.slice('sisi:'.length), side as Side]))
  }
}
