import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { asksSecondStep } from '#services/accounts/second_step/required'
import { keepUnsent } from '#services/accounts/unsent'
import { sightOf } from '#services/accounts/sight'
import { wantedPage } from '#services/accounts/wanted_page'
import type { SignedIn } from '#services/accounts/user_provider'
import { noteSwitchVersion } from '#services/plugin_switches'
import type { Scope } from '#services/scope'
import { wantsData } from '#services/wants_data'

/** Pages that a person with a one-time password may use before he has chosen his own. */
const BEFORE_CHANGE = ['/kata-sandi', '/keluar', '/bahasa']
/** Pages that a person may use whose role needs a second step and who has none yet. */
const BEFORE_SECOND_STEP = [...BEFORE_CHANGE, '/dua-langkah', '/dua-langkah/aktifkan']

/**
 * Asks for a signed-in person and puts his scope and rights on the context. What he is shown is kept nowhere: a browser that keeps a page shows
 * it again on the way back, also after he has signed out and another sits at the computer.
 */
export default class AuthMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (!(await ctx.auth.check())) return askToSignIn(ctx)
    const user = ctx.auth.user!
    ctx.response.header('cache-control', 'private, no-store')
    const { regions, switchVersion, twoSteps } = user.$extras as SignedIn
    noteSwitchVersion(switchVersion)
    Object.assign(ctx, sightOf(user, regions))
    if ('view' in ctx) ctx.view.share({ can: ctx.can })
    if (user.mustChangePassword && !BEFORE_CHANGE.includes(ctx.request.url())) return ctx.response.redirect('/kata-sandi')
    const without = asksSecondStep(user.role) && !twoSteps
    if (without && !BEFORE_SECOND_STEP.includes(ctx.request.url())) return ctx.response.redirect('/dua-langkah')
    return next()
  }
}

/** The wanted page is kept for after the sign-in; a program that asked for data gets a plain 401. */
function askToSignIn(ctx: HttpContext) {
  const { request, response } = ctx
  if (wantsData(ctx)) {
    return response.unauthorized({ error: { code: 'E_SIGNED_OUT', message: ctx.i18n.t('errors.signed_out') } })
  }
  if (request.method() === 'GET') keepUnsent(ctx)
  const wanted = request.method() === 'GET' ? `?ke=${encodeURIComponent(wantedPage(request.url(true)))}` : ''
  return response.redirect(`/masuk${wanted}`)
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    /** Regions the signed-in person may see. */
    scope: Scope
    /** The regency the pages are about; absent for provinces and the ministry until one is chosen. */
    regency: string | null
    can: (permission: string) => boolean
  }
}
