import type { HttpContext } from '@adonisjs/core/http'
import { activity, files, NotFound, papers, scope } from '#core/plugin'
import { agreementPdf } from '../paper/agreement.js'
import { requestPdf } from '../paper/request.js'
import { pageOf, paperFile, SHOWN_PAGES } from '../services/documents.js'
import { todayOf } from '../services/drafts.js'

/** The blank papers, and the signed ones with their pages. */
export default class DocumentsController {
  request(ctx: HttpContext) {
    return this.#blank(ctx, 'surat-permohonan')
  }

  agreement(ctx: HttpContext) {
    return this.#blank(ctx, 'mou')
  }

  /** A signed paper to keep; who took it is logged. */
  async show(ctx: HttpContext) {
    return files.send(ctx, await this.#paper(ctx, 'mou.document_downloaded'))
  }

  /** One page of a signed paper as a picture. */
  async page(ctx: HttpContext) {
    const page = /^[1-9]$/.test(ctx.params.page) ? Number(ctx.params.page) : 0
    if (page < 1 || page > SHOWN_PAGES) throw new NotFound()
    const file = await this.#paper(ctx, page === 1 ? 'mou.document_viewed' : null)
    if (file.contentType !== 'application/pdf') return page === 1 ? files.send(ctx, file, true) : Promise.reject(new NotFound())
    const picture = await pageOf(file, page)
    if (!picture) throw new NotFound()
    const { response } = ctx
    response.header('content-type', 'image/png')
    response.header('cache-control', 'private, max-age=3600')
    response.header('x-content-type-options', 'nosniff')
    return response.send(picture)
  }

  async #blank({ regency, response, session, i18n, scope: own }: HttpContext, name: 'surat-permohonan' | 'mou') {
    const made = await scope.run(own, async (tx) => {
      const found = await papers.profile(tx, regency!)
      if ('missing' in found) return null
      return name === 'mou' ? agreementPdf(found.profile, tx.now) : requestPdf(found.profile, await todayOf(tx, regency!), tx.now)
    })
    if (!made) {
      session.flash('warning', i18n.t('mou.blank.refused'))
      return response.redirect('/mou')
    }
    response.header('content-type', 'application/pdf')
    response.header('content-disposition', `attachment; filename="format-${name}-${regency!.replaceAll('.', '')}.pdf"`)
    response.header('cache-control', 'private, no-store')
    return response.send(made)
  }

  async #paper({ regency, params, scope: own }: HttpContext, action: string | null) {
    return scope.run(own, async (tx) => {
      const file = await paperFile(tx, regency!, String(params.file))
      if (!file) throw new NotFound()
      if (action)
        await activity(tx, { action, regency: regency!, object: { type: 'file', id: file.id }, data: { kind: file.kind } })
      return file
    })
  }
}
