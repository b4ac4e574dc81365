import type { HttpContext } from '@adonisjs/core/http'
import { passUpload } from '#controllers/uploads_controller'
import { GisError } from '#services/gis/errors'
import { MAX_FILE } from '#services/gis/read/read_features'
import { LEVELS } from '#services/gis/shapes'
import { confirmArea, confirmPlaces, rejectArea } from '#services/gis/store/decide'
import { orderImport } from '#services/gis/store/order'
import { countWaiting, shapeCoverage, shapeImports, strayedFiles, waitingAreas } from '#services/gis/store/overview'
import { findJob } from '#services/jobs/dispatch'
import { NATIONAL, scope } from '#services/scope'
import { closeUploads, finishedUploads, importOfUpload } from '#services/uploads/uploads'
import { validate as isUuid } from 'uuid'

const DOOR = { path: '/admin/peta/unggahan', maxSize: MAX_FILE }
const SYSTEMS = ['kemendagri', 'bps'] as const

/** Boundaries of the map: files that bring them, and areas of which a person has to say whose they are. */
export default class ShapesController {
  async index(ctx: HttpContext) {
    const { request, view } = ctx
    const asked = request.qs().kerja
    const found = await scope.run(ctx.scope, async (tx) => ({
      imports: await shapeImports(tx),
      waiting: await waitingAreas(tx),
      waitingTotal: await countWaiting(tx),
      strayed: await strayedFiles(tx),
      coverage: await shapeCoverage(tx),
      job: isUuid(asked) ? await findJob(tx, String(asked)) : null,
    }))
    return view.render('pages/admin/shapes/index', { ...found, levels: LEVELS, systems: SYSTEMS, door: DOOR })
  }

  /** Takes a finished upload, or the file of a plain form. */
  async store(ctx: HttpContext) {
    const { request, response, auth } = ctx
    const owner = { regency: NATIONAL, user: auth.user!.id }
    const text = (name: string) => String(request.input(name, '') ?? '').trim()
    const order = {
      ...{
        level: text('tingkat'),
        within: text('wilayah') || null,
        system: SYSTEMS.find((one) => one === text('sistem')) ?? null,
      },
      ...{ swap: text('balik') === '1', source: text('sumber').slice(0, 200), licence: text('lisensi').slice(0, 200) },
    }
    const [upload] = [request.input('uploads', [])].flat().map(String)
    if (upload) {
      const [finished] = (await finishedUploads(owner, [upload])) ?? []
      const known = finished ? null : await importOfUpload(owner, upload)
      if (known) return response.redirect(`/admin/peta?kerja=${known}`)
      if (!finished)
        throw new GisError('E_GIS_FILE', {
          id: 'Unggahan belum selesai atau sudah kedaluwarsa. Unggah kembali berkasnya.',
          en: 'The upload is not complete or has expired. Upload the file again.',
        })
      const { job } = await scope.run(ctx.scope, (tx) => orderImport(tx, finished, order))
      await closeUploads(owner, [upload], job)
      return response.redirect(`/admin/peta?kerja=${job}`)
    }
    const file = request.file('berkas')
    if (!file?.tmpPath)
      throw new GisError('E_GIS_FILE', { id: 'Pilih berkas GeoJSON atau TopoJSON.', en: 'Choose a GeoJSON or TopoJSON file.' })
    const given = { path: file.tmpPath, name: file.clientName }
    const { job } = await scope.run(ctx.scope, (tx) => orderImport(tx, given, order))
    return response.redirect(`/admin/peta?kerja=${job}`)
  }

  upload(ctx: HttpContext) {
    return passUpload(ctx, { regency: NATIONAL, user: ctx.auth.user!.id }, DOOR)
  }

  async confirm(ctx: HttpContext) {
    const { params, request, response, session, i18n } = ctx
    const code = String(request.input('wilayah_lain', '') || request.input('wilayah', '') || '').trim()
    const { name, region } = await scope.run(ctx.scope, (tx) => confirmArea(tx, String(params.id), code || undefined))
    session.flash('success', i18n.t('shapes.confirmed', { name, region: region!.name }))
    return response.redirect('/admin/peta#menunggu')
  }

  /** All areas of a file that wait only because of where they lie. */
  async confirmPlaces({ params, scope: of, response, session, i18n }: HttpContext) {
    const { confirmed } = await scope.run(of, (tx) => confirmPlaces(tx, String(params.id)))
    session.flash('success', i18n.t('shapes.places_confirmed', { count: confirmed }))
    return response.redirect('/admin/peta#menunggu')
  }

  async reject(ctx: HttpContext) {
    const { params, response, session, i18n } = ctx
    const { name } = await scope.run(ctx.scope, (tx) => rejectArea(tx, String(params.id)))
    session.flash('success', i18n.t('shapes.rejected', { name }))
    return response.redirect('/admin/peta#menunggu')
  }
}
