import type { HttpContext } from '@adonisjs/core/http'
import type { AccountError } from '#services/accounts/errors'
import { sentenceOf } from '#services/fault'

/** Whose account was locked by what he typed leads to the sign-in, which says so. */
export async function signedOut({ auth, session, response, i18n }: HttpContext, error: AccountError) {
  await auth.use('web').logout()
  session.flash('error', sentenceOf(error, i18n))
  return response.redirect('/masuk')
}
