import type { HttpContext } from '@adonisjs/core/http'
import { childrenOf, findRegion, regionNames } from '#services/regions'
import { recordRead } from '#services/reads'
import { scope } from '#services/scope'
import { isNumber } from '#verification/lists/blind'
import { chipsOf } from '#verification/lists/chips'
import {
  chosenOfInstrument,
  columnChoices,
  columnParameter,
  columnTexts,
  readColumns,
  usualColumns,
} from '#verification/lists/chosen_columns'
import { filterParameters, PAGE_SIZES, readFilters, readPage, readSearch, UNREADABLE } from '#verification/lists/filters'
import { listedFiles } from '#verification/lists/files'
import { listRecords } from '#verification/lists/list'
import { cursorParts, sortOf } from '#verification/lists/sort'
import { VIEW_NAME_LENGTH, viewsOf } from '#verification/lists/views'
import { choicesOf, decileLabel, outcomeLabel } from '#verification/lists/words'
import { cleanTally } from '#verification/review/bulk'
import { isDecidable, isEditable } from '#verification/review/writable'
import { placeOf } from '#verification/periods/index'
import { outcomeChoices } from './bulk_selection.js'
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

  findRepairs(ctx: HttpContext) {
    return this.#find(ctx, 'existing')
  }

  findAdditions(ctx: HttpContext) {
    return this.#find(ctx, 'new')
  }

  findChanges(ctx: HttpContext) {
    return this.#find(ctx, 'repair')
  }

  /** The form of the filters is posted, so that a number typed into it stands in no address; the address of the list then has it hidden. */
  #find(ctx: HttpContext, kind: ShownList) {
    const asked = ctx.request.body()
    const filters = readFilters(ctx.module, kind, asked)
    const { size } = readPage(asked, 0)
    const columns = columnParameter(readColumns(ctx.module, asked.kolom))
    const shown = { ...filterParameters(filters), baris: size === PAGE_SIZES[0] ? null : size, kolom: columns }
    return ctx.response.redirect().status(303).toPath(addressesOf(ctx).list(kind, shown))
  }

  async #list(ctx: HttpContext, kind: ShownList) {
    const { module, i18n } = ctx
    const regency = ctx.regency!
    const filters = readFilters(module, kind, ctx.request.qs())
    const typed = ctx.request.qs().cari
    if (typeof typed === 'string' && isNumber(typed)) {
      return ctx.response
        .redirect()
        .toPath(addressesOf(ctx).list(kind, { ...ctx.request.qs(), cari: null, ...filterParameters(filters) }))
    }
    const page = readPage(ctx.request.qs(), cursorParts(filters))
    const districts = await childrenOf(regency)
    const within = filters.district ?? (filters.village && (await findRegion(filters.village))?.parent)
    const district = districts.find(({ code }) => code === within)
    const villages = district ? await childrenOf(district.code) : []
    const village = villages.find(({ code }) => code === filters.village)
    const columns = readColumns(module, ctx.request.qs().kolom)
    const { views, usual, found } = await scope.run(ctx.scope, async (tx) => {
      const own = await viewsOf(tx, { module, regency, list: kind })
      const first = isBare(ctx) ? own.find(({ isDefault }) => isDefault) : undefined
      const period = first ? null : await shownPeriod(tx, ctx)
      if (!period) return { views: own, usual: first, found: null }
      const place = placeOf(period)
      const decidable = ctx.can(`${module.name}.verify`) && isDecidable(period)
      const list = await listRecords(tx, place, filters, page)
      const clean = decidable && village ? await cleanTally(tx, place, village.code) : null
      const keys = list.rows.map(({ key }) => key)
      const texts = await columnTexts(tx, place, keys, columns, ctx.locale)
      const files = await listedFiles(tx, place, filters.file)
      const editable = decidable && isEditable(period)
      const shown = { period, decidable, editable, list, clean, texts, files, at: tx.now.getTime() }
      return { views: own, usual: first, found: shown }
    })
    if (usual) return ctx.response.redirect(addressesOf(ctx).list(kind, { ...usual.parameters, tampilan: usual.id }))
    const villageNames = await regionNames(found?.list.rows.map((row) => row.village_code) ?? [])
    if (found && filters.search) await this.#log(ctx)
    const t = i18n.t.bind(i18n)
    const { locale } = ctx
    const choices = (dimension: 'outcome' | 'state' | 'decile' | 'problem') => choicesOf(module, dimension, locale, t)
    return ctx.view.render('pages/verification/list', {
      ...{ module, kind, filters, page, districts, villages, village, villageNames, found },
      ...{ parameters: filterParameters(filters), sort: sortOf(filters), views, nameLength: VIEW_NAME_LENGTH },
      ...{ columns: columns ?? usualColumns(module), kolom: columnParameter(columns) },
      outcomes: outcomeChoices(module, kind, locale),
      choices: columnChoices(module, locale, t),
      more: chosenOfInstrument(module, columns, locale, t),
      options: { outcome: choices('outcome'), state: choices('state'), decile: choices('decile'), problem: choices('problem') },
      chips: chipsOf(filters, { districts, villages, files: found?.files ?? [], choices, t }),
      tooShort: filters.search !== undefined && readSearch(filters.search).by === 'nothing',
      tooOld: filters.search === UNREADABLE,
      outcome: (code: string) => outcomeLabel(module, code, locale),
      decile: (band: number) => decileLabel(module, band, locale),
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

/** The list as the menu opens it: nothing is asked but where and when. */
function isBare({ request }: HttpContext): boolean {
  return Object.keys(request.qs()).every((name) => name === 'regency' || name === 'periode')
}
