import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { sendFile } from '#services/files'
import { findRegion } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { sendMade } from '#services/send_made'
import { hasProof, sealProof } from '#verification/finalise/index'
import { explain, explanationPdf, removalNotice, type Explanation } from '#verification/explain/index'
import { outcomeLabel } from '#verification/lists/words'
import { objectionsTo } from '#verification/objections/index'
import { placeOf } from '#verification/periods/index'
import { logOpening } from '#verification/review/read_log'
import { addressesOf, shownPeriod } from './addresses.js'

/** "Kenapa?" of a record or of one person in it: on the page, as a print, and the surat pemberitahuan of a removal. */
export default class ExplanationController {
  async show(ctx: HttpContext) {
    const { module, locale } = ctx
    const { explanation, objections, sealed } = await scope.run(ctx.scope, async (tx) => {
      const found = await this.#explained(tx, ctx)
      const { village_code: village, key } = found.view.row
      return {
        explanation: found,
        objections: await objectionsTo(tx, ctx.regency!, module.name, found.view.key),
        sealed: ctx.can(`${module.name}.finalise`) && (await hasProof(tx, found.period, { village, key })),
      }
    })
    const { view, standing } = explanation
    const [village, district] = await Promise.all([findRegion(view.row.village_code), findRegion(view.row.district_code)])
    return ctx.view.render('pages/verification/explanation', {
      ...{ module, ...explanation, objections, sealed, village, district, to: addressesOf(ctx), locale },
      removed: standing === 'removed',
      outcomeName: (code: string) => outcomeLabel(module, code, locale),
      may: ctx.can(`${module.name}.verify`),
    })
  }

  async pdf(ctx: HttpContext) {
    const content = await scope.run(ctx.scope, async (tx) => explanationPdf(tx, await this.#explained(tx, ctx, 'id')))
    return sendMade(ctx, 'penjelasan-keputusan.pdf', content)
  }

  async notice(ctx: HttpContext) {
    const { file } = await scope.run(ctx.scope, async (tx) => removalNotice(tx, await this.#explained(tx, ctx, 'id')))
    return sendFile(ctx, file)
  }

  /** The record as it was sealed, with what shows that it belongs to the result; checked at `/verifikasi/<code>`. */
  async proof(ctx: HttpContext) {
    const proof = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) throw new NotFound()
      return sealProof(tx, period, String(ctx.params.key), ctx.request.ip())
    })
    return sendMade(ctx, `bukti-segel-${proof.about.letter}.json`, JSON.stringify(proof))
  }

  /** @throws NotFound */
  async #explained(tx: Tx, ctx: HttpContext, locale = ctx.locale): Promise<Explanation> {
    const period = await shownPeriod(tx, ctx)
    const person: unknown = ctx.request.qs().orang
    const asked = typeof person === 'string' && person !== '' ? person : null
    const found = period && (await explain(tx, period, String(ctx.params.key), asked, locale))
    if (!found) throw new NotFound()
    await logOpening(tx, placeOf(period), found.view.key, { clear: false, address: ctx.request.ip() })
    return found
  }
}
