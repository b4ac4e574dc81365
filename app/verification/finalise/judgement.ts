import { recordActivity } from '#services/activity'
import type { Tx } from '#services/scope'
import { placeOf, type FinalisationState, type RegencyPeriod } from '#verification/periods/index'
import { FinaliseError } from './errors.js'
import { publishVoid } from './facts.js'
import { finalisationOf } from './finalisation.js'
import { letterById, type LetterRow } from './letter_rows.js'
import { takeStep } from './steps.js'

const RETURNABLE: readonly FinalisationState[] = ['finalised', 'letter_generated', 'letter_uploaded', 'accepted']

/**
 * The ministry accepts the signed letter; the result stands from here on.
 * @throws FinaliseError `E_FINALISE_STATE` unless a signed letter waits
 */
export async function acceptLetter(tx: Tx, period: RegencyPeriod): Promise<LetterRow> {
  const place = placeOf(period)
  const row = await finalisationOf(tx, place, true)
  const letter = row.letterId ? await letterById(tx, place.regency, row.letterId) : null
  if (!letter || row.state !== 'letter_uploaded') {
    throw new FinaliseError(
      'E_FINALISE_STATE',
      row.state === 'accepted'
        ? `Surat ${period.period.name} wilayah ini sudah diterima.`
        : `Belum ada surat bertanda tangan yang diunggah untuk ${period.period.name} wilayah ini.`,
    )
  }
  await takeStep(tx, place, { state: 'accepted', step: 'accepted' })
  await recordActivity(tx, {
    ...{ action: 'letter.accepted', regency: place.regency, object: { type: 'letter', id: letter.id } },
    data: { module: place.module.name, number: letter.number },
  })
  return letter
}

/**
 * The ministry sends a finalisation back with a reason: the period opens again for the regency, and a letter that exists is void but
 * keeps its number and its files.
 *
 * @returns the letter that became void, null when none had been issued
 * @throws FinaliseError `E_REASON_MISSING`, `E_FINALISE_STATE`
 */
export async function returnFinalisation(tx: Tx, period: RegencyPeriod, reason: string): Promise<LetterRow | null> {
  const why = reason.trim()
  if (!why)
    throw new FinaliseError('E_REASON_MISSING', 'Tuliskan alasan pengembalian agar daerah tahu apa yang harus diperbaiki.')
  const place = placeOf(period)
  const row = await finalisationOf(tx, place, true)
  if (!RETURNABLE.includes(row.state)) {
    throw new FinaliseError(
      'E_FINALISE_STATE',
      `${period.period.name} wilayah ini belum difinalisasi, sehingga tidak dapat dikembalikan.`,
    )
  }
  const letter = row.letterId ? await letterById(tx, place.regency, row.letterId) : null
  if (letter) {
    await tx.trx
      .from('letters')
      .where({ id: letter.id, regency_code: place.regency })
      .update({ state: 'void', void_reason: why, voided_at: tx.now })
    await publishVoid(tx, letter.code, why)
  }
  await takeStep(tx, place, {
    ...{ state: 'open', step: 'returned', reason: why },
    changes: { letter_id: null, seal_root: null, sealed_at: null, totals: null, job_id: null, returned_reason: why },
  })
  await recordActivity(tx, {
    ...{ action: 'finalisation.returned', regency: place.regency, object: { type: 'period', id: place.periodId } },
    data: { module: place.module.name, reason: why, ...(letter ? { number: letter.number } : {}) },
  })
  return letter
}
