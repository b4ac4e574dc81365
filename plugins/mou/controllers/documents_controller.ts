import type { HttpContext } from '@adonisjs/core/http'
import { files, NotFound, papers, scope } from '#core/plugin'
import { agreementPdf } from '../paper/agreement.js'
import { requestPdf } from '../paper/request.js'
import { paperFile } from '../services/documents.js'
import { pictureOf, SHOWN_PAGES } from '../services/pages.js'
import { recordDownload, recordView } from '../services/looked_at.js'
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
    return files.send(ctx, await this.#paper(ctx, recordDownload))
  }

  /** One page of a signed paper as a picture; who looks at a paper is logged once a day. */
  async page(ctx: HttpContext) {
    const page = /^[1-9]$/.test(ctx.params.page) ? Number(ctx.params.page) : 0
    if (page < 1 || page > SHOWN_PAGES) throw new NotFound()
    const file = await this.#paper(ctx, recordView)
    const picture = await pictureOf(file, page)
    if (!picture) throw new NotFound()
    const { response } = ctx
    response.header('content-type', picture.contentType)
    response.header('cache-control', 'private, no-store')
    response.header('x-content-type-options', 'nosniff')
    return response.send(picture.content)
  }

  async #blank(ctx: HttpContext, name: 'surat-permohonan' | 'mou') {
    const { regency, response, session, i18n, scope: own } = ctx
    const made = await scope.run(own, async (tx) => {
      const found = await papers.profile(tx, regency!)
      if ('missing' in found) return null
      return name === 'mou' ? agreementPdf(found.profile, tx.now) : requestPdf(found.profile, await todayOf(tx, regency!), tx.now)
    })
    if (!made) {
      session.flash('warning', i18n.t('mou.blank.refused'))
      return response.redirect('/mou')
    }
    return papers.send(ctx, `format-${name}-${regency!.replaceAll('.', '')}.pdf`, made)
  }

  async #paper({ regency, params, scope: own }: HttpContext, record: typeof recordView) {
    return scope.run(own, async (tx) => {
      const file = await paperFile(tx, regency!, String(params.file))
      if (!file) throw new NotFound()
      await record(tx, file)
      return file
    })
  }
}
