import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { recordRead } from '#services/reads'
import { regionNames } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { cancelFile, requestApply, requestCheck, requestUndo } from '#verification/imports/acts'
import { fileViews, type FileView } from '#verification/imports/batch_view'
import { fileRecords, RECORD_STATUSES, type RecordFilter } from '#verification/imports/file_records'
import { assertState, findFile, type ImportFile } from '#verification/imports/files'
import { decidablePlacesOf } from '#verification/imports/places'
import { readPageNumber } from '#verification/lists/filters'
import { planUndo } from '#verification/imports/undo_plan'

const SIZES = [25, 50, 100]

/** One file of an import: its report, and the acts on it. */
export default class ImportFileController {
  async show(ctx: HttpContext) {
    const { scope: own, request, view, regency } = ctx
    const wanted = readPage(request.qs())
    const locale = ctx.locale
    const found = await scope.run(own, async (tx) => {
      const file = await this.#view(tx, ctx)
      return { file, records: await fileRecords(tx, file, wanted, locale) }
    })
    await scope.run(own, (tx) =>
      recordRead(tx, {
        ...{ regency: regency!, action: 'open', purpose: 'verval', address: request.ip() },
        object: { type: 'import_file', id: found.file.id },
      }),
    )
    const names = await regionNames((found.file.manifest?.scope as string[] | undefined) ?? [])
    return view.render('pages/import/file', { ...found, names, wanted, statuses: [...RECORD_STATUSES, 'problem'] })
  }

  async apply(ctx: HttpContext) {
    await this.#act(ctx, (tx, file) => requestApply(tx, file.regency, file.id, false, seenIn(ctx)))
    return this.#back(ctx)
  }

  async check(ctx: HttpContext) {
    await this.#act(ctx, (tx, file) => requestCheck(tx, file.regency, file.id))
    return this.#back(ctx)
  }

  async cancel(ctx: HttpContext) {
    await this.#act(ctx, (tx, file) => cancelFile(tx, file.regency, file.id))
    return this.#back(ctx)
  }

  /** What an undo would do now, before it is asked for. */
  async plan(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const file = await this.#view(tx, ctx)
      assertState(file, 'applied')
      return { file, plan: await planUndo(tx, file, await decidablePlacesOf(tx, file)) }
    })
    return ctx.view.render('pages/import/undo', found)
  }

  async undo(ctx: HttpContext) {
    const token = String(ctx.request.input('token', ''))
    await this.#act(ctx, (tx, file) => requestUndo(tx, file.regency, file.id, token))
    return this.#back(ctx)
  }

  async #act({ scope: own, regency, params }: HttpContext, act: (tx: Tx, file: ImportFile) => Promise<unknown>): Promise<void> {
    await scope.run(own, async (tx) => act(tx, await fileIn(tx, regency!, params)))
  }

  async #view(tx: Tx, { regency, params, can, locale }: HttpContext): Promise<FileView> {
    const file = await fileIn(tx, regency!, params)
    const [view] = await fileViews(tx, [file], can('core.import'), locale)
    return view!
  }

  #back({ response, params }: HttpContext) {
    return response.redirect(`/import/${params.id}`)
  }
}

/** Token of the preview that a form was sent from. */
export function seenIn({ request }: HttpContext): string | undefined {
  const seen: unknown = request.input('pratinjau')
  return typeof seen === 'string' ? seen : undefined
}

/** The file of an address; one that belongs to another import does not exist there. */
export async function fileIn(tx: Tx, regency: string, params: Record<string, string>): Promise<ImportFile> {
  const file = await findFile(tx, regency, String(params.file))
  if (file.importId !== params.id) throw new NotFound()
  return file
}

interface Wanted {
  filter?: RecordFilter
  size: number
  number: number
  after?: number
  before?: number
}

function readPage(qs: Record<string, unknown>): Wanted {
  const filter = [...RECORD_STATUSES, 'problem' as const].find((status) => status === qs.status)
  const line = (name: string) => (/^[0-9]{1,9}$/.test(String(qs[name] ?? '')) ? Number(qs[name]) : undefined)
  const [after, before] = [line('sesudah'), line('sebelum')]
  const size = SIZES.find((known) => known === Number(qs.baris)) ?? 25
  const number = readPageNumber(qs.halaman)
  return {
    ...(filter ? { filter } : {}),
    ...{ size, number: after === undefined && before === undefined ? 1 : number },
    ...(after === undefined ? (before === undefined ? {} : { before }) : { after }),
  }
}
