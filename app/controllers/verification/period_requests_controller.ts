import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { scope } from '#services/scope'
import { periodOfLetter } from '#verification/periods/index'
import { PeriodError } from '#verification/periods/errors'
import { askable, askPeriod, seeAnswer, withdrawRequest } from '#verification/periods/requests/index'
import { required, typedDay } from '../admin/asked.js'
import { addressesOf, askedPeriod } from './addresses.js'

/** What a regency asks the ministry for in a period, from the pages of its finalisation and letter. */
export default class PeriodRequestsController {
  async store(ctx: HttpContext) {
    const { scope: own, module, regency, request, response, session, i18n } = ctx
    mayAsk(ctx)
    const until = required(ctx, 'until_on', typedDay(ctx, 'until_on'))
    const reason = String(request.input('reason', ''))
    await scope.run(own, async (tx) => {
      const period = await periodOfLetter(tx, module, regency!, askedPeriod(ctx))
      const kind = askable(period)
      if (!kind) throw new PeriodError('E_REQUEST_STATE', i18n.t('cycle.ask.nothing'))
      return askPeriod(tx, period, { kind, untilOn: until, reason })
    })
    session.flash('success', i18n.t('cycle.ask.sent'))
    return response.redirect(addressesOf(ctx).finalisation())
  }

  async withdraw(ctx: HttpContext) {
    const { scope: own, regency, params, response, session, i18n } = ctx
    mayAsk(ctx)
    await scope.run(own, (tx) => withdrawRequest(tx, regency!, String(params.request)))
    session.flash('info', i18n.t('cycle.ask.withdrawn'))
    return response.redirect(addressesOf(ctx).finalisation())
  }

  async seen(ctx: HttpContext) {
    const { scope: own, regency, params, response } = ctx
    mayAsk(ctx)
    await scope.run(own, (tx) => seeAnswer(tx, regency!, String(params.request)))
    return response.redirect(addressesOf(ctx).finalisation())
  }
}

function mayAsk({ can }: HttpContext): void {
  if (!can('core.ask_period')) throw new NotFound()
}
