import type { HttpContext } from '@adonisjs/core/http'
import { findRegion } from '#services/regions'
import { scope } from '#services/scope'
import { DIMENSIONS, recap } from '#verification/lists/recap'
import { columnsOf } from '#verification/lists/words'
import { periodFor, placeOf } from '#verification/periods/index'

const KINDS = { terdaftar: 'existing', 'usulan-baru': 'new' } as const
const BY = { hasil: 'outcome', status: 'state', desil: 'decile', masalah: 'problem' } as const

/** Counts by kecamatan and desa; each figure opens the list that holds exactly so many rows. */
export default class RecapController {
  async index({ scope: own, module, regency, request, view, i18n }: HttpContext) {
    const { per = 'hasil', jenis = 'terdaftar', kecamatan } = request.qs() as Record<string, string>
    const by = per in BY ? (per as keyof typeof BY) : 'hasil'
    const kind = jenis in KINDS ? (jenis as keyof typeof KINDS) : 'terdaftar'
    const district = kecamatan ? await findRegion(kecamatan) : null
    const within = district?.parent === regency ? district : null
    const found = await scope.run(own, async (tx) => {
      const period = await periodFor(tx, module, regency!)
      if (!period) return null
      const of = { dimension: BY[by], kind: KINDS[kind], ...(within ? { district: within.code } : {}) }
      return { period, recap: await recap(tx, placeOf(period), of) }
    })
    const t = i18n.t.bind(i18n)
    return view.render('pages/verification/recap', {
      ...{ module, by, kind, district: within, dimensions: Object.keys(BY), kinds: Object.keys(KINDS), all: DIMENSIONS },
      ...{ found, columns: found ? columnsOf(module, found.recap, i18n.locale, t) : [] },
    })
  }
}
