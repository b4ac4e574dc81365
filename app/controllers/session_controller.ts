import type { HttpContext } from '@adonisjs/core/http'
import { keepLocale } from '#middleware/locale_middleware'
import { AccountError } from '#services/accounts/errors'
import { begunEntry, entryOver, finishSignIn, type BegunEntry } from '#services/accounts/second_step/enter'
import { signIn } from '#services/accounts/sign_in'
import { giveUnsent, noteSignedIn } from '#services/accounts/unsent'
import { wantedPage } from '#services/accounts/wanted_page'
import { recordActivity } from '#services/activity'
import { sentenceOf } from '#services/fault'
import { scope } from '#services/scope'
import type User from '#models/user'

/** Where the session of a visitor keeps a sign-in that waits for its code. */
const BEGUN = 'second_step'

export default class SessionController {
  show({ view, request }: HttpContext) {
    return view.render('pages/session/sign_in', { wanted: wantedPage(request.input('ke'), '') })
  }

  async store(ctx: HttpContext) {
    const { request, response, session } = ctx
    const text = (name: string) => String(request.input(name, '')).slice(0, 200)
    try {
      const { user, begun } = await signIn({ login: text('login'), password: text('password'), address: request.ip() })
      if (user) return await this.#enter(ctx, user, wantedPage(request.input('ke')))
      session.put(BEGUN, { ...begun, wanted: wantedPage(request.input('ke')) })
      return response.redirect('/masuk/kode')
    } catch (error) {
      if (!(error instanceof AccountError)) throw error
      session.flash('login', text('login'))
      return this.#refuse(ctx, error, wantedPage(request.input('ke'), ''))
    }
  }

  /** Asks for the code of a sign-in whose password was right. */
  code(ctx: HttpContext) {
    return begunEntry(ctx.session.get(BEGUN)) ? ctx.view.render('pages/session/code') : this.#refuse(ctx, entryOver())
  }

  async enter(ctx: HttpContext) {
    const { request, response, session, i18n } = ctx
    const kept = session.get(BEGUN) as (BegunEntry & { wanted: string }) | undefined
    const begun = begunEntry(kept)
    try {
      if (!kept || !begun) throw entryOver()
      const user = await finishSignIn(begun, String(request.input('code', '')).slice(0, 40), request.ip())
      return await this.#enter(ctx, user, kept.wanted)
    } catch (error) {
      if (!(error instanceof AccountError)) throw error
      if (error.code !== 'E_SECOND_STEP_CODE') return this.#refuse(ctx, error)
      session.flash('inputErrorsBag', { code: [sentenceOf(error, i18n)] })
      return response.redirect('/masuk/kode')
    }
  }

  async #enter(ctx: HttpContext, user: User, wanted: string) {
    const { auth, session, response } = ctx
    session.forget(BEGUN)
    await auth.use('web').login(user)
    keepLocale(ctx, user.locale)
    noteSignedIn(ctx, user)
    giveUnsent(ctx, user, wanted)
    return response.redirect(user.mustChangePassword ? '/kata-sandi' : wanted)
  }

  #refuse({ session, response, i18n }: HttpContext, error: AccountError, wanted = '') {
    session.forget(BEGUN)
    session.flash('error', sentenceOf(error, i18n))
    return response.redirect(wanted ? `/masuk?ke=${encodeURIComponent(wanted)}` : '/masuk')
  }

  async destroy({ auth, response, scope: own, session }: HttpContext) {
    const user = auth.user!
    await scope.run(own, (tx) =>
      recordActivity(tx, { action: 'account.signed_out', regency: user.regionCode, object: { type: 'user', id: user.id } }),
    )
    await auth.use('web').logout()
    session.clear()
    return response.redirect('/masuk')
  }

  /** The language of the pages; kept for the person, and for the visitor in session and cookie. */
  async locale(ctx: HttpContext) {
    const { request, response, auth } = ctx
    const locale = request.input('locale') === 'en' ? 'en' : 'id'
    keepLocale(ctx, locale)
    if (await auth.check()) await auth.user!.merge({ locale }).save()
    return response.redirect().back()
  }
}
