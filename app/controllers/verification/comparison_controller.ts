import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { leaveUncompressed } from '#services/compression'
import { findJob } from '#services/jobs/dispatch'
import { recordRead } from '#services/reads'
import { regionNames } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { sendMade } from '#services/send_made'
import {
  CHANGES,
  comparedAreas,
  comparedRow,
  comparedRows,
  comparisonById,
  comparisonsOf,
  countCompared,
  fieldWords,
  requestComparison,
  sideDocs,
  sidesOf,
  type Comparison,
  type RowFilter,
} from '#verification/comparisons/index'
import { comparisonCsv, comparisonPaper } from '#verification/comparisons/papers'
import { outcomeLabel } from '#verification/lists/words'
import type { RecordDoc } from '#verification/instrument'
import { inEdition, inPeriod } from '#verification/review/secrets'
import { sheetOf } from '#verification/review/sheet'
import { addressesOf } from './addresses.js'

const PAGE = 25
/** A side that does not hold the record. */
const NOTHING: RecordDoc = { key: '', values: {}, groups: {} }

/** Two decrees, or a decree and a period, held against each other: counts by desa, rows, and each row field by field. */
export default class ComparisonController {
  async index(ctx: HttpContext) {
    const { module, regency, view } = ctx
    const found = await scope.run(ctx.scope, async (tx) => ({
      ...(await sidesOf(tx, module, regency!)),
      made: await comparisonsOf(tx, module.name, regency!),
    }))
    return view.render('pages/time/comparisons', { module, found, to: addressesOf(ctx) })
  }

  async store(ctx: HttpContext) {
    const { module, regency, request, response } = ctx
    const asked = { before: String(request.input('before', '')), after: String(request.input('after', '')) }
    const id = await scope.run(ctx.scope, (tx) => requestComparison(tx, module, regency!, asked))
    return response.redirect(addressesOf(ctx).under(`perbandingan/${id}`))
  }

  async show(ctx: HttpContext) {
    const { module, view, locale } = ctx
    const filter = filterOf(ctx)
    const page = Math.max(0, Math.trunc(Number(ctx.request.qs().sesudah)) || 0)
    const found = await scope.run(ctx.scope, async (tx) => {
      const comparison = await this.#comparison(tx, ctx)
      const job = comparison.jobId ? await findJob(tx, comparison.jobId) : null
      if (!comparison.finishedAt) return { comparison, job, areas: [], rows: [], total: 0 }
      const of = { regency: ctx.regency!, id: comparison.id }
      await this.#log(tx, ctx, 'open', comparison)
      return {
        ...{ comparison, job, areas: await comparedAreas(tx, of), total: await countCompared(tx, of, filter) },
        rows: await comparedRows(tx, of, filter, { after: page, limit: PAGE + 1 }),
      }
    })
    return view.render('pages/time/comparison', {
      ...{ module, found, filter, changes: CHANGES, rows: found.rows.slice(0, PAGE), to: addressesOf(ctx) },
      next: found.rows.length > PAGE ? found.rows[PAGE - 1]!.n : null,
      sums: Object.fromEntries(CHANGES.map((change) => [change, found.areas.reduce((sum, area) => sum + area[change], 0)])),
      names: await regionNames([
        ...new Set([
          ...found.areas.flatMap(({ code, district }) => [code, district]),
          ...found.rows.flatMap(({ otherVillage }) => otherVillage ?? []),
        ]),
      ]),
      words: (fields: string[]) => fieldWords(module, fields, locale),
      outcome: (code: string) => outcomeLabel(module, code, locale),
    })
  }

  /** One row: the record on both sides, field by field. */
  async row(ctx: HttpContext) {
    const { module, regency, view, locale } = ctx
    const found = await scope.run(ctx.scope, async (tx) => {
      const comparison = await this.#comparison(tx, ctx)
      const row = await comparedRow(tx, { regency: regency!, id: comparison.id }, Math.trunc(Number(ctx.params.n)) || 0)
      if (!row) throw new NotFound()
      await this.#log(tx, ctx, 'open', comparison, row.keyAfter ?? row.keyBefore)
      const of = { module, regency: regency! }
      const { beforeEdition, afterEdition, afterPeriod } = comparison
      const side = async (edition: string, period: string | null, key: string | null) =>
        key === null ? null : ((await sideDocs(tx, of, { edition, period }, [key])).get(key) ?? null)
      return {
        ...{ comparison, row, before: await side(beforeEdition, null, row.keyBefore) },
        after: await side(afterEdition, afterPeriod, row.keyAfter),
      }
    })
    leaveUncompressed(ctx)
    const { comparison, row } = found
    const sheet = sheetOf(module, { base: found.before, proposed: found.after ?? NOTHING, problems: [] }, locale)
    return view.render('pages/time/row', {
      ...{ module, found, sheet, to: addressesOf(ctx), names: await regionNames([row.village, row.otherVillage ?? '']) },
      ...{ beforeKey: row.keyBefore, afterKey: row.keyAfter, beforeMark: inEdition(comparison.beforeEdition) },
      afterMark: comparison.afterPeriod ? inPeriod(comparison.afterPeriod) : inEdition(comparison.afterEdition),
      outcome: (code: string) => outcomeLabel(module, code, locale),
    })
  }

  async csv(ctx: HttpContext) {
    const { comparison } = await this.#finished(ctx)
    const content = comparisonCsv(ctx.scope, { module: ctx.module, regency: ctx.regency! }, comparison, filterOf(ctx), ctx.i18n)
    return this.#send(ctx, content, 'csv')
  }

  async paper(ctx: HttpContext) {
    const { comparison } = await this.#finished(ctx)
    const of = { module: ctx.module, regency: ctx.regency! }
    const content = await scope.run(ctx.scope, (tx) => comparisonPaper(tx, of, comparison, filterOf(ctx)))
    return this.#send(ctx, content, 'pdf')
  }

  #finished(ctx: HttpContext): Promise<{ comparison: Comparison }> {
    return scope.run(ctx.scope, async (tx) => {
      const comparison = await this.#comparison(tx, ctx)
      if (!comparison.finishedAt) throw new NotFound()
      await this.#log(tx, ctx, 'export', comparison)
      return { comparison }
    })
  }

  #send(ctx: HttpContext, content: AsyncIterable<Uint8Array>, extension: string) {
    return sendMade(ctx, `${ctx.module.words.short}-${ctx.regency}-perbandingan.${extension}`, content)
  }

  async #comparison(tx: Tx, { module, regency, params }: HttpContext): Promise<Comparison> {
    const comparison = await comparisonById(tx, module.name, regency!, String(params.comparison))
    if (!comparison) throw new NotFound()
    return comparison
  }

  #log(tx: Tx, ctx: HttpContext, action: 'open' | 'export', { id }: Comparison, key?: string | null): Promise<void> {
    return recordRead(tx, {
      ...{ regency: ctx.regency!, action, purpose: 'verval', address: ctx.request.ip() },
      object: key ? { type: `${ctx.module.name}.record`, id: key } : { type: `${ctx.module.name}.comparison`, id },
    })
  }
}

function filterOf({ request }: HttpContext): RowFilter {
  const asked = request.qs()
  const text = (name: string) => (typeof asked[name] === 'string' && asked[name] !== '' ? String(asked[name]) : undefined)
  return {
    district: text('kecamatan'),
    village: text('desa'),
    change: CHANGES.find((known) => known === asked.jenis),
  }
}
