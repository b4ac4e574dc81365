import { validate as isUuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import User from '#models/user'
import { GUESSED } from '#services/accounts/attempts'
import { REASON } from '#services/accounts/change_user'
import * as answer from '#services/accounts/resets/answer'
import { CHECK_KINDS, CHECKS, checksOf, NOTE_LENGTH, numbersOnFile, standingChecks } from '#services/accounts/resets/checks'
import { othersOpen } from '#services/accounts/resets/list'
import { dueGrants, holderOf, isOpen, requestById, type ResetRequest } from '#services/accounts/resets/requests'
import { scanOf, SHOWN_PAGES } from '#services/accounts/resets/scans'
import { activityWords } from '#services/dashboard/activity_words'
import { picturesOf } from '#services/documents/kept_pages'
import { sendFile } from '#services/files'
import { profileFor } from '#services/profiles/profile'
import { findRegion } from '#services/regions'
import { query, scope, type Tx } from '#services/scope'
import { texts } from './desk_form.js'
import { showGiven } from './given.js'

/** One letter: its scan beside the checks, the decision, and the acts that it grants. */
export default class ResetController {
  async show(ctx: HttpContext) {
    const { auth, view, i18n } = ctx
    const found = await scope.run(ctx.scope, async (tx) => {
      const request = await this.#request(ctx, tx)
      const checks = await checksOf(tx, request)
      const profile = await profileFor(tx, request.region)
      const mine = request.takenBy === auth.user!.id && (isOpen(request) || answer.canGiveAgain(request, tx.now))
      return {
        ...{ request, checks, profile, mine, standing: standingChecks(checks), holder: holderOf(request, tx.now) },
        ...{ numbers: await numbersOnFile(tx, request, profile), others: await othersOpen(tx, request) },
        ...{
          due: dueGrants(request),
          again: answer.canGiveAgain(request, tx.now),
          given: answer.givenMark(request),
          history: await historyOf(tx, request),
        },
        lockReason: request.account && (await User.find(request.account.id, { client: tx.trx }))?.lockReason,
      }
    })
    return view.render('pages/admin/resets/show', {
      ...{ ...found, kinds: CHECK_KINDS, results: CHECKS, open: isOpen(found.request), guessed: found.lockReason === GUESSED },
      ...{
        region: await findRegion(found.request.region),
        noteLength: NOTE_LENGTH,
        reasonLength: REASON.max,
        shownPages: SHOWN_PAGES,
      },
      history: found.history.map((act) => ({ ...act, words: activityWords(i18n, act) })),
    })
  }

  /** The scanned letter, to keep. */
  async scan(ctx: HttpContext) {
    return sendFile(ctx, await this.#scan(ctx))
  }

  async page(ctx: HttpContext) {
    const page = /^[1-9]$/.test(ctx.params.page) ? Number(ctx.params.page) : 0
    if (page < 1 || page > SHOWN_PAGES) throw new NotFound()
    const picture = (await picturesOf(await this.#scan(ctx)))[page - 1]
    if (!picture) throw new NotFound()
    const { response } = ctx
    response.header('content-type', picture.contentType)
    response.header('cache-control', 'private, no-store')
    response.header('x-content-type-options', 'nosniff')
    return response.send(picture.content)
  }

  async take(ctx: HttpContext) {
    return this.#act(ctx, (tx, { id }) => answer.takeRequest(tx, id))
  }

  async release(ctx: HttpContext) {
    await this.#act(ctx, (tx, { id }) => answer.releaseRequest(tx, id), 'released')
    return ctx.response.redirect('/admin/permohonan-sandi')
  }

  async check(ctx: HttpContext) {
    return this.#act(
      ctx,
      (tx, { id }) => answer.checkRequest(tx, id, texts(ctx, ['kind', 'result', 'note', 'number'])),
      'checked',
    )
  }

  async decide(ctx: HttpContext) {
    const take = ctx.request.input('take') === 'accept' ? 'accept' : 'reject'
    const grants = [ctx.request.input('grants', [])].flat().map(String)
    const decision = { take, grants, reason: String(ctx.request.input('reason', '')) } as const
    return this.#act(ctx, (tx, { id }) => answer.decideRequest(tx, id, decision), take === 'accept' ? 'accepted' : 'rejected')
  }

  async unlock(ctx: HttpContext) {
    const open = (tx: Tx, { id }: ResetRequest) => answer.grantRequest(tx, id, 'unlock')
    return this.#act(ctx, open, ({ opened }) => (opened ? 'unlocked' : 'was_open'))
  }

  /** Gives the one-time password, on a page that shows it once. */
  async reset(ctx: HttpContext) {
    const seen = String(ctx.request.input('given', ''))
    const { id, account, done } = await scope.run(ctx.scope, async (tx) => {
      const request = await this.#request(ctx, tx)
      return { id: request.id, account: request.account, done: await answer.grantRequest(tx, request.id, 'reset', seen) }
    })
    const given = { id: done.userId, oneTime: done.oneTime!, until: done.until! }
    return showGiven(ctx, [{ login: done.login, name: account!.name, given }], {
      title: ctx.i18n.t('users.given.reset', { login: done.login }),
      ...{ back: `/admin/permohonan-sandi/${id}`, backTitle: ctx.i18n.t('resets.to_request') },
    })
  }

  async #act<Made>(
    ctx: HttpContext,
    act: (tx: Tx, request: ResetRequest) => Promise<Made>,
    done?: string | ((made: Made) => string),
  ) {
    const { id, receipt, made } = await scope.run(ctx.scope, async (tx) => {
      const request = await this.#request(ctx, tx)
      return { ...request, made: await act(tx, request) }
    })
    const said = typeof done === 'function' ? done(made) : done
    if (said) ctx.session.flash('success', ctx.i18n.t(`resets.done.${said}`, { receipt }))
    return ctx.response.redirect(`/admin/permohonan-sandi/${id}`)
  }

  async #scan(ctx: HttpContext) {
    const file = await scope.run(ctx.scope, async (tx) => scanOf(tx, await this.#request(ctx, tx)))
    if (!file) throw new NotFound()
    return file
  }

  async #request({ params }: HttpContext, tx: Tx): Promise<ResetRequest> {
    const request = isUuid(params.id) ? await requestById(tx, params.id) : null
    if (!request) throw new NotFound()
    return request
  }
}

function historyOf(tx: Tx, { id, region }: ResetRequest) {
  return query<{ action: string; data: Record<string, unknown>; by: string; at: Date }>(
    tx,
    `select action, data, user_name as by, at from activities
     where regency_code = ? and object_type = 'reset_request' and object_id = ? order by at desc, id desc`,
    [region, id],
  )
}
