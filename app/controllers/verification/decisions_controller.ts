import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { findRegion } from '#services/regions'
import { showNumber } from '#services/format'
import type { Tx } from '#services/scope'
import { NotFound } from '#exceptions/not_found'
import { findRow } from '#verification/lists/list'
import { filterParameters, readFilters, type ListFilters } from '#verification/lists/filters'
import type { Side } from '#verification/resolve'
import { actOn } from '#verification/review/act'
import { tally, type Selection } from '#verification/review/bulk'
import { decideConflict } from '#verification/review/conflicts'
import { acceptClean, decideUpdates, needsReason, TAKES } from '#verification/review/decide'
import { ReviewError } from '#verification/review/errors'
import { waive } from '#verification/review/waive'
import type { Place } from '#verification/store/index'
import { addressesOf, askedPeriod } from './addresses.js'

const reason = vine.string().maxLength(500).optional()
const take = vine.enum(TAKES)
const record = vine.string().maxLength(64)

const single = vine.create({ take, reason, key: record, version: vine.number().withoutDecimals() })
const many = vine.create({ take, reason, jenis: vine.enum(['existing', 'new'] as const) })
const waiver = vine.create({ key: record, reason, rule: vine.string().maxLength(40).optional() })
const clash = vine.create({
  key: record,
  reason,
  file: vine.string().uuid(),
  line: vine.number(),
  version: vine.number().withoutDecimals(),
  take: vine.enum(['file', 'ours', 'fields'] as const),
})

/** Acts of the supervisor on updates. Each checks anew that the period is open; refusals come back to the page above what was typed. */
export default class DecisionsController {
  /** Decides one record, as the person saw it. */
  async one(ctx: HttpContext) {
    const wanted = await ctx.request.validateUsing(single)
    await this.#actOn(ctx, wanted.key, (tx, place) => decideUpdates(tx, place, [wanted.key], wanted))
    ctx.session.flash('success', ctx.i18n.t(`verification.done.${wanted.take}`, { count: '1' }))
    return ctx.response.redirect(addressesOf(ctx).record(wanted.key))
  }

  /** Shows what an act on a selection would do, before anything is done. */
  async preview(ctx: HttpContext) {
    const { module, request } = ctx
    const { take: wanted, jenis } = await request.validateUsing(many)
    const { selection, filters } = this.#selection(ctx, jenis)
    const found = await this.#act(ctx, (tx, place) => tally(tx, place, selection, wanted))
    return ctx.view.render('pages/verification/decide', {
      ...{ module, take: wanted, kind: jenis, found, needsReason: needsReason(wanted), to: addressesOf(ctx) },
      ...{ keys: 'keys' in selection ? selection.keys : [], parameters: filterParameters(filters) },
    })
  }

  async many(ctx: HttpContext) {
    const { request, i18n } = ctx
    const { take: wanted, jenis, reason: why = '' } = await request.validateUsing(many)
    const { selection, filters } = this.#selection(ctx, jenis)
    const changed = await this.#act(ctx, async (tx, place) => {
      const { able } = await tally(tx, place, selection, wanted)
      return able.length ? decideUpdates(tx, place, able, { take: wanted, reason: why }) : 0
    })
    ctx.session.flash('success', i18n.t(`verification.done.${wanted}`, { count: showNumber(changed) }))
    return ctx.response.redirect(addressesOf(ctx).list(jenis, filterParameters(filters)))
  }

  /** "Terima 214 tanpa masalah" of one village. */
  async clean(ctx: HttpContext) {
    const village = await findRegion(String(ctx.request.input('desa')))
    const district = village?.parent ? await findRegion(village.parent) : null
    if (!village || district?.parent !== ctx.regency) {
      throw new ReviewError('E_VILLAGE_UNKNOWN', 'Desa/kelurahan itu tidak ada di wilayah ini.')
    }
    const count = await this.#act(ctx, (tx, place) => acceptClean(tx, place, village.code))
    ctx.session.flash('success', ctx.i18n.t('verification.done.clean', { count: showNumber(count), village: village.name }))
    const kind = ctx.request.input('jenis') === 'new' ? 'new' : 'existing'
    return ctx.response.redirect(addressesOf(ctx).list(kind, { kecamatan: district.code, desa: village.code }))
  }

  async waive(ctx: HttpContext) {
    const wanted = await ctx.request.validateUsing(waiver)
    const rules = await this.#actOn(ctx, wanted.key, (tx, place) =>
      waive(tx, place, wanted.key, wanted.reason ?? '', wanted.rule),
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

  #selection({ module, request }: HttpContext, kind: 'existing' | 'new'): { selection: Selection; filters: ListFilters } {
    const filters = readFilters(module, kind, request.all())
    const ids = Object.values((request.input('ids') ?? {}) as Record<string, unknown>)
    const keys = ids.filter((id): id is string => typeof id === 'string')
    return { filters, selection: request.input('all') === '1' ? { matching: filters } : { keys } }
  }

  #sides({ request }: HttpContext): Record<string, Side> {
    const sides = Object.entries(request.all()).filter(
      ([name, side]) => name.startsWith('sisi:') && (side === 'file' || side === 'ours'),
    )
    return Object.fromEntries(sides.map(([name, side]) => [name.slice('sisi:'.length), side as Side]))
  }
}
