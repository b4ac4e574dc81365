import type { HttpContext } from '@adonisjs/core/http'
import { DomainError, parseDecimal } from '#core/domain'
import { records, regions, scope } from '#core/plugin'
import { hasCutoff } from '../services/cutoff.js'
import { quotaHistory } from '../services/history.js'
import { promisedIn } from '../services/promised.js'
import { givenQuota, quotaBoard, type QuotaBoard } from '../services/quota.js'
import { giveable, overfull, type Promised } from '../services/sheet.js'
import { shiftQuota } from '../services/shifts.js'

const NOTHING: Promised = new Map()

/** The quota over the villages, shifts between them, and everything that ever happened to it. */
export default class QuotaController {
  async index(ctx: HttpContext) {
    const { tampil: show, kecamatan: district, desa: wanted } = ctx.request.qs()
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      return {
        ...{ given: await givenQuota(tx, ctx.regency!), shown, board: shown && (await quotaBoard(tx, shown.place)) },
        promised: shown ? await promisedIn(tx, shown.place) : NOTHING,
        cutoff: await hasCutoff(tx, ctx.regency!),
      }
    })
    const { board, promised } = found
    const over = show === 'melebihi'
    const all = board?.villages ?? []
    const villages = (over ? overfull({ villages: all }) : all)
      .filter((village) => !district || village.district === district)
      .filter(({ code }) => !wanted || code === wanted)
    return ctx.view.render('bsp::quota', {
      ...{ ...found, ...records.paged(ctx, villages), all, over, district, wanted, to: records.addresses(ctx) },
      districts: [...new Map(all.map(({ district: code, districtName }) => [code, districtName]))],
      may: ctx.can('bsp.verify') && Boolean(found.shown?.decidable),
      givers: all.filter(({ code }) => giveable(board!, promised, code) > 0),
      free: board ? (code: string | null) => giveable(board, promised, code) : null,
      chosen: board && typeof wanted === 'string' ? suggested(board, promised, wanted) : {},
    })
  }

  async shift(ctx: HttpContext) {
    const { request } = ctx
    const place = (name: string) => (request.input(name) === 'cadangan' ? null : String(request.input(name, '')))
    const wanted = {
      from: place('from'),
      to: place('to'),
      places: wholeOf(String(request.input('places', ''))),
      reason: String(request.input('reason', '')),
    }
    await records.act(ctx.scope, 'bsp', ctx.regency!, (tx, at) => shiftQuota(tx, at, wanted), records.asked(ctx))
    ctx.session.flash('success', ctx.i18n.t('bsp.shift.done', { places: wanted.places }))
    return ctx.response.redirect(records.addresses(ctx).page('/bsp/kuota'))
  }

  async history(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const shown = await records.shown(tx, ctx)
      return shown && { ...shown, events: await quotaHistory(tx, shown.place) }
    })
    const codes = (found?.events ?? []).flatMap(({ from, to }) => [from, to].filter((code) => code !== null))
    return ctx.view.render('bsp::history', { found, names: await regions.names(codes), to: records.addresses(ctx) })
  }
}

/** The shift for which one looks at a single village: places that the regency lacks go back to it, and one above its own gets some. */
function suggested(board: QuotaBoard, promised: Promised, village: string): { from?: string; to?: string } {
  if (overfull(board).some(({ code }) => code === village)) return { to: village }
  return giveable(board, promised, village) > 0 ? { from: village, ...(board.reserve < 0 && { to: 'cadangan' }) } : {}
}

/** Typed with or without points between its thousands; NaN for what is no whole number, which the service refuses. */
function wholeOf(typed: string): number {
  try {
    return parseDecimal(typed, { decimals: 0 })
  } catch (error) {
    if (error instanceof DomainError) return Number.NaN
    throw error
  }
}
