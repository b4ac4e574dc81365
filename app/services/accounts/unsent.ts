import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import type User from '#models/user'
import { wantedPage } from './wanted_page.js'

/** Names who signed in last in this browser; only the server can read it. */
const LAST = 'siks_last'
const KEPT = 'unsent'

/** What was typed into a form whose session had ended, and who had signed in before. */
interface Unsent {
  by: string
  page: string
  typed: Record<string, unknown>
}

export function noteSignedIn({ response }: Pick<HttpContext, 'response'>, user: User): void {
  response.encryptedCookie(LAST, user.id)
}

/**
 * Keeps what a refused form brought back to its page where that page now asks to sign in, and has the sign-in say so. Nothing is kept of
 * what nobody could get back: the form's page has to be the one wanted, in the browser of somebody who had signed in.
 */
export function keepUnsent({ request, session, i18n }: HttpContext): void {
  const { error, ...typed } = session.flashMessages.all() as Record<string, unknown>
  if (typeof error !== 'string') return
  const by: unknown = request.encryptedCookie(LAST)
  if (typeof by !== 'string' || Object.keys(typed).length === 0) return session.flash('error', error)
  session.put(KEPT, { by, page: wantedPage(request.url(true)), typed } satisfies Unsent)
  session.flash('error', i18n.t('errors.expired.kept'))
}

/** Gives what was kept back to its form, to the person who typed it and to nobody else. */
export function giveUnsent({ session }: HttpContext, user: User, page: string): void {
  const kept = session.pull(KEPT) as Unsent | undefined
  if (kept?.by !== user.id || kept.page !== page || user.mustChangePassword) return
  session.flash({ ...kept.typed, error: i18nManager.locale(user.locale).t('errors.expired.again') })
}
