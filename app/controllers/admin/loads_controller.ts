import type { HttpContext } from '@adonisjs/core/http'
import { passUpload } from '#controllers/uploads_controller'
import { LoadError } from '#services/loads/errors'
import { loadHistory } from '#services/loads/history'
import { kindFor, kindsFor } from '#services/loads/kinds'
import { LOAD_STATES } from '#services/loads/loads'
import { MAX_LOAD_FILES, takeFiles } from '#services/loads/take'
import { templateOf } from '#services/loads/template'
import { NATIONAL, scope } from '#services/scope'
import { closeUploads, finishedUploads, importOfUpload } from '#services/uploads/uploads'
import { sendMade } from '#services/send_made'
import { listEditions } from '#verification/editions/index'

const SIZES = [25, 50, 100]
const DOOR = { path: '/admin/data/unggahan', maxSize: 4 * 1024 ** 3 }
const FORM_BYTES = '10mb'

/** Data Dasar & Pemuatan: what the ministry brings from outside, and what became of it. */
export default class LoadsController {
  async index(ctx: HttpContext) {
    const { request, view, can } = ctx
    const kinds = await kindsFor(can)
    const qs = request.qs()
    const kind = kinds.find(({ id }) => id === qs.jenis)?.id
    const state = LOAD_STATES.find((known) => known === qs.status)
    const size = SIZES.find((known) => known === Number(qs.baris)) ?? 25
    const filters = { ...(kind ? { kind } : {}), ...(state ? { state } : {}) }
    const page = {
      size,
      ...(qs.sesudah ? { after: String(qs.sesudah) } : {}),
      ...(qs.sebelum ? { before: String(qs.sebelum) } : {}),
    }
    const found = await scope.run(ctx.scope, async (tx) => ({
      history: await loadHistory(
        tx,
        kinds.map(({ id }) => id),
        filters,
        page,
      ),
      editions: await listEditions(tx),
    }))
    const number = page.after || page.before ? Math.max(1, Number(qs.halaman) || 1) : 1
    return view.render('pages/admin/loads/index', { ...found, kinds, filters, size, number, states: LOAD_STATES })
  }

  async create({ request, view, can }: HttpContext) {
    const kinds = await kindsFor(can)
    const kind = kinds.find(({ id }) => id === request.qs().jenis)
    const parts = kind ? await kind.parts() : []
    return view.render('pages/admin/loads/new', { kinds, kind, parts, door: DOOR, maxFiles: MAX_LOAD_FILES })
  }

  /** Takes finished uploads, or files of a plain form, as one load. */
  async store(ctx: HttpContext) {
    const { request, response, auth, can } = ctx
    const kind = await kindFor(String(request.input('jenis', '')), can)
    const owner = { regency: NATIONAL, user: auth.user!.id }
    const ids = [...new Set([request.input('uploads', [])].flat().map(String))]
    if (ids.length > 0) {
      const uploads = await finishedUploads(owner, ids)
      const known = uploads ? null : await importOfUpload(owner, ids[0]!)
      if (known) return response.redirect(`/admin/data/${known}`)
      if (!uploads)
        throw new LoadError('E_LOAD_FILES', {
          id: 'Unggahan belum selesai atau sudah kedaluwarsa. Unggah kembali berkasnya.',
          en: 'The upload is not complete or has expired. Upload the file again.',
        })
      const id = await takeFiles(ctx.scope, kind, uploads)
      await closeUploads(owner, ids, id)
      return response.redirect(`/admin/data/${id}`)
    }
    const files = request.files('files', { size: FORM_BYTES })
    const given = files.flatMap(({ tmpPath, clientName }) => (tmpPath && clientName ? [{ path: tmpPath, name: clientName }] : []))
    return response.redirect(`/admin/data/${await takeFiles(ctx.scope, kind, given)}`)
  }

  upload(ctx: HttpContext) {
    return passUpload(ctx, { regency: NATIONAL, user: ctx.auth.user!.id }, DOOR)
  }

  async template(ctx: HttpContext) {
    const { params, i18n, locale, can } = ctx
    const kind = await kindFor(String(params.kind), can)
    const content = await templateOf(await kind.parts(), locale)
    return sendMade(ctx, `${i18n.t('loads.template.name')} ${kind.title[locale]}.xlsx`, Buffer.from(content))
  }
}
