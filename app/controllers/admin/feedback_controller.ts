import type { HttpContext } from '@adonisjs/core/http'
import {
  answerFeedback,
  CATEGORIES,
  feedbackById,
  listFeedback,
  receiptOf,
  type FeedbackFilters,
} from '#services/announcements/feedback'
import { readPageNumber } from '#verification/lists/filters'
import { sizeOf } from '#services/counted_page'
import { regionNames } from '#services/regions'
import { scope } from '#services/scope'
import { cursorOf, wallOf, writtenCursor } from './desk_form.js'

/** What users wrote, and the answers of Pusdatin. */
export default class FeedbackController {
  async index(ctx: HttpContext) {
    const qs = ctx.request.qs()
    const filters: FeedbackFilters = {
      state: (['waiting', 'answered'] as const).find((known) => known === qs.keadaan) ?? null,
      category: CATEGORIES.find((known) => known === qs.jenis) ?? null,
    }
    const [size, after] = [sizeOf(qs), cursorOf(qs.sesudah)]
    const { rows, next } = await scope.run(ctx.scope, (tx) => listFeedback(tx, filters, { size, after }))
    const names = await regionNames(rows.map(({ regency }) => regency))
    return ctx.view.render('pages/admin/feedback/index', {
      ...{ rows, names, filters, size, receiptOf, categories: CATEGORIES, next: writtenCursor(next) },
      page: after ? readPageNumber(qs.halaman) : 1,
    })
  }

  async show(ctx: HttpContext) {
    const entry = await scope.run(ctx.scope, (tx) => feedbackById(tx, String(ctx.params.id)))
    const names = await regionNames([entry.regency])
    return ctx.view.render('pages/admin/feedback/show', { entry, receipt: receiptOf(entry), place: names[entry.regency] ?? null })
  }

  async answer(ctx: HttpContext) {
    const when = await wallOf(ctx)
    await scope.run(ctx.scope, (tx) => answerFeedback(tx, String(ctx.params.id), ctx.request.body(), when))
    ctx.session.flash('success', ctx.i18n.t('announcements.feedback.answered'))
    return ctx.response.redirect('/admin/masukan?keadaan=waiting')
  }
}
