import { readFile } from 'node:fs/promises'
import { v7 as uuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { RESET_VIEWS, resetPage } from '#services/accounts/resets/list'
import { holderOf } from '#services/accounts/resets/requests'
import { enterRequest } from '#services/accounts/resets/submit'
import { SIGNED_BYTES } from '#services/documents/signed_document'
import { regionNames } from '#services/regions'
import { scope } from '#services/scope'
import { readPageNumber } from '#verification/lists/filters'
import { SIZES } from './users_controller.js'

/** The queue of letters that ask for a new way in, and the entry of those that came by mail. */
export default class ResetsController {
  async index(ctx: HttpContext) {
    const { request, view, auth } = ctx
    const asked = request.qs()
    const chosen = RESET_VIEWS.find((one) => one === asked.status) ?? 'open'
    const search = typeof asked.cari === 'string' ? asked.cari.trim().slice(0, 60) : ''
    const size = SIZES.find((one) => String(one) === asked.baris) ?? SIZES[0]!
    const { sesudah: after, sebelum: before } = asked
    const page = { size, ...(typeof before === 'string' ? { before } : typeof after === 'string' ? { after } : {}) }
    const found = await scope.run(ctx.scope, async (tx) => {
      const { rows, ...rest } = await resetPage(tx, { view: chosen, ...(search ? { search } : {}) }, page)
      const shown = rows.map((row) => ({ ...row, holder: holderOf(row, tx.now), hours: hoursBetween(row.receivedAt, tx.now) }))
      return { ...rest, rows: shown }
    })
    const names = await regionNames(found.rows.map(({ region }) => region))
    const number = after || before ? readPageNumber(asked.halaman) : 1
    return view.render('pages/admin/resets/index', {
      ...found,
      names,
      chosen,
      search,
      size,
      number,
      views: RESET_VIEWS,
      me: auth.user!.id,
    })
  }

  create({ view, session }: HttpContext) {
    const formId = session.flashMessages.get('formId', uuid())
    return view.render('pages/admin/resets/new', { formId, signedBytes: SIGNED_BYTES })
  }

  async store(ctx: HttpContext) {
    const { request, response, session, i18n } = ctx
    const path = request.file('scan')?.tmpPath
    const receipt = await enterRequest(ctx.scope, {
      ...{ typed: request.body(), formId: String(request.input('formId', '')) },
      scan: path ? await readFile(path) : null,
    })
    session.flash('success', i18n.t('resets.entered', { receipt }))
    return response.redirect(`/admin/permohonan-sandi?cari=${receipt}`)
  }
}

function hoursBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / 3_600_000))
}
