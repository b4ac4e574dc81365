import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { AccountError } from '#services/accounts/errors'
import { changePassword } from '#services/accounts/change_password'
import { MIN_LENGTH } from '#services/accounts/passwords'
import { sentenceOf } from '#services/fault'
import { signedOut } from './signed_out.js'

const typed = vine.create({
  current: vine.string().maxLength(200),
  next: vine.string().maxLength(200),
  repeat: vine.string().maxLength(200),
})

export default class PasswordController {
  show({ view, auth }: HttpContext) {
    return view.render('pages/session/password', { forced: auth.user!.mustChangePassword, shortest: MIN_LENGTH })
  }

  async update(ctx: HttpContext) {
    const { request, response, session, auth, i18n, scope: own } = ctx
    const { current, next, repeat } = await request.validateUsing(typed)
    const refuse = (field: string, message: string) => {
      session.flash('inputErrorsBag', { [field]: [message] })
      return response.redirect('/kata-sandi')
    }
    if (next !== repeat) return refuse('repeat', i18n.t('account.password.mismatch'))
    try {
      const change = { userId: auth.user!.id, session: session.sessionId, address: request.ip(), current, next }
      await changePassword(own, change)
    } catch (error) {
      if (!(error instanceof AccountError)) throw error
      if (error.code === 'E_ACCOUNT_LOCKED') return signedOut(ctx, error)
      return refuse(error.code === 'E_PASSWORD_WEAK' ? 'next' : 'current', sentenceOf(error, i18n))
    }
    session.regenerate()
    session.flash('success', i18n.t('account.password.changed'))
    return response.redirect('/beranda')
  }
}
