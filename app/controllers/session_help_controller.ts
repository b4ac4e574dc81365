import { readFile } from 'node:fs/promises'
import { v7 as uuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { publicState, submitRequest } from '#services/accounts/resets/submit'
import { SIGNED_BYTES } from '#services/documents/signed_document'
import { wantsData } from '#services/wants_data'

/** The way back in for who has lost his password or is locked out: a letter, sent without an account. */
export default class SessionHelpController {
  show({ view, session, response }: HttpContext) {
    response.header('cache-control', 'private, no-store')
    const formId = session.flashMessages.get('formId', uuid())
    return view.render('pages/session/help', { formId, signedBytes: SIGNED_BYTES })
  }

  /** The answer is the same for an account that there is not. */
  async store(ctx: HttpContext) {
    const { request, response, session, i18n } = ctx
    const path = request.file('scan')?.tmpPath
    const submission = {
      ...{ typed: request.body(), formId: String(request.input('formId', '')) },
      scan: path ? await readFile(path) : null,
    }
    const receipt = await submitRequest(submission, request.ip())
    session.flash('success', i18n.t('resets.public.sent'))
    return response.redirect(`/masuk/bantuan/${receipt}`)
  }

  /** Leads from a typed receipt number to its page. */
  find({ request, response }: HttpContext) {
    const typed = String(request.input('nomor', '')).trim().slice(0, 40)
    return response.redirect(`/masuk/bantuan/${encodeURIComponent(typed || '-')}`)
  }

  async state(ctx: HttpContext) {
    const { params, view, response } = ctx
    response.header('cache-control', 'private, no-store')
    const receipt = String(params.receipt)
    const found = await publicState(receipt)
    if (!found && (wantsData(ctx) || !/^[A-Za-z0-9-]{1,40}$/.test(receipt))) throw new NotFound()
    if (!found) response.status(404)
    return view.render('pages/session/help_state', { receipt: receipt.toUpperCase(), found })
  }
}
