import { v7 as uuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { DeskRefused } from '#services/announcements/errors'
import {
  CATEGORIES,
  feedbackById,
  ownFeedback,
  receiptOf,
  writeFeedback,
  type Screenshot,
} from '#services/announcements/feedback'
import { DocumentRefused } from '#services/documents/errors'
import { readImage } from '#services/documents/images'
import { findFile, sendFile } from '#services/files'
import { scope, type Tx } from '#services/scope'
import { chosenFile } from './admin/desk_form.js'

/** "Masukan dan saran": what a signed-in person writes to Pusdatin, with a receipt and later the answer. */
export default class FeedbackController {
  async index(ctx: HttpContext) {
    const entries = await scope.run(ctx.scope, (tx) => ownFeedback(tx, ctx.auth.user!))
    const from: unknown = ctx.request.qs().dari
    const page = typeof from === 'string' ? from.slice(0, 200) : ''
    return ctx.view.render('pages/feedback/index', { entries, page, form: uuid(), receiptOf, categories: CATEGORIES })
  }

  async store(ctx: HttpContext) {
    const screenshot = await this.#screenshot(ctx)
    const sent = await scope.run(ctx.scope, (tx) => writeFeedback(tx, ctx.auth.user!, ctx.request.body(), screenshot))
    ctx.session.flash('success', ctx.i18n.t('announcements.feedback.sent', { receipt: receiptOf(sent) }))
    return ctx.response.redirect(`/masukan/${sent.id}`)
  }

  async show(ctx: HttpContext) {
    const entry = await scope.run(ctx.scope, (tx) => readable(tx, ctx))
    return ctx.view.render('pages/feedback/show', { entry, receipt: receiptOf(entry) })
  }

  /** The picture of the screen may show persons: the writer sees it, and who answers. */
  async picture(ctx: HttpContext) {
    const file = await scope.run(ctx.scope, async (tx) => {
      const { fileId } = await readable(tx, ctx)
      const found = fileId ? await findFile(tx, fileId) : null
      if (!found) throw new NotFound()
      return found
    })
    return sendFile(ctx, file, true)
  }

  async #screenshot(ctx: HttpContext): Promise<Screenshot> {
    const chosen = await chosenFile(ctx, 'screenshot')
    try {
      return chosen && (await readImage(chosen.content, 'screenshot'))
    } catch (error) {
      if (!(error instanceof DocumentRefused)) throw error
      throw new DeskRefused('E_DESK_FILE', error.text, { screenshot: error.text })
    }
  }
}

/** His own, or any for the desk that answers. */
async function readable(tx: Tx, { params, auth, can }: HttpContext) {
  const entry = await feedbackById(tx, String(params.id))
  if (entry.userId !== auth.user!.id && !can('core.announcements')) throw new NotFound()
  return entry
}
