import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { leaveUncompressed } from '#services/compression'
import { dispatch, unfinishedJobs } from '#services/jobs/dispatch'
import { recordRead } from '#services/reads'
import { regionNames } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { sendMade } from '#services/send_made'
import { sidesOf, type EditionSide } from '#verification/comparisons/index'
import { COUNTED_AT_ONCE, countEdition, editionCounts, isCounted } from '#verification/editions/counts'
import { editionCsv } from '#verification/editions/export'
import { editionRecords, readEditionFilters } from '#verification/editions/records'
import { choicesOf, decileLabel } from '#verification/lists/words'
import { inEdition } from '#verification/review/secrets'
import { sheetOf } from '#verification/review/sheet'
import { readBase } from '#verification/store/index'
import { addressesOf } from './addresses.js'

/**
 * The register as a decree has it, to look at only: counts, list and card. What a period says is told by the pages of that period. The
 * edition stands behind `sk`: a decree is everybody's, and what an address shows of it is the reader's own regency.
 */
export default class TimeController {
  /** Every decree and period that the regency can look back on; with `kunci`, of one record. */
  async index(ctx: HttpContext) {
    const { module, regency, view } = ctx
    const key = ctx.request.qs().kunci
    const found = await scope.run(ctx.scope, async (tx) => {
      const sides = await sidesOf(tx, module, regency!)
      const holding = typeof key === 'string' ? await this.#holding(tx, ctx, sides.editions, key) : null
      return { ...sides, holding }
    })
    return view.render('pages/time/index', { module, found, key: found.holding ? key : null, to: addressesOf(ctx) })
  }

  async recap(ctx: HttpContext) {
    const { module, view, i18n } = ctx
    const asked = ctx.request.qs()
    const found = await scope.run(ctx.scope, async (tx) => {
      const edition = await this.#edition(tx, ctx)
      const job = await this.#counting(tx, ctx, edition)
      if (job) return { edition, job, districts: [], district: null, areas: [] }
      const place = this.#place(ctx)
      const districts = await editionCounts(tx, place, null)
      const district = districts.find(({ code }) => code === asked.kecamatan) ?? null
      return {
        edition,
        job: null,
        districts,
        district,
        areas: district ? await editionCounts(tx, place, district.code) : districts,
      }
    })
    const deciles = choicesOf(module, 'decile', ctx.locale, i18n.t.bind(i18n)).filter(({ value }) =>
      found.areas.some((area) => area.deciles[value]),
    )
    return view.render('pages/time/recap', { module, found, deciles, to: addressesOf(ctx) })
  }

  async list(ctx: HttpContext) {
    const { module, view, i18n } = ctx
    const filters = readEditionFilters(ctx.request.qs())
    const found = await scope.run(ctx.scope, async (tx) => {
      const edition = await this.#edition(tx, ctx)
      const job = await this.#counting(tx, ctx, edition)
      if (job) return { edition, job, districts: [], villages: [], list: null }
      const place = this.#place(ctx)
      const districts = await editionCounts(tx, place, null)
      const villages = filters.district ? await editionCounts(tx, place, filters.district) : []
      if (filters.search) await this.#log(tx, ctx, 'search')
      return { edition, job: null, districts, villages, list: await editionRecords(tx, place, filters) }
    })
    return view.render('pages/time/list', {
      ...{ module, found, filters, to: addressesOf(ctx) },
      names: await regionNames(found.list?.rows.map(({ village }) => village) ?? []),
      deciles: choicesOf(module, 'decile', ctx.locale, i18n.t.bind(i18n)),
      decile: (band: number) => decileLabel(module, band, ctx.locale),
    })
  }

  /** Exactly the filtered records of the list; what is not counted yet is asked for on the list itself. */
  async csv(ctx: HttpContext) {
    const { module, regency, response, i18n } = ctx
    const filters = readEditionFilters(ctx.request.qs())
    const { edition, job } = await scope.run(ctx.scope, async (tx) => {
      const found = await this.#edition(tx, ctx)
      const counting = await this.#counting(tx, ctx, found)
      if (!counting) await this.#log(tx, ctx, 'export')
      return { edition: found, job: counting }
    })
    if (job) return response.redirect(addressesOf(ctx).under('per-sk/daftar', { sk: edition.id }))
    const name = `${module.words.short}-${regency}-per-sk-${edition.decree.replace(/[^A-Za-z0-9]+/g, '-')}.csv`
    return sendMade(ctx, name, editionCsv(ctx.scope, this.#place(ctx), filters, i18n))
  }

  async record(ctx: HttpContext) {
    const { module, params, view, locale } = ctx
    const key = String(params.key)
    const found = await scope.run(ctx.scope, async (tx) => {
      const edition = await this.#edition(tx, ctx)
      const doc = (await readBase(tx, { ...this.#place(ctx), periodId: edition.id }, [key])).get(key)
      if (!doc) throw new NotFound()
      await this.#log(tx, ctx, 'open', key)
      return { edition, doc }
    })
    leaveUncompressed(ctx)
    const { summary } = module.instrument
    const sheet = sheetOf(module, { base: found.doc, proposed: null, problems: [] }, locale)
    const block = sheet.find(({ id }) => `blok-${id}` === ctx.request.qs().tab) ?? sheet[0]
    const village = String(found.doc.values[summary.village] ?? '')
    return view.render('pages/time/record', {
      ...{ module, found, sheet, block, key, village, to: addressesOf(ctx), names: await regionNames([village]) },
      ...{ view: { key, working: null }, decidable: false, editable: false, edition: '', ofPeriod: inEdition(found.edition.id) },
      name: found.doc.values[summary.name],
      address: found.doc.values[summary.address],
      registerId: found.doc.values[summary.registerKey],
    })
  }

  #place({ module, regency, request }: HttpContext) {
    return { module, regency: regency!, editionId: String(request.qs().sk) }
  }

  async #edition(tx: Tx, { module, regency, request }: HttpContext): Promise<EditionSide> {
    const { sk } = request.qs()
    const edition = (await sidesOf(tx, module, regency!)).editions.find(({ id }) => id === sk)
    if (!edition) throw new NotFound()
    return edition
  }

  /** Sees to the kept counts of the edition; gives the job that makes them where there are too many to wait for. */
  async #counting(tx: Tx, ctx: HttpContext, edition: EditionSide): Promise<string | null> {
    const place = this.#place(ctx)
    if (await isCounted(tx, place)) return null
    if (edition.records <= COUNTED_AT_ONCE) {
      await countEdition(tx, place)
      return null
    }
    const [running] = await unfinishedJobs(tx, place.regency, edition.id)
    return (
      running?.id ??
      dispatch(tx, {
        name: 'editions.count',
        regency: place.regency,
        subject: edition.id,
        payload: { module: place.module.name },
      })
    )
  }

  async #holding(tx: Tx, { module, regency }: HttpContext, editions: readonly EditionSide[], key: string): Promise<Set<string>> {
    const found = new Set<string>()
    for (const { id } of editions) {
      if ((await readBase(tx, { module, regency: regency!, editionId: id, periodId: id }, [key])).size > 0) found.add(id)
    }
    return found
  }

  #log(tx: Tx, ctx: HttpContext, action: 'open' | 'search' | 'export', id?: string): Promise<void> {
    return recordRead(tx, {
      ...{ regency: ctx.regency!, action, purpose: 'verval', address: ctx.request.ip() },
      object: { type: `${ctx.module.name}.${action === 'open' ? 'record' : 'list'}`, ...(id ? { id } : {}) },
    })
  }
}
