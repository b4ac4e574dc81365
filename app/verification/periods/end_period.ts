import { formatDate, type CalendarDate } from '#domain/calendar_date'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import type { VerificationModule } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { nationalScope } from '#services/regions'
import { NATIONAL, query, scope, type Actor, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { checkedDays, OVER, refuseDay } from './checked_dates.js'
import { PeriodError } from './errors.js'
import { reopenPeriod } from './reopen_period.js'
import { tellRegencies } from './tell_regencies.js'

/** How long an officer waits for a job that writes in a register. */
const WAIT = '5s'

interface PeriodRow {
  id: string
  name: string
  opens_on: string
  until_on: string
  finalise_days: number
  state: string
}

export interface ExtendRequest {
  module: VerificationModule
  untilOn: CalendarDate
  /** Only for this regency; absent = for all. Either opens again what is closed; for all that takes a reason. */
  regency?: string
  /** Id or name of the period; the newest when absent. */
  period?: string
  /** Days after the last day in which finalising stays possible; of the whole period, unchanged when absent. */
  finaliseDays?: number
  reason?: string
  /** State of the period as the person saw it; when told, another one refuses him. */
  seen?: string
  actor: Actor
}

export interface ChangedPeriod {
  id: string
  name: string
  until_on: CalendarDate
  finalise_days: number
  regency?: string
  state: string
}

/**
 * Moves the last day of work, for all regencies or for one.
 * @throws PeriodError `E_PERIOD_NONE`, `E_PERIOD_UNKNOWN`, `E_PERIOD_DATE`; for a closed one what `reopenPeriod` throws
 */
export async function extendPeriod(request: ExtendRequest): Promise<ChangedPeriod> {
  const { regency, actor } = request
  const within = regency ? scope.of([NATIONAL, regency], actor) : await nationalScope(actor)
  return scope.run(within, (tx) => extend(tx, request))
}

async function extend(
  tx: Tx,
  { module, untilOn, regency, period: asked, finaliseDays, reason, seen }: ExtendRequest,
): Promise<ChangedPeriod> {
  const period = await held(tx, module, asked)
  if (seen === 'open' && period.state === 'closed') throw await notOpen(tx, module, period)
  if (regency) {
    const granted = await grantUntil(tx, { module, period, regency, untilOn, ...(reason ? { reason } : {}) })
    await tellRegencies(tx, module, period, { kind: 'period.extended', only: regency, until: untilOn })
    return granted
  }
  if (period.state === 'closed') {
    const days = await reopenPeriod(tx, module, { period, untilOn, finaliseDays, reason })
    await tellRegencies(tx, module, period, { kind: 'period.reopened', until: untilOn })
    return { id: period.id, name: period.name, until_on: untilOn, finalise_days: days, state: 'open' }
  }
  const days = checkedDays(finaliseDays ?? period.finalise_days)
  if (untilOn < period.until_on || (untilOn === period.until_on && days === period.finalise_days)) {
    refuseDay(untilOn, {
      id: `harus setelah ${formatDate(period.until_on)}`,
      en: `must be after ${formatDate(period.until_on)}`,
    })
  }
  await query(tx, 'update periods set until_on = ?, finalise_days = ? where id = ?', [untilOn, days, period.id])
  await recordActivity(tx, {
    ...{ action: 'period.extended', regency: NATIONAL, object: { type: 'period', id: period.id } },
    data: { module: module.name, period: period.name, until: untilOn, days, ...(reason ? { reason } : {}) },
  })
  if (untilOn > period.until_on) await tellRegencies(tx, module, period, { kind: 'period.extended', until: untilOn })
  return { id: period.id, name: period.name, until_on: untilOn, finalise_days: days, state: period.state }
}

/**
 * Gives one regency days of its own in a period, in the caller's transaction.
 * @throws PeriodError `E_PERIOD_DATE` for a day that is over, `E_PERIOD_NONE` where the regency takes no part; `isStoreBusy`
 */
export async function grantUntil(
  tx: Tx,
  {
    module,
    period,
    regency,
    untilOn,
    reason,
  }: {
    module: VerificationModule
    period: Pick<PeriodRow, 'id' | 'name' | 'finalise_days' | 'state'>
    regency: string
    untilOn: CalendarDate
    reason?: string
  },
): Promise<ChangedPeriod> {
  await loadZones()
  if (untilOn < todayIn(zoneOf(regency), tx.now)) refuseDay(untilOn, OVER)
  // Whoever writes in the regency's register holds the row; an officer does not wait for an import to end.
  await query(tx, `set local lock_timeout = '${WAIT}'`)
  const granted = await query(
    tx,
    'update finalisations set until_on = ?, version = version + 1, updated_at = ? where period_id = ? and regency_code = ? returning period_id',
    [untilOn, tx.now, period.id, regency],
  )
  if (!granted.length) {
    throw new PeriodError('E_PERIOD_NONE', {
      id: `Wilayah ${regency} tidak mengikuti periode "${period.name}".`,
      en: `Region ${regency} takes no part in period "${period.name}".`,
    })
  }
  await recordActivity(tx, {
    ...{ action: 'period.extended', regency, object: { type: 'period', id: period.id } },
    data: { module: module.name, period: period.name, until: untilOn, ...(reason ? { reason } : {}) },
  })
  return {
    ...{ id: period.id, name: period.name, until_on: untilOn, finalise_days: period.finalise_days, regency },
    state: period.state,
  }
}

export interface CloseRequest {
  /** Id or name of the period; the newest when absent. */
  period?: string
  /** Days from now on in which finalising stays possible; those declared at the opening when absent. */
  finaliseDays?: number
  reason?: string
}

/**
 * Closes the module's period by hand: imports and edits stop from this moment, running ones finish, finalising stays possible for its
 * days.
 * @throws PeriodError `E_PERIOD_NONE`, `E_PERIOD_UNKNOWN`; `E_PERIOD_CHANGED`, with whom and when, for one that was closed meanwhile
 */
export async function closePeriod(module: VerificationModule, actor: Actor, request: CloseRequest = {}): Promise<ChangedPeriod> {
  return scope.run(await nationalScope(actor), async (tx) => {
    const period = await existing(tx, module, request.period)
    const days = checkedDays(request.finaliseDays ?? period.finalise_days)
    const closed = await query(
      tx,
      `update periods set state = 'closed', closed_at = ?, finalise_days = ? where id = ? and state = 'open' returning id`,
      [tx.now, days, period.id],
    )
    if (!closed.length) throw await notOpen(tx, module, period)
    const reason = request.reason?.trim()
    await recordActivity(tx, {
      ...{ action: 'period.closed', regency: NATIONAL, object: { type: 'period', id: period.id } },
      data: { module: module.name, period: period.name, days, ...(reason ? { reason } : {}) },
    })
    await tellRegencies(tx, module, period, { kind: 'period.closed', days })
    return { id: period.id, name: period.name, until_on: period.until_on, finalise_days: days, state: 'closed' }
  })
}

/** Who closed it, and when, as far as the log tells. */
async function notOpen(tx: Tx, module: VerificationModule, period: PeriodRow): Promise<PeriodError> {
  const [by] = await query<{ name: string; at: Date }>(
    tx,
    `select user_name as name, at from activities
     where regency_code = ? and object_type = 'period' and object_id = ? and action = 'period.closed' order by at desc limit 1`,
    [NATIONAL, period.id],
  )
  if (!by) {
    return new PeriodError('E_PERIOD_NONE', {
      id: `Tidak ada periode ${module.words.short} yang terbuka.`,
      en: `No period of ${module.words.short} is open.`,
    })
  }
  const day = formatDate(todayIn(MINISTRY_ZONE, by.at))
  return new PeriodError('E_PERIOD_CHANGED', {
    id: `Periode "${period.name}" sudah ditutup oleh ${by.name} pada ${day}.`,
    en: `Period "${period.name}" was closed by ${by.name} on ${day} already.`,
  })
}

/** The period of an act, which nobody else changes until the transaction ends. */
async function held(tx: Tx, module: VerificationModule, asked?: string): Promise<PeriodRow> {
  const { id } = await existing(tx, module, asked)
  await query(tx, 'select 1 from periods where id = ? for no key update', [id])
  return existing(tx, module, id)
}

/** The period that a command or a desk means. @throws PeriodError `E_PERIOD_NONE`, `E_PERIOD_UNKNOWN` */
export async function choosePeriodOf(tx: Tx, module: VerificationModule, asked?: string): Promise<ChangedPeriod> {
  const { id, name, until_on, finalise_days, state } = await existing(tx, module, asked)
  return { id, name, until_on, finalise_days, state }
}

async function existing(tx: Tx, module: VerificationModule, asked?: string): Promise<PeriodRow> {
  const found = await query<PeriodRow>(
    tx,
    `select id, name, opens_on, until_on, finalise_days, state from periods where module = :module and state <> 'opening'
       and (cast(:asked as text) is null or cast(id as text) = :asked or name = :asked)
     order by opens_on desc, created_at desc, id desc limit 2`,
    { module: module.name, asked: asked ?? null },
  )
  const [period, another] = found
  if (period && (asked === undefined || !another)) return period
  const { short } = module.words
  if (period) {
    const ids = found.map(({ id }) => id).join(', ')
    throw new PeriodError('E_PERIOD_UNKNOWN', {
      id: `Lebih dari satu periode bernama "${asked}". Sebut id-nya: ${ids}.`,
      en: `More than one period is called "${asked}". Name its id: ${ids}.`,
    })
  }
  throw asked
    ? new PeriodError('E_PERIOD_UNKNOWN', {
        id: `Periode ${short} "${asked}" tidak ada.`,
        en: `There is no period "${asked}" of ${short}.`,
      })
    : new PeriodError('E_PERIOD_NONE', { id: `Belum ada periode ${short}.`, en: `There is no period of ${short} yet.` })
}
