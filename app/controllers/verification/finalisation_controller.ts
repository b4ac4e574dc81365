import type { HttpContext } from '@adonisjs/core/http'
import { regionNames } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { districtCounts, type VillageCount } from '#verification/finalise/counts'
import { cycleOf, setback } from '#verification/finalise/cycle'
import { finalisationOf, finalise, FinaliseError, rehearse, stepsOf, type Blocker } from '#verification/finalise/index'
import { regencyName } from '#verification/finalise/institution'
import { isOnePerson } from '#verification/instrument'
import type { Locale } from '#verification/message'
import {
  assertFinalisable,
  otherCodes,
  PeriodError,
  periodAtWork,
  periodsOf,
  placeOf,
  type RegencyPeriod,
} from '#verification/periods/index'
import { newsCount } from '#verification/news/list'
import { askable, requestsOf } from '#verification/periods/requests/index'
import { addressesOf, askedPeriod, type Addresses } from './addresses.js'
import { nameInForms } from './form_period.js'
import { SOLVING } from './solving.js'

/** Word that has to be typed before the period is closed. */
const WORD = 'FINALISASI'
const SHOWN = 200

/** Rehearsal of a finalisation with everything that stands against it, the act itself, and its progress. */
export default class FinalisationController {
  async index(ctx: HttpContext) {
    const { scope: own, module, regency, view, locale, session } = ctx
    session.forget(SOLVING)
    const { found, codes } = await scope.run(own, async (tx) => {
      const periods = await periodsOf(tx, module, regency!)
      const at = periods.length > 0 ? await periodAtWork(tx, module, regency!, askedPeriod(ctx)) : null
      if (at) nameInForms(ctx, at)
      return { found: at && (await this.#found(tx, at, periods, locale)), codes: await otherCodes(tx, module, regency!) }
    })
    const to = addressesOf(ctx)
    return view.render('pages/finalisation/index', {
      ...{ module, found, codes, to, word: WORD, regencyName: await regencyName(regency!) },
      onePerson: isOnePerson(module.instrument),
      linkOf: (blocker: Blocker) => linkOf(to, blocker),
    })
  }

  async store(ctx: HttpContext) {
    const { scope: own, module, regency, request, response, session, i18n } = ctx
    if (String(request.input('confirmation', '')).trim().toUpperCase() !== WORD) {
      throw new FinaliseError('E_FINALISE_STATE', i18n.t('finalisation.unconfirmed', { word: WORD }))
    }
    const seen: unknown = request.input('angka')
    await scope.run(own, async (tx) => {
      const period = await assertFinalisable(tx, module, regency!, askedPeriod(ctx))
      return finalise(tx, period, undefined, typeof seen === 'string' ? seen : undefined)
    })
    session.flash('info', i18n.t('finalisation.started'))
    return response.redirect(addressesOf(ctx).finalisation())
  }

  async #found(tx: Tx, period: RegencyPeriod, periods: readonly RegencyPeriod[], locale: Locale) {
    const place = placeOf(period)
    const steps = await stepsOf(tx, place)
    const row = await finalisationOf(tx, place)
    const rehearsal = row.state === 'open' ? await rehearse(tx, place, SHOWN, locale) : null
    return {
      ...{ period, periods, row, steps, cycle: cycleOf(row.state, steps), setback: setback(steps), rehearsal },
      districts: rehearsal ? byDistrict(rehearsal.villages) : [],
      villageNames: await regionNames(rehearsal?.blockers.problems.flatMap(({ village }) => village ?? []) ?? []),
      refusal: row.state === 'open' ? await refusalOf(tx, period, locale) : null,
      news: rehearsal ? await newsCount(tx, place.module.name, place.regency, 'open') : 0,
      ...{ requests: await requestsOf(tx, place), askable: askable(period) },
    }
  }
}

function byDistrict(villages: readonly VillageCount[]) {
  return districtCounts(villages).map((district) => ({
    ...district,
    villages: villages.filter((village) => village.district === district.code),
  }))
}

/** Why the period cannot be finalised today, whatever its data; null when it can. */
async function refusalOf(tx: Tx, { module, regency, period }: RegencyPeriod, locale: Locale): Promise<string | null> {
  try {
    await assertFinalisable(tx, module, regency, period.id)
    return null
  } catch (error) {
    if (error instanceof PeriodError) return error.text[locale]
    throw error
  }
}

/** The page on which a blocker is solved; of work that is no import there is none. */
function linkOf(to: Addresses, blocker: Blocker): string | null {
  if (blocker.href) return to.page(blocker.href)
  if (blocker.kind === 'job') return blocker.importId ? `/import/${blocker.importId}` : null
  return `${to.record(blocker.household ?? '', { dari: 'finalisasi' })}#bagian`
}
