import { v7 as uuid } from 'uuid'
import { formatDate, type CalendarDate } from '#domain/calendar_date'
import { saysWhy } from '#domain/reason'
import { MINISTRY_ZONE, todayIn, type Zone } from '#domain/zone'
import { recordActivity } from '#services/activity'
import { notify } from '#services/notifications'
import { assertPluginOn } from '#services/plugin_switches'
import { findRegion } from '#services/regions'
import { query, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import type { Text } from '../../instrument.js'
import { PeriodError } from '../errors.js'
import type { FinalisationState, RegencyPeriod } from '../period_view.js'
import { findRequest, requestsOf, type PeriodRequest, type RequestKind } from './requests.js'

/** Most letters of a reason or an answer. */
export const REASON_LENGTH = 1000
const SEALED: readonly FinalisationState[] = ['finalised', 'letter_generated', 'letter_uploaded', 'accepted']

export interface Asking {
  kind: RequestKind
  untilOn: CalendarDate
  reason: string
}

/** What a regency may ask for in a period now; null when there is nothing to ask for. */
export function askable({ finalisation, phase }: RegencyPeriod): RequestKind | null {
  if (SEALED.includes(finalisation.state)) return 'reopening'
  return finalisation.state === 'open' && phase !== 'upcoming' ? 'extension' : null
}

/**
 * A regency asks the ministry for more days, or to open again what it has finalised. One request of a period waits at a time; the same one from the same
 * person, sent by a second click, is that one.
 *
 * @throws PeriodError `E_REASON_MISSING`, `E_PERIOD_DATE`, `E_REQUEST_STATE`, `E_REQUEST_WAITING`
 * @throws PluginOff where the module is switched off
 */
export async function askPeriod(tx: Tx, period: RegencyPeriod, { kind, untilOn, reason }: Asking): Promise<PeriodRequest> {
  const { module, regency } = period
  await assertPluginOn(module.name, regency)
  const why = checkedReason(reason, {
    id: 'Tuliskan alasan permohonan agar Pusdatin dapat memutuskannya.',
    en: 'Write why you ask, so that Pusdatin can decide.',
  })
  if (askable(period) !== kind) {
    throw new PeriodError(
      'E_REQUEST_STATE',
      kind === 'extension'
        ? {
            id: `${period.period.name} sudah difinalisasi. Yang dapat diminta adalah pembukaan kembali.`,
            en: `${period.period.name} has been finalised. What can be asked for is reopening.`,
          }
        : {
            id: `${period.period.name} belum difinalisasi. Yang dapat diminta adalah perpanjangan.`,
            en: `${period.period.name} has not been finalised. What can be asked for is an extension.`,
          },
    )
  }
  if (untilOn < period.today || (kind === 'extension' && untilOn <= period.closesOn)) {
    const after = kind === 'extension' && period.closesOn > period.today ? period.closesOn : period.today
    throw new PeriodError('E_PERIOD_DATE', {
      id: `Tanggal yang diminta harus setelah ${formatDate(after)}.`,
      en: `The day asked for must be after ${formatDate(after)}.`,
    }).at('until_on')
  }
  const id = uuid()
  const made = await query(
    tx,
    `insert into period_requests (id, regency_code, period_id, module, kind, until_on, reason, asked_by, asked_by_name, asked_at)
     values (:id, :regency, :period, :module, :kind, :until, :reason, :by, :name, :now) on conflict do nothing returning id`,
    {
      ...{ id, regency, period: period.period.id, module: module.name, kind, until: untilOn, reason: why },
      ...{ by: tx.actor.id, name: tx.actor.name, now: tx.now },
    },
  )
  if (!made.length) {
    const open = await openRequest(tx, period)
    const again = open?.askedBy === tx.actor.id && open.kind === kind && open.untilOn === untilOn && open.reason === why
    if (open && again) return open
    throw waiting(period, open)
  }
  await recordActivity(tx, {
    ...{ action: `period.asked_${kind}`, regency, object: { type: 'period_request', id } },
    data: { module: module.name, period: period.period.name, until: untilOn },
  })
  const name = (await findRegion(regency))?.name ?? regency
  await notify(tx, {
    ...{ regency, to: { role: 'pusdatin' }, kind: `period.asked_${kind}`, href: '/admin/periode/permohonan' },
    params: { plugin: module.name, module: module.words.short, period: period.period.name, region: name },
  })
  return (await findRequest(tx, id))!
}

/** The regency takes its own request back while nobody has answered. @throws PeriodError `E_REQUEST_UNKNOWN`, `E_REQUEST_ANSWERED` */
export async function withdrawRequest(tx: Tx, regency: string, id: string): Promise<void> {
  const request = await lockRequest(tx, id, regency)
  await query(
    tx,
    `update period_requests set state = 'withdrawn', answered_by = ?, answered_by_name = ?, answered_at = ? where regency_code = ? and id = ?`,
    [tx.actor.id, tx.actor.name, tx.now, regency, id],
  )
  await recordActivity(tx, {
    ...{ action: 'period.request_withdrawn', regency, object: { type: 'period_request', id } },
    data: { module: request.module, period: request.periodName },
  })
}

/** The regency says that it has read the answer, which then is no task any more. */
export async function seeAnswer(tx: Tx, regency: string, id: string): Promise<void> {
  const request = await findRequest(tx, id)
  if (request?.regency !== regency) throw unknown()
  await query(
    tx,
    `update period_requests set seen_at = coalesce(seen_at, ?) where regency_code = ? and id = ? and state in ('granted', 'refused')`,
    [tx.now, regency, id],
  )
}

/**
 * Locks a request that waits, so that of two answers one wins. A regency is told the day of its own calendar.
 * @throws PeriodError `E_REQUEST_UNKNOWN`; `E_REQUEST_ANSWERED` with who answered, when and how
 */
export async function lockRequest(tx: Tx, id: string, regency?: string): Promise<PeriodRequest> {
  const seen = await findRequest(tx, id)
  if (!seen || (regency !== undefined && seen.regency !== regency)) throw unknown()
  await query(tx, 'select 1 from period_requests where regency_code = ? and id = ? for update', [seen.regency, id])
  const request = (await findRequest(tx, id))!
  if (request.state === 'waiting') return request
  await loadZones()
  const zone = regency === undefined ? MINISTRY_ZONE : zoneOf(regency)
  const answers = { granted: 'dikabulkan', refused: 'ditolak', withdrawn: 'ditarik' }
  const { regencyName, state, answeredByName: by } = request
  const day = dayOf(request.answeredAt, zone)
  throw new PeriodError('E_REQUEST_ANSWERED', {
    id: `Permohonan ${regencyName} sudah ${answers[state]} oleh ${by} pada ${day}. Keputusan Anda tidak disimpan.`,
    en: `The request of ${regencyName} was ${state} by ${by} on ${day} already. Your decision was not saved.`,
  })
}

/** @throws PeriodError `E_REASON_MISSING` */
export function checkedReason(reason: string, missing: Text, field = 'reason'): string {
  const why = reason.trim().slice(0, REASON_LENGTH)
  if (!saysWhy(why)) throw new PeriodError('E_REASON_MISSING', missing).at(field)
  return why
}

async function openRequest(tx: Tx, { period, regency }: RegencyPeriod): Promise<PeriodRequest | undefined> {
  const all = await requestsOf(tx, { periodId: period.id, regency })
  return all.find(({ state }) => state === 'waiting')
}

function waiting(period: RegencyPeriod, open: PeriodRequest | undefined): PeriodError {
  const day = open && dayOf(open.askedAt, period.zone)
  const { name } = period.period
  return new PeriodError('E_REQUEST_WAITING', {
    id: `Permohonan untuk ${name} sudah diajukan${open ? ` oleh ${open.askedByName} pada ${day}` : ''} dan menunggu jawaban Pusdatin. Tarik dahulu bila hendak diganti.`,
    en: `A request for ${name} was made${open ? ` by ${open.askedByName} on ${day}` : ''} and waits for the answer of Pusdatin. Withdraw it first to replace it.`,
  })
}

function unknown(): PeriodError {
  return new PeriodError('E_REQUEST_UNKNOWN', { id: 'Permohonan ini tidak ada.', en: 'There is no such request.' })
}

function dayOf(moment: Date | null, zone: Zone): string {
  return moment ? formatDate(todayIn(zone, moment)) : '–'
}
