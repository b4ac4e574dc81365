import type { HttpContext } from '@adonisjs/core/http'
import { formatDate } from '#domain/calendar_date'
import { NotFound } from '#exceptions/not_found'
import { registry } from '#kernel/registry'
import { sizeOf, startOf } from '#services/counted_page'
import { regionNames } from '#services/regions'
import { query, scope, type Tx } from '#services/scope'
import { stepsOf } from '#verification/finalise/index'
import { reopenForRequest } from '#verification/finalise/judgement'
import { periodById } from '#verification/periods/index'
import {
  findRequest,
  grantRequest,
  periodRequests,
  refuseRequest,
  REQUEST_STATES,
  requestCounts,
  requestsOf,
  type PeriodRequest,
} from '#verification/periods/requests/index'
import { lastDay, typed } from './asked.js'

/** Steps at which a regency has a letter, which opening again makes void. */
const LETTERED: readonly string[] = ['letter_generated', 'letter_uploaded', 'accepted']

/** Requests of regencies for more days or for opening again: the queue, one of them, and its answer. */
export default class PeriodRequestsController {
  async index(ctx: HttpContext) {
    const { scope: own, view } = ctx
    const asked = typed(ctx, 'keadaan')
    const state = REQUEST_STATES.find((known) => known === asked) ?? (asked === 'semua' ? undefined : 'waiting')
    const [province, module] = [typed(ctx, 'provinsi'), registry.modules().find(({ name }) => name === typed(ctx, 'modul'))?.name]
    const filters = { ...(province ? { province } : {}), ...(module ? { module } : {}) }
    const qs = ctx.request.qs()
    const size = sizeOf(qs)
    const found = await scope.run(own, async (tx) => {
      const counts = await requestCounts(tx, filters)
      const total = state ? counts[state] : REQUEST_STATES.reduce((sum, known) => sum + counts[known], 0)
      const start = startOf(qs, total, size)
      const requests = await periodRequests(tx, { ...filters, ...(state ? { state } : {}) }, { start, size })
      return { requests, counts, total, start, provinces: await provincesOf(tx) }
    })
    const { start, total } = found
    return view.render('pages/admin/periods/requests', {
      ...{ ...found, filters, shown: state ?? 'semua', modules: registry.modules(), size, page: Math.floor(start / size) + 1 },
      next: start + size < total ? String(start + size) : null,
      previous: start > 0 ? String(start) : null,
    })
  }

  async show(ctx: HttpContext) {
    const { scope: own, view } = ctx
    const found = await scope.run(own, async (tx) => {
      const request = await this.#request(tx, ctx)
      const period = await periodById(tx, request.periodId, request.regency)
      const place = { periodId: request.periodId, regency: request.regency }
      const waiting = await periodRequests(tx, { state: 'waiting' }, { start: 0, size: 2 })
      return {
        ...{ request, period, steps: await stepsOf(tx, place), others: await requestsOf(tx, place) },
        next: waiting.find(({ id }) => id !== request.id) ?? null,
      }
    })
    const names = await regionNames([found.request.regency, found.request.province])
    const voids = found.request.kind === 'reopening' && LETTERED.includes(found.request.finalisation)
    return view.render('pages/admin/periods/request', { ...found, names, voids, module: registry.module(found.request.module) })
  }

  async grant(ctx: HttpContext) {
    const { scope: own, i18n } = ctx
    const untilOn = lastDay(ctx, 'until_on')
    const request = await scope.run(own, async (tx) => {
      const { id } = await this.#request(tx, ctx)
      return grantRequest(tx, id, { answer: typed(ctx, 'answer') ?? '', ...(untilOn ? { untilOn } : {}) }, reopenForRequest)
    })
    return this.#done(
      ctx,
      i18n.t('cycle.request.was_granted', { region: request.regencyName, until: formatDate(request.grantedUntil!) }),
    )
  }

  async refuse(ctx: HttpContext) {
    const { scope: own, i18n } = ctx
    const request = await scope.run(own, async (tx) => {
      const { id } = await this.#request(tx, ctx)
      return refuseRequest(tx, id, typed(ctx, 'answer') ?? '')
    })
    return this.#done(ctx, i18n.t('cycle.request.was_refused', { region: request.regencyName }))
  }

  #done({ response, session }: HttpContext, told: string) {
    session.flash('success', told)
    return response.redirect('/admin/periode/permohonan')
  }

  async #request(tx: Tx, { params }: HttpContext): Promise<PeriodRequest> {
    const request = await findRequest(tx, String(params.request))
    if (!request) throw new NotFound()
    return request
  }
}

/** Provinces within the scope, for a filter. */
export function provincesOf(tx: Tx): Promise<{ code: string; name: string }[]> {
  return query(
    tx,
    'select distinct v.code, v.name from regions r join regions v on v.code = r.parent where r.level = 2 and r.code = any (?) order by v.code',
    [[...tx.scope.regions]],
  )
}
