import type { CalendarDate } from '#domain/calendar_date'
import { formatMoment } from '#domain/zone'
import type { Tx } from '#services/scope'
import { assertPluginOn } from '#services/plugin_switches'
import { periodById, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { FinaliseError } from '../errors.js'
import { finalisationOf } from '../finalisation.js'
import { acceptLetter, returnFinalisation, type Returned, withWhom } from '../judgement.js'
import type { LetterRow } from '../letter_rows.js'
import { holdOf, releaseHold } from './hold.js'

interface Seen {
  /** Version of the finalisation that the officer saw; a newer one refuses him. */
  version?: number
}

/**
 * An officer accepts the signed letter that he looked at. Of two officers one wins; the other hears who decided and when.
 *
 * @throws FinaliseError `E_FINALISE_CHANGED`, `E_FINALISE_HELD`, and as `acceptLetter`
 * @throws PluginOff where the module is switched off
 */
export async function acceptAtDesk(
  tx: Tx,
  period: RegencyPeriod,
  { version, ...judgement }: Seen & { confirmed?: boolean; reason?: string },
): Promise<LetterRow> {
  await mine(tx, period, version)
  const letter = await acceptLetter(tx, period, judgement)
  await releaseHold(tx, placeOf(period))
  return letter
}

/**
 * An officer sends back the finalisation that he looked at.
 * @throws FinaliseError `E_FINALISE_CHANGED`, `E_FINALISE_HELD`, and as `returnFinalisation`
 */
export async function returnAtDesk(
  tx: Tx,
  period: RegencyPeriod,
  { version, reason, until }: Seen & { reason: string; until?: CalendarDate },
): Promise<Returned> {
  await mine(tx, period, version)
  const returned = await returnFinalisation(tx, period, reason, until)
  await releaseHold(tx, placeOf(period))
  return returned
}

async function mine(tx: Tx, period: RegencyPeriod, version: number | undefined): Promise<void> {
  const place = placeOf(period)
  await assertPluginOn(place.module.name, place.regency)
  await finalisationOf(tx, place, true)
  const now = await periodById(tx, place.periodId, place.regency)
  if (version !== undefined && now!.finalisation.version !== version) {
    throw new FinaliseError(
      'E_FINALISE_CHANGED',
      await withWhom(tx, period, (by) => ({
        id: `Pengesahan ini sudah berubah${by.id}. Keputusan Anda tidak disimpan; periksa keadaan terbaru dahulu.`,
        en: `This approval was changed${by.en}. Your decision was not kept; look at how it stands now.`,
      })),
    )
  }
  const hold = await holdOf(tx, place)
  if (hold && tx.actor.id !== null && hold.userId !== tx.actor.id) {
    throw new FinaliseError('E_FINALISE_HELD', {
      id: `Pengesahan ini sedang diperiksa oleh ${hold.name} sejak ${formatMoment(period.zone, hold.since)}. Ambil alih dahulu bila perlu.`,
      en: `${hold.name} looks at this approval since ${formatMoment(period.zone, hold.since)}. Take it over first if need be.`,
    })
  }
}
