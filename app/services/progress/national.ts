import type { CalendarDate } from '#domain/calendar_date'
import type { PeriodPhase } from '#domain/period'
import { daysBetween } from '#domain/calendar_date'
import { todayIn, zoneOfProvince } from '#domain/zone'
import type { VerificationModule } from '#kernel/registry'
import { pluginEnabledAmong } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import { lastDayOfFinalising, lastDayOfWork, phaseOn } from '#verification/periods/phase'
import type { FinalisationState } from '#verification/periods/index'
import { tableNames } from '#verification/store/index'

/** Where one regency stands in a period: the steps of the cycle, before them whether it began, and what keeps it out of the period. */
export const STANDINGS = [
  ...['off', 'absent', 'not_started', 'open', 'finalising', 'finalised', 'letter_generated', 'letter_uploaded', 'accepted'],
] as const satisfies readonly (FinalisationState | 'off' | 'absent' | 'not_started')[]
export type Standing = (typeof STANDINGS)[number]

/** One regency's line of the progress page. Counts are records of the register; `added` are proposals beside them. */
export interface RegencyProgress {
  code: string
  name: string
  province: { code: string; name: string }
  standing: Standing
  records: number
  touched: number
  added: number
  accepted: number
  /** Files of operators that were applied. */
  files: number
  letter: { number: string; scannedAt: Date | null } | null
  /** The newest remark to its supervisors of the last `REMINDED_DAYS` days. */
  remindedAt: Date | null
  phase: PeriodPhase | null
  /** Days left after today for what the phase allows; null where the regency takes no part. */
  daysLeft: number | null
  /** Last day of what the phase allows. */
  until: CalendarDate | null
  /** Part of the days of work that has passed with today, 0 to 1; null where the regency takes no part or the period has not begun. */
  elapsed: number | null
}

export interface ProgressPeriod {
  id: string
  name: string
  edition: string
  decree: string
}

/** Every period of a module, newest first. */
export function periodsOfModule(tx: Tx, module: VerificationModule): Promise<ProgressPeriod[]> {
  return query<ProgressPeriod>(
    tx,
    `select p.id, p.name, e.name as edition, e.decree from periods p join editions e on e.id = p.edition_id
     where p.module = ? and p.state <> 'opening' order by p.opens_on desc, p.created_at desc, p.id desc`,
    [module.name],
  )
}

interface Row {
  code: string
  name: string
  province: string
  province_name: string
  state: FinalisationState | null
  granted_until: string | null
  opens_on: string
  until_on: string
  finalise_days: number
  closed_at: Date | null
  records: number
  touched: number
  added: number
  accepted: number
  files: number
  number: string | null
  scanned_at: Date | null
  reminded_at: Date | null
}

/** So long a remark to a regency counts: after it, a regency that still has handed in nothing is due to be reminded again. */
const REMINDED_DAYS = 7

/**
 * One statement for all: the kept counts, the files and the letters of a period, each summed once by regency, not once for each of them
 * where the planner takes the regencies for a few.
 */
export function progressSql({ recaps }: { recaps: string }): string {
  return `
    with kept as materialized (
      select regency_code, coalesce(sum(records) filter (where kind <> 'new'), 0) as records,
        coalesce(sum(records) filter (where kind <> 'new' and state <> 'untouched'), 0) as touched,
        coalesce(sum(records) filter (where kind = 'new'), 0) as added,
        coalesce(sum(records) filter (where state = 'accepted'), 0) as accepted
      from ${recaps} where period_id = :period and regency_code = any (:regions) group by regency_code),
    applied as materialized (
      select regency_code, count(*) as files from import_files
      where period_id = :period and regency_code = any (:regions) and state = 'applied' group by regency_code),
    reminded as materialized (
      select regency_code, max(created_at) as at from remarks
      where regency_code = any (:regions) and created_at > :remarked group by regency_code)
    select r.code, r.name, r.parent as province, u.name as province_name, f.state, f.until_on as granted_until,
      p.opens_on, p.until_on, p.finalise_days, p.closed_at,
      coalesce(k.records, 0) as records, coalesce(k.touched, 0) as touched, coalesce(k.added, 0) as added,
      coalesce(k.accepted, 0) as accepted, coalesce(a.files, 0) as files, l.number, l.scanned_at, m.at as reminded_at
    from regions r join regions u on u.code = r.parent join periods p on p.id = :period
      left join finalisations f on f.period_id = p.id and f.regency_code = r.code
      left join kept k on k.regency_code = r.code
      left join applied a on a.regency_code = r.code
      left join reminded m on m.regency_code = r.code
      left join letters l on l.regency_code = f.regency_code and l.id = f.letter_id
    where r.level = 2 and r.code = any (:regions)
      and (f.state is not null or not exists (select from region_aliases former where former.old_code = r.code))
    order by r.code`
}

/** Every regency of the scope in one period, by code. */
export async function nationalProgress(tx: Tx, module: VerificationModule, period: string): Promise<RegencyProgress[]> {
  const remarked = new Date(tx.now.getTime() - REMINDED_DAYS * 24 * 60 * 60 * 1000)
  const rows = await query<Row>(tx, progressSql(tableNames(module.instrument)), { period, regions: tx.scope.regions, remarked })
  const on = await pluginEnabledAmong(
    module.name,
    rows.map(({ code }) => code),
  )
  return rows.map((row) => lineOf(row, on.has(row.code), tx.now))
}

function lineOf(row: Row, on: boolean, now: Date): RegencyProgress {
  const { code, name, records, touched, added, accepted, files, number } = row
  return {
    ...{ code, name, records, touched, added, accepted, files },
    province: { code: row.province, name: row.province_name },
    standing: standingOf(row, on),
    letter: number === null ? null : { number, scannedAt: row.scanned_at },
    remindedAt: row.reminded_at,
    ...daysOf(row, now),
  }
}

function standingOf({ state, touched, added }: Row, on: boolean): Standing {
  if (!on) return 'off'
  if (state === null) return 'absent'
  return state === 'open' && touched === 0 && added === 0 ? 'not_started' : state
}

function daysOf(row: Row, now: Date): Pick<RegencyProgress, 'phase' | 'daysLeft' | 'until' | 'elapsed'> {
  if (row.state === null) return { phase: null, daysLeft: null, until: null, elapsed: null }
  const zone = zoneOfProvince(row.province)
  const today = todayIn(zone, now)
  const calendar = {
    ...{ zone, opensOn: row.opens_on, untilOn: row.until_on, finaliseDays: row.finalise_days },
    ...{ closedAt: row.closed_at, grantedUntil: row.granted_until },
  }
  const closes = lastDayOfWork(calendar)
  const until = today <= closes ? closes : lastDayOfFinalising(calendar)
  const phase = phaseOn(calendar, today)
  const elapsed = phase === 'upcoming' ? null : elapsedOn(today, row.opens_on, closes)
  return { phase, until, daysLeft: Math.max(0, daysBetween(today, until)), elapsed }
}

/** Part of the days from the first to the last that has passed with today. */
export function elapsedOn(today: CalendarDate, first: CalendarDate, last: CalendarDate): number {
  const days = daysBetween(first, last) + 1
  return days <= 0 ? 1 : Math.min(1, Math.max(0, (daysBetween(first, today) + 1) / days))
}

/** Sums over regencies, and how many stand where. */
export interface ProgressTotals {
  regencies: number
  records: number
  touched: number
  added: number
  accepted: number
  files: number
  standings: Record<Standing, number>
}

export function totalsOf(rows: readonly RegencyProgress[]): ProgressTotals {
  const sum = (name: 'records' | 'touched' | 'added' | 'accepted' | 'files') => rows.reduce((total, row) => total + row[name], 0)
  const standings = Object.fromEntries(STANDINGS.map((standing) => [standing, 0])) as Record<Standing, number>
  for (const { standing } of rows) standings[standing] += 1
  return {
    ...{ regencies: rows.length, records: sum('records'), touched: sum('touched'), added: sum('added') },
    ...{ accepted: sum('accepted'), files: sum('files'), standings },
  }
}
