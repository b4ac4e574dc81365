import { readFile } from 'node:fs/promises'
import type { HttpContext } from '@adonisjs/core/http'
import { tryParseDate } from '#domain/date_text'
import { NotFound } from '#exceptions/not_found'
import { countedPage } from '#services/counted_page'
import { readScan } from '#services/documents/scan'
import { sendFile } from '#services/files'
import { recordRead } from '#services/reads'
import { lineage } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { fileOf } from '#verification/finalise/take_file'
import {
  MEETINGS,
  meetingOf,
  minutesById,
  minutesByVillage,
  MinutesError,
  minutesOfVillage,
  MOST_PAGES,
  takeMinutes,
  withdrawMinutes,
} from '#verification/minutes/index'
import { assertDecidable, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { heedLock } from '#verification/review/act'
import { isDecidable } from '#verification/review/writable'
import { addressesOf, askedPeriod, shownPeriod } from './addresses.js'

const SCAN_LIMIT = '20mb'

/** Minutes of the village meetings: which are there, which are missing, and the scan of each. */
export default class MinutesController {
  async index(ctx: HttpContext) {
    const { module, view, request } = ctx
    const asked = request.qs()
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      return period && { period, villages: await minutesByVillage(tx, placeOf(period)), writable: this.#may(ctx, period) }
    })
    const missing = asked.kurang === '1'
    const villages = found?.villages ?? []
    const shown = villages
      .filter(({ district }) => !asked.kecamatan || district === asked.kecamatan)
      .filter(({ minutes }) => !missing || minutes === null)
    const { rows, ...page } = countedPage(shown, asked)
    return view.render('pages/minutes/index', {
      ...{ module, found, shown: rows, page, missing, to: addressesOf(ctx), district: asked.kecamatan },
      lacking: villages.filter(({ minutes }) => minutes === null).length,
      districts: [...new Map(villages.map(({ district, districtName }) => [district, districtName]))],
    })
  }

  async show(ctx: HttpContext) {
    const { module, params, view } = ctx
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const village = (await minutesByVillage(tx, placeOf(period))).find(({ code }) => code === params.village)
      const all = await minutesOfVillage(tx, placeOf(period), String(params.village))
      return village ? { period, village, all, writable: this.#may(ctx, period) } : null
    })
    if (!found) throw new NotFound()
    const meeting = found.village.minutes?.meeting ?? meetingOf(found.village.code)
    return view.render('pages/minutes/show', { module, found, meeting, meetings: MEETINGS, to: addressesOf(ctx) })
  }

  async store(ctx: HttpContext) {
    const { params, request, response, session, i18n } = ctx
    await this.#known(ctx)
    const file = request.file('scan', { size: SCAN_LIMIT })
    if (!file?.tmpPath || !file.isValid) {
      throw new MinutesError('E_MINUTES_SCAN', i18n.t(file?.hasErrors ? 'minutes.too_large' : 'minutes.no_scan')).at('scan')
    }
    const content = await readFile(file.tmpPath)
    const scan = await readScan(content, MOST_PAGES)
    const given = {
      ...{ village: String(params.village), number: text(request.input('number')), content, scan },
      heldOn: tryParseDate(text(request.input('held_on'))) ?? '',
      meeting: MEETINGS.find((known) => known === request.input('meeting')),
      seen: text(request.input('seen')) || null,
    }
    const { number } = await heedLock(() => scope.run(ctx.scope, async (tx) => takeMinutes(tx, await this.#open(tx, ctx), given)))
    session.flash('success', i18n.t('minutes.taken', { number }))
    return response.redirect(addressesOf(ctx).under('berita-acara'))
  }

  async withdraw(ctx: HttpContext) {
    const { params, request, response, session, i18n } = ctx
    await this.#known(ctx)
    const act = { village: String(params.village), reason: text(request.input('reason')), seen: text(request.input('seen')) }
    const { number } = await heedLock(() =>
      scope.run(ctx.scope, async (tx) => withdrawMinutes(tx, await this.#open(tx, ctx), act)),
    )
    session.flash('success', i18n.t('minutes.withdrawn', { number }))
    return response.redirect(addressesOf(ctx).under(`berita-acara/${act.village}`))
  }

  async file(ctx: HttpContext) {
    const { module, regency, params } = ctx
    const file = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      const minutes = period && (await minutesById(tx, placeOf(period), String(params.minutes)))
      const found = minutes && (await fileOf(tx, regency!, minutes.fileId))
      if (!found) throw new NotFound()
      await recordRead(tx, {
        ...{ regency: regency!, action: 'download', purpose: 'verval', address: ctx.request.ip() },
        object: { type: `${module.name}.minutes`, id: minutes.id },
      })
      return found
    })
    return sendFile(ctx, file)
  }

  /** A village that is not of the regency has no page here, whatever is sent to it. */
  async #known({ params, regency }: HttpContext): Promise<void> {
    const parents = await lineage(String(params.village))
    if (!parents.some(({ code }) => code === regency)) throw new NotFound()
  }

  #may({ module, can }: HttpContext, period: RegencyPeriod): boolean {
    return can(`${module.name}.verify`) && isDecidable(period)
  }

  #open(tx: Tx, ctx: HttpContext): Promise<RegencyPeriod> {
    return assertDecidable(tx, ctx.module, ctx.regency!, askedPeriod(ctx))
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
