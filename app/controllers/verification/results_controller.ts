import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { recordActivity } from '#services/activity'
import { sendFile } from '#services/files'
import { recordRead } from '#services/reads'
import { scope, type Tx } from '#services/scope'
import { resultFiles, resultsAvailable, type ResultFile } from '#verification/finalise/index'
import { fileOf } from '#verification/finalise/take_file'
import { otherCodes, periodById, periodsOf, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { addressesOf } from './addresses.js'

/** Kinds that go out with the letter, so that they can be taken before it is signed. */
const WITH_LETTER: readonly ResultFile['kind'][] = ['annex', 'paper', 'annexes', 'hashes']

/** Files of sealed results, period by period. */
export default class ResultsController {
  async index(ctx: HttpContext) {
    const { scope: own, module, regency, view } = ctx
    const { periods, codes } = await scope.run(own, async (tx) => {
      const found = []
      for (const period of await periodsOf(tx, module, regency!)) found.push(await listed(tx, period))
      return { periods: found, codes: await otherCodes(tx, module, regency!) }
    })
    return view.render('pages/results/index', { module, periods, codes, to: addressesOf(ctx) })
  }

  async show(ctx: HttpContext) {
    const { scope: own, module, regency, params, request } = ctx
    const file = await scope.run(own, async (tx) => {
      const period = UUID.test(params.period) ? await periodById(tx, params.period, regency!) : null
      if (!period || period.module.name !== module.name) throw new NotFound()
      const entry = (await resultFiles(tx, placeOf(period))).find(({ fileId }) => fileId === params.file)
      if (!entry || !mayTake(period, entry)) throw new NotFound()
      const found = await fileOf(tx, regency!, entry.fileId)
      if (!found) throw new NotFound()
      await recordRead(tx, {
        ...{
          regency: regency!,
          action: 'download',
          purpose: 'verval',
          object: { type: `${module.name}.result`, id: entry.fileId },
        },
        address: request.ip(),
      })
      await recordActivity(tx, {
        ...{ action: 'results.downloaded', regency: regency!, object: { type: 'file', id: entry.fileId } },
        data: { module: module.name, name: entry.name },
      })
      return found
    })
    return sendFile(ctx, file)
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function mayTake({ finalisation }: RegencyPeriod, { kind }: ResultFile): boolean {
  return resultsAvailable(finalisation.state) || (finalisation.sealRoot !== null && WITH_LETTER.includes(kind))
}

async function listed(tx: Tx, period: RegencyPeriod) {
  const available = resultsAvailable(period.finalisation.state)
  const files = available ? await resultFiles(tx, placeOf(period)) : []
  return {
    ...{ period, available },
    files: files.filter(({ kind }) => kind !== 'annex'),
    annexes: files.filter(({ kind }) => kind === 'annex'),
  }
}
