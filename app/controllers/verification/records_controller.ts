import type { HttpContext } from '@adonisjs/core/http'
import { childrenOf } from '#services/regions'
import { recordRead } from '#services/reads'
import { scope } from '#services/scope'
import { filterParameters, readFilters, readPage, type ListFilters } from '#verification/lists/filters'
import { listRecords } from '#verification/lists/list'
import { choicesOf, decileLabel, outcomeLabel } from '#verification/lists/words'
import { cleanUpdates } from '#verification/review/decide'
import { periodFor, placeOf } from '#verification/periods/index'

/** Lists of a module's records: those of the register with their repairs, and the new proposals. */
export default class RecordsController {
  repairs(ctx: HttpContext) {
    return this.#list(ctx, 'existing')
  }

  additions(ctx: HttpContext) {
    return this.#list(ctx, 'new')
  }

  async #list(ctx: HttpContext, kind: ListFilters['kind']) {
    const { module, i18n } = ctx
    const regency = ctx.regency!
    const filters = readFilters(module, kind, ctx.request.qs())
    const page = readPage(ctx.request.qs())
    const districts = await childrenOf(regency)
    const district = districts.find(({ code }) => code === filters.district)
    const villages = district ? await childrenOf(district.code) : []
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await periodFor(tx, module, regency)
      if (!period) return null
      const place = placeOf(period)
      if (filters.search)
        await recordRead(tx, { regency, action: 'search', purpose: 'verval', object: { type: `${module.name}.list` } })
      return {
        period,
        list: await listRecords(tx, place, filters, page),
        clean: ctx.can(`${module.name}.verify`) && filters.village ? (await cleanUpdates(tx, place, filters.village)).length : 0,
      }
    })
    const t = i18n.t.bind(i18n)
    const choices = (dimension: 'outcome' | 'state' | 'decile' | 'problem') => choicesOf(module, dimension, i18n.locale, t)
    return ctx.view.render('pages/verification/list', {
      ...{ module, kind, filters, page, districts, villages, found, parameters: filterParameters(filters) },
      options: { outcome: choices('outcome'), state: choices('state'), decile: choices('decile'), problem: choices('problem') },
      chips: chipsOf(filters, { districts, villages, choices, t }),
      outcome: (code: string) => outcomeLabel(module, code, i18n.locale),
      decile: (band: number) => decileLabel(module, band),
    })
  }
}

interface ChipWords {
  districts: { code: string; name: string }[]
  villages: { code: string; name: string }[]
  choices: (dimension: 'outcome' | 'state' | 'decile' | 'problem') => { value: string; label: string }[]
  t: (key: string) => string
}

function chipsOf(filters: ListFilters, { districts, villages, choices, t }: ChipWords) {
  const named = (list: { code: string; name: string }[], code: string) =>
    list.find((region) => region.code === code)?.name ?? code
  const worded = (dimension: 'outcome' | 'state' | 'decile' | 'problem', value: string) =>
    choices(dimension).find((choice) => choice.value === value)?.label ?? value
  const chips: [string, string, string | undefined][] = [
    ['kecamatan', t('verification.district'), filters.district && named(districts, filters.district)],
    ['desa', t('verification.village'), filters.village && named(villages, filters.village)],
    ['hasil', t('verification.outcome'), filters.outcome && worded('outcome', filters.outcome)],
    ['status', t('verification.state'), filters.state && worded('state', filters.state)],
    ['masalah', t('verification.problems'), filters.problem && worded('problem', filters.problem)],
    ['desil', t('verification.decile'), filters.decile === undefined ? undefined : worded('decile', String(filters.decile))],
    ['berkas', t('verification.file'), filters.file],
    ['cari', t('component.search.label'), filters.search],
  ]
  return chips.flatMap(([name, label, value]) => (value === undefined ? [] : [{ name, label, value }]))
}
