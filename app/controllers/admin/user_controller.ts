import { validate as isUuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import User from '#models/user'
import { GUESSED } from '#services/accounts/attempts'
import { changeUser, closeUser, lockUser, REASON, reopenUser, versionOf } from '#services/accounts/change_user'
import { AccountError } from '#services/accounts/errors'
import { inviteAgain, inviteMark, unlockUser } from '#services/accounts/manage'
import { previewOf } from '#services/accounts/preview'
import { requestsOf } from '#services/accounts/resets/list'
import { removeSecondStep, secondStepOf } from '#services/accounts/second_step/second_step'
import { endSessionsOf, sessionsOf } from '#services/accounts/sessions'
import { phoneChangedAt, userFacts } from '#services/accounts/user_page'
import { activityWords } from '#services/dashboard/activity_words'
import { findRegion } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { texts } from './desk_form.js'
import { shownAccount, showGiven } from './given.js'
import { placesFor } from './places.js'

const FIELDS = ['name', 'role', 'region', 'position', 'nip', 'phone', 'email'] as const

/** One account: what it is, its sessions and history, and the acts on it. */
export default class UserController {
  async show(ctx: HttpContext) {
    const { i18n, view, auth } = ctx
    const found = await scope.run(ctx.scope, async (tx) => {
      const user = await this.#user(ctx, tx)
      const requests = ctx.can('core.resets') ? await requestsOf(tx, user.id) : []
      const facts = await userFacts(tx, user.id)
      return {
        ...facts,
        user,
        requests,
        sessions: await sessionsOf(tx, user.id, ctx.session.sessionId),
        phoneChanged: await phoneChangedAt(tx, user.id),
        secondStep: await secondStepOf(tx, user.id),
      }
    })
    const worded = (acts: typeof found.history) => acts.map((act) => ({ ...act, words: activityWords(i18n, act) }))
    return view.render('pages/admin/users/show', {
      ...{ ...found, history: worded(found.history), own: worded(found.own), reasonLength: REASON.max },
      ...{ region: await findRegion(found.user.regionCode), guessed: found.user.lockReason === GUESSED },
      ...{ self: auth.user!.id === found.user.id, version: versionOf(found.user), mark: inviteMark(found.user) },
    })
  }

  async edit(ctx: HttpContext) {
    const user = await scope.run(ctx.scope, (tx) => this.#user(ctx, tx))
    const self = ctx.auth.user!.id === user.id
    return ctx.view.render('pages/admin/users/edit', { user, self, version: versionOf(user), ...(await placesFor(ctx.i18n)) })
  }

  async update(ctx: HttpContext) {
    const { request } = ctx
    const typed = texts(ctx, FIELDS)
    // The fields of one's own role and place are shown and not sent.
    const wanted = Object.fromEntries(
      FIELDS.filter((name) => request.input(name) !== undefined).map((name) => [name, typed[name]]),
    )
    return this.#act(ctx, 'changed', (tx, { id }) => changeUser(tx, id, wanted, String(request.input('version', ''))))
  }

  async lock(ctx: HttpContext) {
    const reason = String(ctx.request.input('reason', ''))
    return this.#act(ctx, 'locked', (tx, { id }) => lockUser(tx, id, reason))
  }

  async removeSecondStep(ctx: HttpContext) {
    const reason = String(ctx.request.input('reason', ''))
    return this.#act(ctx, 'second_step_removed', (tx, { id }) => removeSecondStep(tx, id, reason))
  }

  async unlock(ctx: HttpContext) {
    return this.#act(ctx, 'unlocked', async (tx, { login }) => {
      const { opened } = await unlockUser(tx, login)
      if (!opened) throw notLocked(login)
    })
  }

  async close(ctx: HttpContext) {
    const reason = String(ctx.request.input('reason', ''))
    return this.#act(ctx, 'closed', (tx, { id }) => closeUser(tx, id, reason))
  }

  async reopen(ctx: HttpContext) {
    return this.#act(ctx, 'reopened', (tx, { id }) => reopenUser(tx, id))
  }

  /** Another one-time password for who has not come in with the first. */
  async invite(ctx: HttpContext) {
    const seen = String(ctx.request.input('given', ''))
    const again = async (tx: Tx) => inviteAgain(tx, (await this.#user(ctx, tx)).login, seen)
    const { user, oneTime } = await scope.run(ctx.scope, again)
    return showGiven(ctx, [shownAccount(user, oneTime)], {
      title: ctx.i18n.t('users.given.again', { login: user.login }),
      ...{ back: `/admin/pengguna/${user.id}`, backTitle: ctx.i18n.t('users.given.to_account') },
    })
  }

  async endSession(ctx: HttpContext) {
    const handle = ctx.request.input('sesi')
    const one = typeof handle === 'string' ? handle : null
    return this.#act(ctx, 'sessions_ended', (tx, user) => endSessionsOf(tx, user, one, ctx.session.sessionId))
  }

  /** What the person sees, without being him. */
  async preview(ctx: HttpContext) {
    const user = await scope.run(ctx.scope, (tx) => this.#user(ctx, tx))
    const region = await findRegion(user.regionCode)
    return ctx.view.render('pages/admin/users/preview', { user, region, preview: await previewOf(user, ctx.i18n) })
  }

  async #act(ctx: HttpContext, done: string, act: (tx: Tx, user: User) => Promise<unknown>) {
    const user = await scope.run(ctx.scope, async (tx) => {
      const found = await this.#user(ctx, tx)
      await act(tx, found)
      return found
    })
    ctx.session.flash('success', ctx.i18n.t(`users.done.${done}`, { login: user.login }))
    return ctx.response.redirect(`/admin/pengguna/${user.id}`)
  }

  async #user({ params }: HttpContext, tx: Tx): Promise<User> {
    const user = isUuid(params.id) ? await User.find(params.id, { client: tx.trx }) : null
    if (!user) throw new NotFound()
    return user
  }
}

/** For the second of two officers. */
function notLocked(login: string): AccountError {
  return new AccountError('E_USER_STATE', {
    id: `Akun "${login}" tidak terkunci; mungkin petugas lain baru saja membukanya. Tidak ada yang diubah.`,
    en: `The account "${login}" is not locked; another officer may just have opened it. Nothing was changed.`,
  })
}
