import type { HttpContext } from '@adonisjs/core/http'
import { scope } from '#services/scope'
import { districtsOf, progress, recap } from '#verification/lists/recap'
import { columnsOf } from '#verification/lists/words'
import { placeOf } from '#verification/periods/index'
import { addressesOf, shownPeriod } from './addresses.js'

const KINDS = { terdaftar: 'existing', 'usulan-baru': 'new' } as const
const BY = { hasil: 'outcome', status: 'state', desil: 'decile', masalah: 'problem' } as const

const chosen = <T extends object>(of: T, value: unknown, otherwise: keyof T): keyof T =>
  typeof value === 'string' && value in of ? (value as keyof T) : otherwise

/** Counts by kecamatan and desa; each figure opens the list that holds exactly so many rows. */
export default class RecapController {
  /** The module's bare address, as people type it. */
  entry(ctx: HttpContext) {
    return ctx.response.redirect(addressesOf(ctx).recap())
  }

  async index(ctx: HttpContext) {
    const { module, i18n, view } = ctx
    const asked = ctx.request.qs()
    const by = chosen(BY, asked.per, 'hasil')
    const jenis = chosen(KINDS, asked.jenis, 'terdaftar')
    const kind = KINDS[jenis]
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const place = placeOf(period)
      const district = (await districtsOf(tx, place)).find(({ code }) => code === asked.kecamatan)
      const of = { dimension: BY[by], kind, ...(district ? { district: district.code } : {}) }
      return { period, district, progress: await progress(tx, place, kind), recap: await recap(tx, place, of) }
    })
    const to = addressesOf(ctx)
    const district = found?.district
    const region = (code: string) => (district ? { kecamatan: district.code, desa: code } : { kecamatan: code })
    return view.render('pages/verification/recap', {
      ...{ module, to, by, kind, jenis, district, found, dimensions: Object.keys(BY), kinds: Object.keys(KINDS) },
      columns: found ? columnsOf(module, found.recap, ctx.locale, i18n.t.bind(i18n)) : [],
      cell: (code: string, value?: string) => to.list(kind, { ...region(code), ...(value === undefined ? {} : { [by]: value }) }),
      sum: (value?: string) => {
        const within = district ? { kecamatan: district.code } : {}
        return to.list(kind, { tampilan: 'semua', ...within, ...(value === undefined ? {} : { [by]: value }) })
      },
      inState: (value?: string) => to.list(kind, { tampilan: 'semua', status: value }),
    })
  }
}
