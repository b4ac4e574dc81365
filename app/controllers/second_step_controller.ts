import type { HttpContext } from '@adonisjs/core/http'
import { AccountError } from '#services/accounts/errors'
import { provePassword } from '#services/accounts/prove_password'
import { asksSecondStep } from '#services/accounts/second_step/required'
import {
  beginSecondStep,
  confirmSecondStep,
  endSecondStep,
  enrolment,
  renewRecoveryCodes,
  secondStepOf,
} from '#services/accounts/second_step/second_step'
import { qrImage } from '#services/documents/qr_image'
import { sentenceOf } from '#services/fault'
import { scope, type Tx } from '#services/scope'
import { signedOut } from './signed_out.js'

/** A person's own second step of signing in: begun, put into use, its recovery codes, its end. */
export default class SecondStepController {
  async show({ auth, scope: own, view }: HttpContext) {
    const user = auth.user!
    const [step, taken] = await scope.run(own, async (tx) => [await secondStepOf(tx, user.id), await enrolment(tx, user)])
    return view.render('pages/session/second_step', {
      ...{ on: step?.confirmedAt ? step : null, required: asksSecondStep(user.role) },
      taken: taken && { typed: taken.typed, picture: await qrImage(taken.address) },
    })
  }

  async begin(ctx: HttpContext) {
    return this.#withPassword(ctx, 'begin', async (tx) => {
      await beginSecondStep(tx, ctx.auth.user!)
      return () => ctx.response.redirect('/dua-langkah')
    })
  }

  async confirm(ctx: HttpContext) {
    const { request, auth, session, scope: own, i18n } = ctx
    const typed = String(request.input('code', '')).slice(0, 40)
    const codes = await scope.run(own, (tx) => confirmSecondStep(tx, auth.user!, typed, session.sessionId))
    return showCodes(ctx, codes, i18n.t('account.second_step.confirmed'))
  }

  async renew(ctx: HttpContext) {
    return this.#withPassword(ctx, 'renew', async (tx) => {
      const codes = await renewRecoveryCodes(tx, ctx.auth.user!)
      return () => showCodes(ctx, codes, ctx.i18n.t('account.second_step.renewed'))
    })
  }

  async end(ctx: HttpContext) {
    return this.#withPassword(ctx, 'end', async (tx) => {
      await endSecondStep(tx, ctx.auth.user!)
      ctx.session.flash('success', ctx.i18n.t('account.second_step.ended'))
      return () => ctx.response.redirect('/dua-langkah')
    })
  }

  /** An act that asks for the password first; `act` names the form whose field a refusal stands at. */
  async #withPassword<T>(ctx: HttpContext, act: string, perform: (tx: Tx) => Promise<() => T>) {
    const { request, response, session, auth, i18n, scope: own } = ctx
    try {
      await provePassword(own, auth.user!, String(request.input('current', '')).slice(0, 200), request.ip())
    } catch (error) {
      if (!(error instanceof AccountError)) throw error
      if (error.code === 'E_ACCOUNT_LOCKED') return signedOut(ctx, error)
      session.flash('act', act)
      session.flash('inputErrorsBag', { current: [sentenceOf(error, i18n)] })
      return response.redirect('/dua-langkah')
    }
    return (await scope.run(own, perform))()
  }
}

/** Recovery codes can be seen on this answer alone. */
function showCodes({ view }: HttpContext, codes: readonly string[], done: string) {
  return view.render('pages/session/recovery_codes', { codes, done })
}
