import type { HttpContext } from '@adonisjs/core/http'
import { tryParseDate } from '#domain/date_text'
import { NotFound } from '#exceptions/not_found'
import { findFile, sendFile } from '#services/files'
import { cancelLoad, requestApply, requestCheck, saveMapping, stopLoad, type GivenPart } from '#services/loads/acts'
import { broughtBefore } from '#services/loads/history'
import { LoadError } from '#services/loads/errors'
import { missingColumns } from '#services/loads/headings'
import type { KindPart, LoadOptions } from '#services/loads/kind'
import { figureName, kindFor } from '#services/loads/kinds'
import { assertSeen, filesOfLoad, findLoad, type Load } from '#services/loads/loads'
import { reasonsOf, rejectedRows } from '#services/loads/rejections'
import { previewTakeBack, requestTakeBack } from '#services/loads/take_back'
import { recordRead } from '#services/reads'
import { regionNames } from '#services/regions'
import { NATIONAL, scope, type Tx } from '#services/scope'
import { loadingEditions, startResults } from '#verification/editions/index'
import { registry } from '#kernel/registry'

const ROWS = 50
const UUID_OR_EMPTY = /^[0-9a-f-]{36}$/

/** One load: its mapping, its dry run, what became of it. */
export default class LoadController {
  async show(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const load = await findLoad(tx, String(ctx.params.id))
      const kind = await kindFor(load.kind, ctx.can)
      const parts = await kind.parts(load.options)
      const lacking = Object.fromEntries(
        parts.map((part) => [part.name, missingColumns(part, load.parts[part.name]?.columns ?? {}).map(({ name }) => name)]),
      )
      return {
        ...{ load, kind, parts, lacking, files: await filesOfLoad(tx, load.id), before: await broughtBefore(tx, load) },
        isHeld: load.state === 'applied' && Boolean(await kind.held?.()),
        reasons: load.rejected > 0 ? await reasonsOf(tx, load.id) : [],
        editions: kind.asks.edition && kind.plugin ? await loadingEditions(tx, kind.plugin) : [],
        names: await regionNames([...(load.report?.regencies ?? []), ...(load.report?.replaced ?? [])].map(({ code }) => code)),
      }
    })
    const figureLabel = (name: string) => figureName(ctx.i18n, found.kind, name)
    return ctx.view.render('pages/admin/loads/show', { ...found, figureLabel })
  }

  /** Saves the mapping; goes on to the dry run unless a table was changed, whose mapping wants to be looked at first. */
  async check(ctx: HttpContext) {
    const { response, session, i18n } = ctx
    const id = String(ctx.params.id)
    await scope.run(ctx.scope, async (tx) => {
      const kind = await kindFor((await seenLoad(tx, ctx)).kind, ctx.can)
      const parts = await kind.parts()
      const settled = await saveMapping(tx, kind, id, givenParts(ctx, parts), givenOptions(ctx))
      if (settled) await requestCheck(tx, kind, id)
      else session.flash('info', i18n.t('loads.mapping.changed'))
    })
    return response.redirect(`/admin/data/${id}`)
  }

  async apply(ctx: HttpContext) {
    const id = String(ctx.params.id)
    await scope.run(ctx.scope, async (tx) => {
      const load = await seenLoad(tx, ctx)
      await kindFor(load.kind, ctx.can)
      if (load.source === 'results' && load.state === 'checked')
        await startResults(tx, registry.module(load.kind.split('.')[0]!), id)
      else await requestApply(tx, id)
    })
    return ctx.response.redirect(`/admin/data/${id}`)
  }

  async stop(ctx: HttpContext) {
    await scope.run(ctx.scope, (tx) => stopLoad(tx, String(ctx.params.id)))
    return ctx.response.redirect(`/admin/data/${ctx.params.id}`)
  }

  async cancel(ctx: HttpContext) {
    const id = String(ctx.params.id)
    await scope.run(ctx.scope, async (tx) => cancelLoad(tx, await kindFor((await seenLoad(tx, ctx)).kind, ctx.can), id))
    ctx.session.flash('success', ctx.i18n.t('loads.cancelled'))
    return ctx.response.redirect('/admin/data')
  }

  /** What taking the load back would do, or what stands against it. */
  async before(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const load = await findLoad(tx, String(ctx.params.id))
      const kind = await kindFor(load.kind, ctx.can)
      const effect = await previewTakeBack(tx, kind, load.id).catch(refusalOf)
      return { load, kind, effect, names: await regionNames(effect instanceof LoadError ? [] : effect.regencies) }
    })
    const refusal = found.effect instanceof LoadError ? found.effect.text[ctx.locale] : null
    return ctx.view.render('pages/admin/loads/take_back', { ...found, refusal })
  }

  async takeBack(ctx: HttpContext) {
    const id = String(ctx.params.id)
    await scope.run(ctx.scope, async (tx) => {
      const kind = await kindFor((await findLoad(tx, id)).kind, ctx.can)
      await requestTakeBack(tx, kind, id, String(ctx.request.input('reason', '') ?? ''))
    })
    return ctx.response.redirect(`/admin/data/${id}`)
  }

  async rejected(ctx: HttpContext) {
    const qs = ctx.request.qs()
    const after = Math.max(0, Number(qs.sesudah) || 0)
    const found = await scope.run(ctx.scope, async (tx) => {
      const load = await findLoad(tx, String(ctx.params.id))
      const kind = await kindFor(load.kind, ctx.can)
      const parts = (await kind.parts()).filter(({ name }) => load.report?.parts[name]?.rejected)
      const part = parts.find(({ name }) => name === qs.bagian) ?? parts[0]
      const rows = part ? await rejectedRows(tx, load.id, part.name, { after, size: ROWS + 1 }) : []
      return { load, kind, parts, part, rows: rows.slice(0, ROWS), more: rows.length > ROWS, after }
    })
    return ctx.view.render('pages/admin/loads/rejected', found)
  }

  /** The rejected rows of a part with their cells as they came. */
  async download(ctx: HttpContext) {
    const format = ctx.request.url().endsWith('.csv') ? 'csv' : 'xlsx'
    const file = await scope.run(ctx.scope, async (tx) => {
      const load = await findLoad(tx, String(ctx.params.id))
      await kindFor(load.kind, ctx.can)
      const id = load.report?.parts[String(ctx.params.part)]?.rejectedIds?.[format]
      const stored = id ? await findFile(tx, id) : null
      if (!stored) throw new NotFound()
      const object = { type: 'load', id: load.id }
      await recordRead(tx, { regency: NATIONAL, action: 'export', purpose: 'correction', object, address: ctx.request.ip() })
      return stored
    })
    return sendFile(ctx, file)
  }
}

/** The load of the address, held for the act, as the page that asks for it showed it. */
async function seenLoad(tx: Tx, { params, request }: HttpContext): Promise<Load> {
  const load = await findLoad(tx, String(params.id), true)
  const seen: unknown = request.input('version')
  assertSeen(load, typeof seen === 'string' && /^\d{1,9}$/.test(seen) ? Number(seen) : undefined)
  return load
}

function refusalOf(error: unknown): LoadError {
  if (error instanceof LoadError && error.status !== 404) return error
  throw error
}

function givenParts({ request }: HttpContext, parts: readonly KindPart[]): Record<string, GivenPart> {
  return Object.fromEntries(
    parts.map(({ name }) => {
      const columns: unknown = request.input(`kolom_${name}`, [])
      return [
        name,
        { table: String(request.input(`tabel_${name}`, '') ?? ''), columns: Array.isArray(columns) ? columns.map(String) : [] },
      ]
    }),
  )
}

/** What was typed of the load itself; a date that cannot be read stays as it was typed and is refused by the kind. */
function givenOptions({ request }: HttpContext): LoadOptions {
  const typed = (name: string) => String(request.input(name, '') ?? '').trim()
  const [edition, date] = [typed('edisi'), typed('tanggal_sk')]
  const regencies = typed('wilayah')
    .split(/[\s,;]+/)
    .filter(Boolean)
  return {
    ...{ code_system: typed('sistem_kode'), code_list: typed('daftar_kode') },
    ...(typed('isi_daftar') === 'ganti' ? { replace: true } : {}),
    ...(UUID_OR_EMPTY.test(edition)
      ? { edition }
      : { name: typed('nama'), decree: typed('sk'), decree_date: tryParseDate(date) ?? date, regencies }),
  }
}
