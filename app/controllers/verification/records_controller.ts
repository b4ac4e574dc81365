import type { HttpContext } from '@adonisjs/core/http'
import { childrenOf, findRegion, regionNames } from '#services/regions'
import { recordRead } from '#services/reads'
import { scope } from '#services/scope'
import { chipsOf } from '#verification/lists/chips'
import { filterParameters, readFilters, readPage, readSearch, type ListFilters } from '#verification/lists/filters'
import { countRecords, listRecords } from '#verification/lists/list'
import { cursorParts, sortOf } from '#verification/lists/sort'
import { choicesOf, decileLabel, outcomeLabel } from '#verification/lists/words'
import { cleanTally } from '#verification/review/bulk'
import { isDecidable, isEditable } from '#verification/review/writable'
import { placeOf } from '#verification/periods/index'
import { addressesOf, shownPeriod, type ShownList } from './addresses.js'

/** Lists of a module's records: those of the register with their repairs, what was touched of them, and the new proposals. */
export default class RecordsController {
  repairs(ctx: HttpContext) {
    return this.#list(ctx, 'existing')
  }

  additions(ctx: HttpContext) {
    return this.#list(ctx, 'new')
  }

  changes(ctx: HttpContext) {
    return this.#list(ctx, 'repair')
  }

  async #list(ctx: HttpContext, kind: ShownList) {
    const { module, i18n } = ctx
    const regency = ctx.regency!
    const filters = readFilters(module, kind, ctx.request.qs())
    const page = readPage(ctx.request.qs(), cursorParts(filters))
    const districts = await childrenOf(regency)
    const within = filters.district ?? (filters.village && (await findRegion(filters.village))?.parent)
    const district = districts.find(({ code }) => code === within)
    const villages = district ? await childrenOf(district.code) : []
    const village = villages.find(({ code }) => code === filters.village)
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const place = placeOf(period)
      const decidable = ctx.can(`${module.name}.verify`) && isDecidable(period)
      const list = await listRecords(tx, place, filters, page)
      const clean = decidable && village ? await cleanTally(tx, place, village.code) : null
      const updated: ListFilters = kind === 'existing' ? { ...filters, kind: 'repair' } : filters
      const updates = decidable ? await countRecords(tx, place, updated, list.keys) : { value: 0, capped: false }
      const editable = ctx.can(`${module.name}.verify`) && isEditable(period)
      return { period, decidable, editable, list, clean, updates, at: tx.now.getTime() }
    })
    const villageNames = await regionNames(found?.list.rows.map((row) => row.village_code) ?? [])
    if (found && filters.search) await this.#log(ctx)
    const t = i18n.t.bind(i18n)
    const choices = (dimension: 'outcome' | 'state' | 'decile' | 'problem') => choicesOf(module, dimension, i18n.locale, t)
    return ctx.view.render('pages/verification/list', {
      ...{ module, kind, filters, page, districts, villages, village, villageNames, found },
      ...{ parameters: filterParameters(filters), sort: sortOf(filters) },
      options: { outcome: choices('outcome'), state: choices('state'), decile: choices('decile'), problem: choices('problem') },
      chips: chipsOf(filters, { districts, villages, choices, t }),
      tooShort: filters.search !== undefined && readSearch(filters.search).by === 'nothing',
      outcome: (code: string) => outcomeLabel(module, code, i18n.locale),
      decile: (band: number) => decileLabel(module, band),
      to: addressesOf(ctx),
    })
  }

  /** The word that was searched for is not kept, only that somebody searched. */
  async #log(ctx: HttpContext): Promise<void> {
    await scope.run(ctx.scope, (tx) =>
      recordRead(tx, {
        ...{ regency: ctx.regency!, action: 'search', purpose: 'verval', address: ctx.request.ip() },
        object: { type: `${ctx.module.name}.list` },
      }),
    )
  }
}
