import { validate as isUuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { wordedValues, wordsKey } from '#services/dashboard/activity_words'
import { noticesOf, readAll, readNotice, unreadCount, type Reader } from '#services/notifications'
import { regionNames } from '#services/regions'
import { scope } from '#services/scope'

/** What was told to the person, newest first. */
export default class NotificationsController {
  async index(ctx: HttpContext) {
    const { notices, unread } = await scope.run(ctx.scope, async (tx) => ({
      notices: await noticesOf(tx, readerOf(ctx)),
      unread: await unreadCount(tx, readerOf(ctx)),
    }))
    const names = await regionNames(notices.map(({ regency }) => regency))
    const shown = notices.map((notice) => {
      const words = { ...wordedValues(ctx.i18n, notice.params), region: names[notice.regency] ?? notice.regency }
      return { ...notice, words: ctx.i18n.t(wordsKey('notification', notice.kind), words, notice.kind) }
    })
    return ctx.view.render('pages/notifications', { notices: shown, unread })
  }

  /** Opens the page that a notice leads to; it counts as read from then on. */
  async open(ctx: HttpContext) {
    const id = String(ctx.params.id)
    const href = isUuid(id) ? await scope.run(ctx.scope, (tx) => readNotice(tx, readerOf(ctx), id)) : null
    if (!href) throw new NotFound()
    return ctx.response.redirect(href)
  }

  async readAll(ctx: HttpContext) {
    await scope.run(ctx.scope, (tx) => readAll(tx, readerOf(ctx)))
    return ctx.response.redirect('/notifikasi')
  }
}

function readerOf({ auth }: HttpContext): Reader {
  const { id, role } = auth.user!
  return { id, role }
}
