import { v7 as uuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { standingOn } from '#services/announcements/announcements'
import { allDocuments, DOCUMENT_KINDS, publishDocument, withdrawDocument } from '#services/announcements/documents'
import { DOCUMENT_BYTES, judgeFile } from '#services/announcements/judge_file'
import { clock } from '#services/clock'
import { regionNames } from '#services/regions'
import { scope } from '#services/scope'
import { chosenFile } from './desk_form.js'

/** Circulars, forms and lists that the ministry offers. */
export default class DocumentsController {
  async index(ctx: HttpContext) {
    const today = todayIn(MINISTRY_ZONE, clock.now())
    const rows = (await scope.run(ctx.scope, allDocuments)).map((one) => ({ ...one, standing: standingOn(one, today) }))
    const names = await regionNames(rows.flatMap(({ regions }) => regions))
    return ctx.view.render('pages/admin/announcements/documents', { rows, names })
  }

  create({ view }: HttpContext) {
    const today = todayIn(MINISTRY_ZONE, clock.now())
    return view.render('pages/admin/announcements/document_form', {
      form: uuid(),
      today,
      kinds: DOCUMENT_KINDS,
      max: DOCUMENT_BYTES,
    })
  }

  /** The file is judged before the transaction; where it is refused, what was typed stands in the form again. */
  async store(ctx: HttpContext) {
    const chosen = await chosenFile(ctx, 'file')
    const file = chosen && { ...(await judgeFile(chosen.content)), name: chosen.name }
    await scope.run(ctx.scope, (tx) => publishDocument(tx, ctx.request.body(), file))
    ctx.session.flash('success', ctx.i18n.t('announcements.document.published'))
    return ctx.response.redirect('/admin/pengumuman/dokumen')
  }

  async withdraw(ctx: HttpContext) {
    await scope.run(ctx.scope, (tx) => withdrawDocument(tx, String(ctx.params.id)))
    ctx.session.flash('success', ctx.i18n.t('announcements.document.withdrawn'))
    return ctx.response.redirect('/admin/pengumuman/dokumen')
  }
}
