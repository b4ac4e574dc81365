import { daysBetween, type CalendarDate } from '#domain/calendar_date'
import type { PeriodPhase } from '#domain/period'
import { todayIn, zoneOfProvince, type Zone } from '#domain/zone'
import { query, type Tx } from '#services/scope'
import { registry, type VerificationModule } from '#kernel/registry'
import type { Place } from '#verification/store/place'
import { closedByHand, lastDayOfFinalising, lastDayOfWork, phaseOn, type Calendar } from './phase.js'

export type FinalisationState = 'open' | 'finalising' | 'finalised' | 'letter_generated' | 'letter_uploaded' | 'accepted'

/** One module's period as one regency sees it today. */
export interface RegencyPeriod {
  module: VerificationModule
  regency: string
  zone: Zone
  /** Today in the regency's zone. */
  today: CalendarDate
  period: { id: string; name: string; opensOn: CalendarDate; untilOn: CalendarDate; finaliseDays: number }
  edition: { id: string; name: string; decree: string; decreeDate: CalendarDate; codeListVersion: string }
  finalisation: {
    state: FinalisationState
    version: number
    sealRoot: string | null
    letterId: string | null
    returnedReason: string | null
  }
  phase: PeriodPhase
  /** Last day of imports and edits. */
  closesOn: CalendarDate
  /** When the ministry closed by hand, where that is what ended the work. */
  closedAt: Date | null
  /** Last day of decisions and of finalising. */
  finaliseUntil: CalendarDate
  /** Days left after today for what the phase allows; 0 on its last day. */
  daysLeft: number
}

interface Row {
  period_id: string
  period_name: string
  opens_on: string
  until_on: string
  finalise_days: number
  closed_at: Date | null
  granted_until: string | null
  edition_id: string
  edition_name: string
  decree: string
  decree_date: string
  code_list_version: string
  state: FinalisationState
  version: number
  seal_root: string | null
  letter_id: string | null
  returned_reason: string | null
  module: string
  regency_code: string
  province: string
}

const SELECT = `
  select p.id as period_id, p.name as period_name, p.opens_on, p.until_on, p.finalise_days, p.closed_at, f.until_on as granted_until,
    e.id as edition_id, e.name as edition_name, e.decree, e.decree_date, e.code_list_version,
    f.state, f.version, f.seal_root, f.letter_id, f.returned_reason, p.module, f.regency_code, r.parent as province
  from finalisations f join periods p on p.id = f.period_id join editions e on e.id = p.edition_id join regions r on r.code = f.regency_code
  where p.state <> 'opening'`

/** The newest period of a module for a regency, running or over; null where it never had one. */
export async function periodFor(tx: Tx, module: VerificationModule, regency: string): Promise<RegencyPeriod | null> {
  const [row] = await query<Row>(
    tx,
    `${SELECT} and p.module = ? and f.regency_code = ? order by p.opens_on desc, p.created_at desc, p.id desc limit 1`,
    [module.name, regency],
  )
  return row ? view(tx, row) : null
}

/** One period by its id, e.g. of an import file or a letter; null when the regency takes no part in it. */
export async function periodById(tx: Tx, periodId: string, regency: string): Promise<RegencyPeriod | null> {
  const [row] = await query<Row>(tx, `${SELECT} and p.id = ? and f.regency_code = ?`, [periodId, regency])
  return row ? view(tx, row) : null
}

/** Every period of a module, or of some, for a regency, newest first. */
export async function periodsOf(
  tx: Tx,
  of: VerificationModule | readonly VerificationModule[],
  regency: string,
): Promise<RegencyPeriod[]> {
  const rows = await query<Row>(
    tx,
    `${SELECT} and p.module = any (?) and f.regency_code = ? order by p.opens_on desc, p.created_at desc, p.id desc`,
    [[of].flat().map(({ name }) => name), regency],
  )
  return rows.map((row) => view(tx, row))
}

/** Periods that are open or closing now, per regency of the scope; for jobs, tasks and the ministry's overview. */
export async function openPeriods(tx: Tx, module: VerificationModule): Promise<RegencyPeriod[]> {
  const rows = await query<Row>(
    tx,
    `${SELECT} and p.module = ? and f.regency_code = any (?) order by f.regency_code, p.opens_on desc`,
    [module.name, [...tx.scope.regions]],
  )
  return rows.map((row) => view(tx, row)).filter(({ phase }) => phase === 'open' || phase === 'closing')
}

/** Where the store finds the records of a period. */
export function placeOf({ module, period, edition, regency }: RegencyPeriod): Place {
  return { module, periodId: period.id, editionId: edition.id, regency }
}

function view(tx: Tx, row: Row): RegencyPeriod {
  const zone = zoneOfProvince(row.province)
  const today = todayIn(zone, tx.now)
  const calendar: Calendar = {
    zone,
    opensOn: row.opens_on,
    untilOn: row.until_on,
    finaliseDays: row.finalise_days,
    closedAt: row.closed_at,
    grantedUntil: row.granted_until,
  }
  const [closesOn, finaliseUntil] = [lastDayOfWork(calendar), lastDayOfFinalising(calendar)]
  return {
    ...{ module: registry.module(row.module), regency: row.regency_code, zone, today },
    period: {
      id: row.period_id,
      name: row.period_name,
      opensOn: row.opens_on,
      untilOn: row.until_on,
      finaliseDays: row.finalise_days,
    },
    edition: {
      id: row.edition_id,
      name: row.edition_name,
      decree: row.decree,
      decreeDate: row.decree_date,
      codeListVersion: row.code_list_version,
    },
    finalisation: {
      state: row.state,
      version: row.version,
      sealRoot: row.seal_root,
      letterId: row.letter_id,
      returnedReason: row.returned_reason,
    },
    phase: phaseOn(calendar, today),
    closesOn,
    closedAt: closedByHand(calendar),
    finaliseUntil,
    daysLeft: Math.max(0, daysBetween(today, today <= closesOn ? closesOn : finaliseUntil)),
  }
}
