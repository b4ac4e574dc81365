import type { CalendarDate } from '#domain/calendar_date'
import { saysWhy } from '#domain/reason'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import type { VerificationModule } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { NATIONAL, query, type Tx } from '#services/scope'
import { checkedDays, OVER, refuseDay } from './checked_dates.js'
import { PeriodError } from './errors.js'
import { openingJob } from './request_opening.js'

interface Reopening {
  period: { id: string; name: string; finalise_days: number }
  untilOn: CalendarDate
  finaliseDays: number | undefined
  reason: string | undefined
}

/**
 * Opens a period again for all regencies that was closed by hand, in the caller's transaction: the newest of its module, with a reason.
 * What a regency has finalised meanwhile stays final.
 *
 * @throws PeriodError `E_REASON_MISSING`, `E_PERIOD_RUNNING` where a later one was opened, `E_PERIOD_DATE`, `E_PERIOD_CHANGED` where somebody was faster
 */
export async function reopenPeriod(tx: Tx, module: VerificationModule, { period, ...asked }: Reopening): Promise<number> {
  const reason = asked.reason?.trim() ?? ''
  if (!saysWhy(reason)) {
    throw new PeriodError('E_REASON_MISSING', {
      id: `Periode "${period.name}" sudah ditutup. Sebutkan alasan bila hendak dibuka kembali untuk semua kabupaten/kota.`,
      en: `Period "${period.name}" is closed. Give a reason to open it again for all regencies.`,
    }).at('reason')
  }
  await query(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`period:${module.name}`])
  await assertNewest(tx, module, period)
  const days = checkedDays(asked.finaliseDays ?? period.finalise_days)
  if (asked.untilOn < todayIn(MINISTRY_ZONE, tx.now)) refuseDay(asked.untilOn, OVER)
  const reopened = await query(
    tx,
    `update periods set state = 'open', closed_at = null, until_on = ?, finalise_days = ? where id = ? and state = 'closed' returning id`,
    [asked.untilOn, days, period.id],
  )
  if (!reopened.length) {
    throw new PeriodError('E_PERIOD_CHANGED', {
      id: `Periode "${period.name}" baru saja dibuka kembali oleh petugas lain.`,
      en: `Somebody else has just opened period "${period.name}" again.`,
    })
  }
  await recordActivity(tx, {
    ...{ action: 'period.reopened', regency: NATIONAL, object: { type: 'period', id: period.id } },
    data: { module: module.name, period: period.name, until: asked.untilOn, days, reason },
  })
  return days
}

async function assertNewest(tx: Tx, module: VerificationModule, period: { id: string; name: string }): Promise<void> {
  const [newest] = await query<{ id: string; name: string }>(
    tx,
    'select id, name from periods where module = ? order by opens_on desc, created_at desc, id desc limit 1',
    [module.name],
  )
  const later = newest && newest.id !== period.id ? newest.name : (await openingJob(tx, module)) ? module.words.short : null
  if (later === null) return
  throw new PeriodError('E_PERIOD_RUNNING', {
    id: `Sesudah "${period.name}" sudah dibuka periode lain (${later}); hanya periode terbaru yang dapat dibuka kembali.`,
    en: `Another period (${later}) was opened after "${period.name}"; only the newest can be opened again.`,
  })
}
