import type { HttpContext } from '@adonisjs/core/http'
import { v7 as uuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { recordRead } from '#services/reads'
import { childrenOf, findRegion } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { sendMade } from '#services/send_made'
import { PaperError } from '#verification/paper/errors'
import { blankForm, MOST_FORMS, PAPERS, recordForm } from '#verification/paper/print'
import { requestPaper } from '#verification/paper/print_job'
import { localitiesOf } from '#verification/paper/rows'
import { choosePeriod, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { isDecidable } from '#verification/review/writable'
import { addressesOf, askedPeriod, shownPeriod } from './addresses.js'

/** Papers that are carried to the villages: prelist, visit list and forms, blank or filled with what is known. */
export default class PaperController {
  async index(ctx: HttpContext) {
    const { module, regency, request, view } = ctx
    const asked = request.qs()
    const districts = await childrenOf(regency!)
    const within = asked.desa ? (await findRegion(String(asked.desa)))?.parent : null
    const district = districts.find(({ code }) => code === (asked.kecamatan || within))
    const villages = district ? await childrenOf(district.code) : []
    const village = villages.find(({ code }) => code === asked.desa)
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const localities = village ? await localitiesOf(tx, placeOf(period), village.code) : []
      return { period, localities, clear: this.#mayClear(ctx, period) }
    })
    const records = found?.localities.reduce((sum, locality) => sum + locality.records, 0) ?? 0
    return view.render('pages/paper/index', {
      ...{ module, found, districts, district, villages, village, records, papers: PAPERS, most: MOST_FORMS, form: uuid() },
      to: addressesOf(ctx),
    })
  }

  async print(ctx: HttpContext) {
    const { request, response } = ctx
    const [paper, locality] = [PAPERS.find((known) => known === request.input('paper')) ?? 'prelist', request.input('sls')]
    const job = await scope.run(ctx.scope, async (tx) => {
      const period = await this.#period(tx, ctx)
      const clear = paper === 'forms' && request.input('clear') === '1'
      if (clear && !this.#mayClear(ctx, period)) throw refusedInClear()
      const wanted = {
        ...{ paper, clear, village: String(request.input('desa', '')) },
        ...{ open: request.input('open') === '1', apart: request.input('apart') === '1' },
        locality: typeof locality === 'string' && locality !== '' ? locality.replace(/^=/, '') : undefined,
      }
      const asked = await requestPaper(tx, period, wanted, request.input('form'))
      await this.#log(tx, ctx, asked, clear)
      return asked
    })
    return response.redirect(addressesOf(ctx).export(job))
  }

  async blank(ctx: HttpContext) {
    const content = await scope.run(ctx.scope, async (tx) => blankForm(tx, await this.#period(tx, ctx)))
    return sendMade(ctx, `formulir-${ctx.module.name}-kosong.pdf`, content)
  }

  async record(ctx: HttpContext) {
    const key = String(ctx.params.key)
    const content = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) throw new NotFound()
      const clear = ctx.request.qs().lengkap === '1'
      if (clear && !this.#mayClear(ctx, period)) throw refusedInClear()
      const made = await recordForm(tx, period, key, clear)
      if (!made) throw new NotFound()
      await this.#log(tx, ctx, key, clear)
      return made
    })
    return sendMade(ctx, `formulir-${ctx.module.name}.pdf`, content)
  }

  #mayClear({ module, can }: HttpContext, period: RegencyPeriod): boolean {
    return can(`${module.name}.verify`) && isDecidable(period)
  }

  #period(tx: Tx, ctx: HttpContext): Promise<RegencyPeriod> {
    return choosePeriod(tx, ctx.module, ctx.regency!, askedPeriod(ctx))
  }

  #log(tx: Tx, ctx: HttpContext, id: string, clear: boolean): Promise<void> {
    const { people } = ctx.module.instrument.summary
    return recordRead(tx, {
      ...{ regency: ctx.regency!, action: 'export', purpose: 'verval', address: ctx.request.ip() },
      object: { type: `${ctx.module.name}.paper`, id },
      ...(clear ? { fields: [people.nik, people.kk] } : {}),
    })
  }
}

function refusedInClear(): PaperError {
  return new PaperError('E_PAPER_CLEAR', {
    id: 'Nomor lengkap hanya dicetak oleh yang berhak memverifikasi, pada periode yang sedang berjalan.',
    en: 'Numbers in full are printed only by those who may verify, in a running period.',
  })
}
