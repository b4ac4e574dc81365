import type { HttpContext } from '@adonisjs/core/http'
import { AccountError } from '#services/accounts/errors'
import { signIn } from '#services/accounts/sign_in'
import { giveUnsent, noteSignedIn } from '#services/accounts/unsent'
import { wantedPage } from '#services/accounts/wanted_page'
import { recordActivity } from '#services/activity'
import { sentenceOf } from '#services/fault'
import { scope } from '#services/scope'

export default class SessionController {
  show({ view, request }: HttpContext) {
    return view.render('pages/session/sign_in', { wanted: wantedPage(request.input('ke'), '') })
  }

  async store(ctx: HttpContext) {
    const { request, response, session, auth } = ctx
    const text = (name: string) => String(request.input(name, '')).slice(0, 200)
    try {
      const user = await signIn({ login: text('login'), password: text('password'), address: request.ip() })
      await auth.use('web').login(user)
      session.put('locale', user.locale)
      noteSignedIn(ctx, user)
      const wanted = wantedPage(request.input('ke'))
      giveUnsent(ctx, user, wanted)
      return response.redirect(user.mustChangePassword ? '/kata-sandi' : wanted)
    } catch (error) {
      if (!(error instanceof AccountError)) throw error
      session.flash('error', sentenceOf(error, ctx.i18n))
      session.flash('login', text('login'))
      const wanted = wantedPage(request.input('ke'), '')
      return response.redirect(wanted ? `/masuk?ke=${encodeURIComponent(wanted)}` : '/masuk')
    }
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

  /** The language of the pages; kept for the person, and for the visitor within the session. */
  async locale({ request, response, session, auth }: HttpContext) {
    const locale = request.input('locale') === 'en' ? 'en' : 'id'
    session.put('locale', locale)
    if (await auth.check()) await auth.user!.merge({ locale }).save()
    return response.redirect().back()
  }
}
