import type { HttpContext } from '@adonisjs/core/http'
import type { VerificationModule } from '#kernel/registry'
import { query, scope, type Tx } from '#services/scope'
import { districtCounts, type VillageCount } from '#verification/finalise/counts'
import { cycleOf, setback } from '#verification/finalise/cycle'
import { finalisationOf, finalise, FinaliseError, rehearse, stepsOf, type Blocker } from '#verification/finalise/index'
import { regencyName } from '#verification/finalise/institution'
import { assertFinalisable, PeriodError, periodFor, placeOf, type RegencyPeriod } from '#verification/periods/index'

/** Word that has to be typed before the period is closed. */
const WORD = 'FINALISASI'
const SHOWN = 200

/** Rehearsal of a finalisation with everything that stands against it, the act itself, and its progress. */
export default class FinalisationController {
  async index({ scope: own, module, regency, view }: HttpContext) {
    const found = await scope.run(own, async (tx) => {
      const period = await periodFor(tx, module, regency!)
      return period && this.#found(tx, period)
    })
    return view.render('pages/finalisation/index', {
      ...{ module, found, word: WORD, regencyName: await regencyName(regency!) },
      linkOf: (blocker: Blocker) => linkOf(module, blocker),
    })
  }

  async store({ scope: own, module, regency, request, response, session, i18n }: HttpContext) {
    if (String(request.input('confirmation', '')).trim().toUpperCase() !== WORD) {
      throw new FinaliseError('E_FINALISE_STATE', i18n.t('finalisation.unconfirmed', { word: WORD }))
    }
    await scope.run(own, async (tx) => finalise(tx, await assertFinalisable(tx, module, regency!)))
    session.flash('info', i18n.t('finalisation.started'))
    return response.redirect(`/${module.path}/finalisasi`)
  }

  async #found(tx: Tx, period: RegencyPeriod) {
    const place = placeOf(period)
    const steps = await stepsOf(tx, place)
    const row = await finalisationOf(tx, place)
    const rehearsal = row.state === 'open' ? await rehearse(tx, place, SHOWN) : null
    return {
      ...{ period, row, steps, cycle: cycleOf(row.state, steps), setback: setback(steps), rehearsal },
      districts: rehearsal ? byDistrict(rehearsal.villages) : [],
      villageNames: await namesOf(tx, rehearsal?.blockers.problems ?? []),
      refusal: row.state === 'open' ? await refusalOf(tx, period) : null,
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
async function refusalOf(tx: Tx, { module, regency }: RegencyPeriod): Promise<string | null> {
  try {
    await assertFinalisable(tx, module, regency)
    return null
  } catch (error) {
    if (error instanceof PeriodError) return error.message
    throw error
  }
}

async function namesOf(tx: Tx, problems: readonly Blocker[]): Promise<Record<string, string>> {
  const codes = [...new Set(problems.flatMap(({ village }) => village ?? []))]
  if (codes.length === 0) return {}
  const rows = await query<{ code: string; name: string }>(tx, 'select code, name from regions where code = any (?)', [codes])
  return Object.fromEntries(rows.map(({ code, name }) => [code, name]))
}

/** The page on which a blocker is solved; of work that is no import there is none. */
function linkOf({ path, paths }: VerificationModule, blocker: Blocker): string | null {
  if (blocker.kind === 'job') return blocker.importId ? `/import/${blocker.importId}` : null
  return `/${path}/${paths.record}/${encodeURIComponent(blocker.household ?? '')}`
}
