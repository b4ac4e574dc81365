import { join } from 'node:path'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { isSample, samplesOf } from '#services/demo/samples'
import { writeWholeFile } from '#services/documents/whole_file'
import { findFile, openFile, sendFile, type StoredFile } from '#services/files'
import { scope } from '#services/scope'
import { closeUploads, finishedUploads, importOfUpload, UPLOAD_BYTES } from '#services/uploads/uploads'
import { withWorkFolder } from '#services/work_folder'
import { SIKS_LIMITS, SUPPORTED_VERSIONS } from '#siks/format'
import { createImport } from '#verification/imports/acts'
import { ImportRefusal } from '#verification/imports/errors'
import { latestImports } from '#verification/imports/history'
import { sumsOf } from '#verification/imports/report'
import { acceptTerms, assertTerms, termsOf } from '#verification/imports/terms'
import { assertCount, MAX_FILES, withIncoming, type GivenFile } from '#verification/imports/unpack'

const LATEST = 5
const FORM_BYTES = '10mb'

/** Import Data: the terms, then the door for files. */
export default class ImportsController {
  async index({ scope: own, regency, view }: HttpContext) {
    const found = await scope.run(own, async (tx) => ({
      terms: await termsOf(tx, regency!),
      samples: await samplesOf(tx, regency!),
      latest: await latestImports(tx, regency!, LATEST),
    }))
    const latest = found.latest.map((entry) => ({ ...entry, sums: sumsOf(entry.files) }))
    return view.render('pages/import/index', {
      ...{ ...found, latest, limits: SIKS_LIMITS, versions: SUPPORTED_VERSIONS, maxFiles: MAX_FILES, maxUpload: UPLOAD_BYTES },
    })
  }

  async terms({ scope: own, regency, request, response, session, i18n }: HttpContext) {
    if (request.input('agreed') !== '1') {
      session.flash('error', i18n.t('import.terms.tick'))
      return response.redirect('/import')
    }
    await scope.run(own, (tx) => acceptTerms(tx, regency!))
    return response.redirect('/import')
  }

  /** Takes finished uploads, files of a plain form or sample files as one import. */
  async store(ctx: HttpContext) {
    const { scope: own, regency, request } = ctx
    await scope.run(own, (tx) => assertTerms(tx, regency!))
    const uploads = named(request.input('uploads', []))
    if (uploads.length > 0) return this.#takeUploads(ctx, uploads)
    const samples = named(request.input('samples', []))
    if (samples.length > 0) return this.#takeSamples(ctx, samples)
    const files = request.files('files', { size: FORM_BYTES })
    if (files.some(({ hasErrors }) => hasErrors)) throw new ImportRefusal('E_IMPORT_UPLOAD')
    return this.#take(
      ctx,
      files.flatMap(({ tmpPath, clientName }) => (tmpPath && clientName ? [{ path: tmpPath, name: clientName }] : [])),
    )
  }

  async sample(ctx: HttpContext) {
    return sendFile(ctx, await this.#sample(ctx, String(ctx.params.id)))
  }

  async #takeUploads(ctx: HttpContext, ids: string[]) {
    const owner = { regency: ctx.regency!, user: ctx.auth.user!.id }
    const uploads = await finishedUploads(owner, ids)
    if (!uploads) {
      const known = await importOfUpload(owner, ids[0]!)
      if (!known) throw new ImportRefusal('E_IMPORT_UPLOAD')
      return ctx.response.redirect(`/import/${known}`)
    }
    return this.#take(ctx, uploads, (id) => closeUploads(owner, ids, id))
  }

  async #takeSamples(ctx: HttpContext, ids: string[]) {
    return withWorkFolder('samples', async (folder) => {
      const given: GivenFile[] = []
      for (const id of ids) {
        const file = await this.#sample(ctx, id)
        const path = join(folder, String(given.length))
        await writeWholeFile(path, await openFile(file))
        given.push({ path, name: file.name })
      }
      return this.#take(ctx, given)
    })
  }

  async #take(
    { scope: own, regency, response, session }: HttpContext,
    given: GivenFile[],
    taken?: (id: string) => Promise<void>,
  ) {
    try {
      const id = await withIncoming(given, (files) => createImport(own, { regency: regency!, source: 'browser', files }))
      await taken?.(id)
      return response.redirect(`/import/${id}`)
    } catch (error) {
      if (!(error instanceof ImportRefusal) || error.code !== 'E_IMPORT_DUPLICATE') throw error
      session.flash('warning', error.message)
      return response.redirect(`/import/${String(error.params.import)}`)
    }
  }

  async #sample({ scope: own, regency }: HttpContext, id: string): Promise<StoredFile> {
    const file = await scope.run(own, (tx) => findFile(tx, id))
    if (!file || !isSample(file) || file.regency !== regency) throw new NotFound()
    return file
  }
}

/**
 * Ids of a form, each once; refused before any of them is looked at when there are too many.
 * @throws ImportRefusal `E_IMPORT_TOO_MANY`
 */
function named(given: unknown): string[] {
  const ids = [...new Set([given].flat().map(String))]
  assertCount(ids.length)
  return ids
}
