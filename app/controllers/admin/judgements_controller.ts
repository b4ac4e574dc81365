import type { HttpContext } from '@adonisjs/core/http'
import { formatDate } from '#domain/calendar_date'
import { findRegion } from '#services/regions'
import { scope } from '#services/scope'
import { acceptAtDesk, nextWaiting, returnAtDesk, takeHold } from '#verification/finalise/desk/index'
import { placeOf } from '#verification/periods/index'
import { lastDay, periodOfAddress, typed, typedNumber } from './asked.js'
import { filterQuery, queueFilters } from './queue_address.js'

/** What an officer decides about a letter that he looks at, and the next one after it. */
export default class JudgementsController {
  async accept(ctx: HttpContext) {
    const { scope: own, request, session, i18n } = ctx
    const [version, reason] = [typedNumber(ctx, 'version'), typed(ctx, 'reason')]
    const judgement = {
      confirmed: request.input('confirmed') === '1',
      ...(version === undefined ? {} : { version }),
      ...(reason ? { reason } : {}),
    }
    const letter = await scope.run(own, async (tx) => acceptAtDesk(tx, await periodOfAddress(tx, ctx), judgement))
    session.flash('success', i18n.t('letters_desk.accepted', { number: letter.number, region: await this.#region(ctx) }))
    return this.#onward(ctx)
  }

  async giveBack(ctx: HttpContext) {
    const { scope: own, session, i18n } = ctx
    const [version, until] = [typedNumber(ctx, 'version'), lastDay(ctx, 'until_on')]
    const judgement = {
      reason: typed(ctx, 'reason') ?? '',
      ...(version === undefined ? {} : { version }),
      ...(until ? { until } : {}),
    }
    const { closesOn } = await scope.run(own, async (tx) => returnAtDesk(tx, await periodOfAddress(tx, ctx), judgement))
    session.flash('success', i18n.t('letters_desk.returned', { until: formatDate(closesOn), region: await this.#region(ctx) }))
    return this.#onward(ctx)
  }

  /** Takes over what another officer looks at. */
  async take(ctx: HttpContext) {
    const { scope: own, response, params } = ctx
    await scope.run(own, async (tx) => takeHold(tx, placeOf(await periodOfAddress(tx, ctx)), true))
    return response.redirect(`/admin/pengesahan/${params.regency}/${params.period}${filterQuery(queueFilters(ctx))}`)
  }

  next(ctx: HttpContext) {
    return this.#onward(ctx)
  }

  /** The page that follows is that of another regency, so that what was done names its own. */
  async #region({ params }: HttpContext): Promise<string> {
    return (await findRegion(String(params.regency)))?.name ?? String(params.regency)
  }

  /** To the next waiting letter of the same filter; to the list when there is none. */
  async #onward(ctx: HttpContext) {
    const { scope: own, params, response } = ctx
    const filters = queueFilters(ctx)
    const next = await scope.run(own, async (tx) => {
      const period = await periodOfAddress(tx, ctx)
      return nextWaiting(tx, filters, { regency: period.regency, periodId: period.period.id })
    })
    const kept = filterQuery(filters)
    const same = next?.regency === params.regency && next?.periodId === params.period
    return response.redirect(
      next && !same ? `/admin/pengesahan/${next.regency}/${next.periodId}${kept}` : `/admin/pengesahan${kept}`,
    )
  }
}
