import { formatDate, type CalendarDate } from '#domain/calendar_date'
import { registry } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { notify } from '#services/notifications'
import { query, type Tx } from '#services/scope'
import { grantUntil } from '../end_period.js'
import { PeriodError } from '../errors.js'
import { periodById, type RegencyPeriod } from '../period_view.js'
import { askable, checkedReason, lockRequest } from './ask.js'
import type { PeriodRequest } from './requests.js'

/** Opens a finalised period again for its regency, with a reason and a last day; gives the day that counts. */
export type Reopen = (tx: Tx, period: RegencyPeriod, reason: string, until: CalendarDate) => Promise<CalendarDate>

export interface Grant {
  /** Why, as the regency reads it. */
  answer: string
  /** Last day granted; the asked one when absent. */
  untilOn?: CalendarDate
}

/**
 * The ministry grants a request: the regency gets its days, and what it had finalised is open again with its letter void.
 *
 * @param reopen from the finalisation; periods know nothing of letters
 * @throws PeriodError `E_REQUEST_UNKNOWN`, `E_REQUEST_ANSWERED`, `E_REQUEST_STATE`, `E_REASON_MISSING`, `E_PERIOD_DATE`
 */
export async function grantRequest(tx: Tx, id: string, { answer, untilOn }: Grant, reopen: Reopen): Promise<PeriodRequest> {
  const request = await lockRequest(tx, id)
  const why = checkedReason(
    answer,
    {
      id: 'Tuliskan alasan keputusan agar daerah mengetahuinya.',
      en: 'Write why you decide so, for the region to know.',
    },
    'answer',
  )
  const period = await periodOfRequest(tx, request)
  if (askable(period) !== request.kind) {
    const { regencyName, periodName } = request
    throw new PeriodError(
      'E_REQUEST_STATE',
      request.kind === 'extension'
        ? {
            id: `${regencyName} sudah memfinalisasi ${periodName} setelah permohonan ini diajukan. Tolak permohonan ini; daerah dapat meminta pembukaan kembali.`,
            en: `${regencyName} has finalised ${periodName} since this request was made. Refuse it; the region can ask for reopening.`,
          }
        : {
            id: `${periodName} ${regencyName} sudah terbuka kembali. Tolak permohonan ini dengan penjelasan.`,
            en: `${periodName} of ${regencyName} is open again. Refuse this request and say so.`,
          },
    )
  }
  const wanted = untilOn ?? request.untilOn
  if (wanted < period.today) {
    throw new PeriodError('E_PERIOD_DATE', {
      id: `Tanggal ${formatDate(wanted)} sudah lewat. Tentukan tanggal lain.`,
      en: `Day ${formatDate(wanted)} is over already. Choose another one.`,
    }).at('until_on')
  }
  const granted =
    request.kind === 'reopening'
      ? await reopen(tx, period, why, wanted)
      : (
          await grantUntil(tx, {
            ...{ module: period.module, regency: request.regency, untilOn: wanted, reason: why },
            period: { id: period.period.id, name: period.period.name, finalise_days: period.period.finaliseDays, state: 'open' },
          })
        ).until_on
  return settle(tx, request, { state: 'granted', answer: why, until: granted })
}

/** The ministry refuses a request. @throws PeriodError as `grantRequest` */
export async function refuseRequest(tx: Tx, id: string, answer: string): Promise<PeriodRequest> {
  const request = await lockRequest(tx, id)
  const why = checkedReason(
    answer,
    {
      id: 'Tuliskan alasan penolakan agar daerah mengetahuinya.',
      en: 'Write why you refuse, for the region to know.',
    },
    'answer',
  )
  return settle(tx, request, { state: 'refused', answer: why, until: null })
}

async function settle(
  tx: Tx,
  request: PeriodRequest,
  { state, answer, until }: { state: 'granted' | 'refused'; answer: string; until: CalendarDate | null },
): Promise<PeriodRequest> {
  const { id, regency } = request
  await query(
    tx,
    `update period_requests set state = :state, answer = :answer, granted_until = :until, answered_by = :by, answered_by_name = :name,
       answered_at = :now where regency_code = :regency and id = :id`,
    { state, answer, until, by: tx.actor.id, name: tx.actor.name, now: tx.now, regency, id },
  )
  const data = { module: request.module, period: request.periodName, ...(until ? { until } : {}) }
  await recordActivity(tx, {
    ...{ action: `period.request_${state}`, regency, object: { type: 'period_request', id } },
    data: { ...data, region: request.regencyName },
  })
  const page = request.kind === 'extension' || state === 'granted' ? 'finalisasi' : 'surat-pengesahan'
  await notify(tx, {
    ...{ regency, to: { role: 'supervisor_regency' }, kind: `period.request_${state}` },
    params: { ...data, plugin: request.module, module: registry.module(request.module).words.short },
    href: `/${registry.module(request.module).path}/${page}?periode=${request.periodId}`,
  })
  return {
    ...request,
    ...{ state, answer, grantedUntil: until, answeredByName: tx.actor.name, answeredAt: tx.now },
  }
}

async function periodOfRequest(tx: Tx, { periodId, regency, periodName }: PeriodRequest): Promise<RegencyPeriod> {
  const period = await periodById(tx, periodId, regency)
  if (period) return period
  throw new PeriodError('E_PERIOD_NONE', {
    id: `${periodName} tidak lagi diikuti wilayah ini.`,
    en: `This region takes no part in ${periodName} any more.`,
  })
}
