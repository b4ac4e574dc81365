import { formatDate, type CalendarDate } from '#domain/calendar_date'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import type { VerificationModule } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { NATIONAL, query, scope, type Actor, type Tx } from '#services/scope'
import { PeriodError } from './errors.js'

interface PeriodRow {
  id: string
  name: string
  opens_on: string
  until_on: string
  state: string
}

export interface ExtendRequest {
  module: VerificationModule
  untilOn: CalendarDate
  /** Only for this regency; absent = for all. A regency's grant also reopens a closed period for it. */
  regency?: string
  /** Id or name of the period; the newest when absent. */
  period?: string
  reason?: string
  actor: Actor
}

export interface ChangedPeriod {
  id: string
  name: string
  until_on: CalendarDate
  regency?: string
  state: string
}

/**
 * Moves the last day of work, for all regencies or for one.
 * @throws PeriodError `E_PERIOD_NONE`, `E_PERIOD_UNKNOWN`, `E_PERIOD_DATE`
 */
export async function extendPeriod({
  module,
  untilOn,
  regency,
  period: asked,
  reason,
  actor,
}: ExtendRequest): Promise<ChangedPeriod> {
  return scope.run(scope.of([NATIONAL, ...(regency ? [regency] : [])], actor), async (tx) => {
    const period = await existing(tx, module, asked)
    const data = { module: module.name, period: period.name, until: untilOn, ...(reason ? { reason } : {}) }
    if (regency) {
      if (untilOn < todayIn(MINISTRY_ZONE, tx.now)) refuse(untilOn, 'sudah lewat')
      const granted = await query(
        tx,
        'update finalisations set until_on = ?, version = version + 1, updated_at = ? where period_id = ? and regency_code = ? returning period_id',
        [untilOn, tx.now, period.id, regency],
      )
      if (!granted.length) throw new PeriodError('E_PERIOD_NONE', `Wilayah ${regency} tidak mengikuti periode "${period.name}".`)
      await recordActivity(tx, { action: 'period.extended', regency, object: { type: 'period', id: period.id }, data })
      return { id: period.id, name: period.name, until_on: untilOn, regency, state: period.state }
    }
    if (period.state === 'closed') {
      throw new PeriodError(
        'E_PERIOD_NONE',
        `Periode "${period.name}" sudah ditutup; perpanjangan hanya dapat diberikan per kabupaten/kota.`,
      )
    }
    if (untilOn <= period.until_on) refuse(untilOn, `harus setelah ${formatDate(period.until_on)}`)
    await query(tx, 'update periods set until_on = ? where id = ?', [untilOn, period.id])
    await recordActivity(tx, { action: 'period.extended', regency: NATIONAL, object: { type: 'period', id: period.id }, data })
    return { id: period.id, name: period.name, until_on: untilOn, state: period.state }
  })
}

/**
 * Closes the module's period by hand: imports and edits stop from this moment, running ones finish, finalising stays possible for the
 * days declared when it was opened.
 * @throws PeriodError `E_PERIOD_NONE`
 */
export async function closePeriod(module: VerificationModule, actor: Actor): Promise<ChangedPeriod> {
  return scope.run(scope.of(NATIONAL, actor), async (tx) => {
    const period = await existing(tx, module)
    const closed = await query(
      tx,
      `update periods set state = 'closed', closed_at = ? where id = ? and state = 'open' returning id`,
      [tx.now, period.id],
    )
    if (!closed.length) throw new PeriodError('E_PERIOD_NONE', `Tidak ada periode ${module.words.short} yang terbuka.`)
    await recordActivity(tx, {
      action: 'period.closed',
      regency: NATIONAL,
      object: { type: 'period', id: period.id },
      data: { module: module.name, period: period.name },
    })
    return { id: period.id, name: period.name, until_on: period.until_on, state: 'closed' }
  })
}

function refuse(untilOn: CalendarDate, reason: string): never {
  throw new PeriodError('E_PERIOD_DATE', `Tanggal ${formatDate(untilOn)} ${reason}.`)
}

async function existing(tx: Tx, module: VerificationModule, asked?: string): Promise<PeriodRow> {
  const found = await query<PeriodRow>(
    tx,
    `select id, name, opens_on, until_on, state from periods where module = :module and state <> 'opening'
       and (cast(:asked as text) is null or cast(id as text) = :asked or name = :asked)
     order by opens_on desc, created_at desc, id desc limit 2`,
    { module: module.name, asked: asked ?? null },
  )
  const [period, another] = found
  if (period && (asked === undefined || !another)) return period
  throw period
    ? new PeriodError(
        'E_PERIOD_UNKNOWN',
        `Lebih dari satu periode bernama "${asked}". Sebut id-nya: ${found.map(({ id }) => id).join(', ')}.`,
      )
    : new PeriodError(
        asked ? 'E_PERIOD_UNKNOWN' : 'E_PERIOD_NONE',
        asked ? `Periode ${module.words.short} "${asked}" tidak ada.` : `Belum ada periode ${module.words.short}.`,
      )
}
