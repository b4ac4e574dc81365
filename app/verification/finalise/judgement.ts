import { addDays, formatDate, type CalendarDate } from '#domain/calendar_date'
import { LEAST_REASON, saysWhy } from '#domain/reason'
import { formatMoment } from '#domain/zone'
import { recordActivity } from '#services/activity'
import { notify } from '#services/notifications'
import { query, type Tx } from '#services/scope'
import { PeriodError, placeOf, WAITING, type FinalisationState, type RegencyPeriod } from '#verification/periods/index'
import { FinaliseError } from './errors.js'
import { publishVoid } from './facts.js'
import { finalisationOf } from './finalisation.js'
import { letterById, type LetterRow } from './letter_rows.js'
import { stepsOf, takeStep } from './steps.js'
import type { Text } from '#verification/instrument'

const RETURNABLE: readonly FinalisationState[] = [...WAITING, 'accepted']
/** Days of work that a return leaves at least, today not counted: a period that cannot be corrected any more would be a dead end. */
const CORRECTION_DAYS = 7

export interface Returned {
  /** The letter that became void; null when none had been issued. */
  letter: LetterRow | null
  /** Last day on which the regency can import, edit and decide. */
  closesOn: CalendarDate
  /** Last day on which it can finalise again. */
  finaliseUntil: CalendarDate
}

/**
 * The ministry accepts the signed letter; the result stands from here on.
 * @throws FinaliseError `E_FINALISE_STATE` unless a signed letter waits, `E_SCAN_UNREADABLE` for an unread QR without `confirmed`
 */
export async function acceptLetter(
  tx: Tx,
  period: RegencyPeriod,
  { confirmed = false, reason }: { confirmed?: boolean; reason?: string | undefined } = {},
): Promise<LetterRow> {
  const place = placeOf(period)
  const row = await finalisationOf(tx, place, true)
  const letter = row.letterId ? await letterById(tx, place.regency, row.letterId) : null
  if (!letter || row.state !== 'letter_uploaded') {
    throw new FinaliseError(
      'E_FINALISE_STATE',
      row.state === 'accepted'
        ? await withWhom(tx, period, (by) => ({
            id: `Surat ${period.period.name} wilayah ini sudah diterima${by.id}.`,
            en: `The letter of ${period.period.name} of this region was accepted${by.en}.`,
          }))
        : {
            id: `Belum ada surat bertanda tangan yang diunggah untuk ${period.period.name} wilayah ini.`,
            en: `No signed letter was uploaded for ${period.period.name} of this region yet.`,
          },
    )
  }
  if (letter.scanQr !== 'read' && !confirmed) {
    throw new FinaliseError('E_SCAN_UNREADABLE', {
      id: `QR pada hasil pindai surat nomor ${letter.number} tidak terbaca. Periksa hasil pindainya, lalu nyatakan dengan --confirm.`,
      en: `The QR on the scan of letter ${letter.number} cannot be read. Check the scan, then state so with --confirm.`,
    })
  }
  await takeStep(tx, place, { state: 'accepted', step: 'accepted', reason: reason?.trim() || null })
  await recordActivity(tx, {
    ...{ action: 'letter.accepted', regency: place.regency, object: { type: 'letter', id: letter.id } },
    data: { module: place.module.name, number: letter.number },
  })
  await tell(tx, period, 'letter.accepted', { number: letter.number })
  return letter
}

/**
 * The ministry sends a finalisation back with a reason: the period opens again for the regency, with days in which it can correct, and
 * a letter that exists is void but keeps its number and its files.
 *
 * @param until last day of work granted with the return; when absent the regency's own last day, or a week from today if that is later
 * @throws FinaliseError `E_REASON_MISSING`, `E_FINALISE_STATE`, `E_FINALISE_PURGED`
 * @throws PeriodError `E_PERIOD_DATE` for a day that is over in the regency
 */
export async function returnFinalisation(tx: Tx, period: RegencyPeriod, reason: string, until?: CalendarDate): Promise<Returned> {
  const why = reason.trim()
  if (!saysWhy(why))
    throw new FinaliseError('E_REASON_MISSING', {
      id: `Tuliskan alasan pengembalian, paling sedikit ${LEAST_REASON} karakter, agar daerah tahu apa yang harus diperbaiki.`,
      en: `Write why it is returned, at least ${LEAST_REASON} characters, so that the region knows what to correct.`,
    }).at('reason')
  const place = placeOf(period)
  const row = await finalisationOf(tx, place, true)
  if (!RETURNABLE.includes(row.state)) {
    throw new FinaliseError(
      'E_FINALISE_STATE',
      row.returnedReason
        ? await withWhom(tx, period, (by) => ({
            id: `${period.period.name} wilayah ini sudah dikembalikan${by.id}.`,
            en: `${period.period.name} of this region was returned${by.en}.`,
          }))
        : {
            id: `${period.period.name} wilayah ini belum difinalisasi, sehingga tidak dapat dikembalikan.`,
            en: `${period.period.name} of this region is not finalised, so that it cannot be returned.`,
          },
    )
  }
  if (row.state === 'accepted') await refusePurged(tx, period)
  const closesOn = correctionDay(period, until)
  const letter = row.letterId ? await letterById(tx, place.regency, row.letterId) : null
  if (letter) {
    await tx.trx
      .from('letters')
      .where({ id: letter.id, regency_code: place.regency })
      .update({ state: 'void', void_reason: why, voided_at: tx.now })
    await publishVoid(tx, letter.code)
  }
  await takeStep(tx, place, {
    ...{ state: 'open', step: 'returned', reason: why },
    changes: {
      ...{ letter_id: null, seal_root: null, sealed_at: null, totals: null, job_id: null, returned_reason: why },
      ...(closesOn > period.closesOn ? { until_on: closesOn } : {}),
    },
  })
  await recordActivity(tx, {
    ...{ action: 'finalisation.returned', regency: place.regency, object: { type: 'period', id: place.periodId } },
    data: { module: place.module.name, until: closesOn, ...(letter ? { number: letter.number } : {}) },
  })
  await tell(tx, period, 'letter.returned', { until: closesOn })
  return { letter, closesOn, finaliseUntil: addDays(closesOn, period.period.finaliseDays) }
}

/** The supervisors of the regency hear of the answer. */
function tell(tx: Tx, { module, regency, period }: RegencyPeriod, kind: string, params: Record<string, string>): Promise<void> {
  const page = kind === 'letter.accepted' ? 'surat-pengesahan' : 'finalisasi'
  return notify(tx, {
    ...{ regency, to: { role: 'supervisor_regency' }, kind },
    params: { plugin: module.name, module: module.words.short, period: period.name, ...params },
    href: `/${module.path}/${page}?periode=${period.id}`,
  })
}

/** Who took the last step of a finalisation, and on which day of the regency, as a part of a sentence. */
export async function withWhom(tx: Tx, period: RegencyPeriod, sentence: (by: Text) => Text): Promise<Text> {
  const last = (await stepsOf(tx, placeOf(period))).at(-1)
  if (!last) return sentence({ id: '', en: '' })
  const at = formatMoment(period.zone, last.at)
  return sentence({ id: ` oleh ${last.by} pada ${at}`, en: ` by ${last.by} on ${at}` })
}

/** What granting a request for opening again does; the regency's own last day is kept where it is later. */
export async function reopenForRequest(
  tx: Tx,
  period: RegencyPeriod,
  reason: string,
  until: CalendarDate,
): Promise<CalendarDate> {
  return (await returnFinalisation(tx, period, reason, until)).closesOn
}

/** Without the records of its files a period can be neither undone nor merged with what the operators send next. */
async function refusePurged(tx: Tx, { period, regency }: RegencyPeriod) {
  const purged = await query(
    tx,
    `select 1 from import_files where regency_code = ? and period_id = ? and state <> 'refused' and purged_at is not null limit 1`,
    [regency, period.id],
  )
  if (purged.length === 0) return
  throw new FinaliseError('E_FINALISE_PURGED', {
    id: `${period.name} wilayah ini sudah lama diterima dan rincian berkas impornya sudah dihapus, sehingga tidak dapat dikembalikan. Buka periode baru untuk memperbaiki datanya.`,
    en: `${period.name} of this region was accepted long ago and the records of its imports are gone, so that it cannot be returned. Open a new period to correct the data.`,
  })
}

function correctionDay({ today, closesOn }: RegencyPeriod, until: CalendarDate | undefined): CalendarDate {
  if (until !== undefined && until < today) {
    throw new PeriodError('E_PERIOD_DATE', {
      id: `Tanggal ${formatDate(until)} sudah lewat. Pengembalian memberi daerah waktu untuk memperbaiki.`,
      en: `Day ${formatDate(until)} is over already. A return gives the region time to correct.`,
    }).at('until_on')
  }
  const granted = until ?? addDays(today, CORRECTION_DAYS)
  return granted > closesOn ? granted : closesOn
}
