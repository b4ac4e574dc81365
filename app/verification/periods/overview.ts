import { addDays, type CalendarDate } from '#domain/calendar_date'
import type { PeriodPhase } from '#domain/period'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { pluginPlacesOff } from '#services/plugin_switches'
import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { lastDayOfFinalising, lastDayOfWork, phaseOn } from './phase.js'
import type { FinalisationState } from './period_view.js'

/** One period of a module as the ministry sees it, by the ministry's own calendar. */
export interface PeriodLine {
  id: string
  name: string
  edition: string
  decree: string
  opensOn: CalendarDate
  untilOn: CalendarDate
  /** Last day of work, and of finalising; regencies with days of their own may go on. */
  closesOn: CalendarDate
  finaliseUntil: CalendarDate
  finaliseDays: number
  state: 'opening' | 'open' | 'closed'
  phase: PeriodPhase
  createdBy: string
  closedAt: Date | null
  regencies: number
  /** Regencies with days of their own. */
  granted: number
  states: Record<FinalisationState, number>
}

interface Row extends Omit<PeriodLine, 'closesOn' | 'finaliseUntil' | 'phase' | 'states'> {
  counts: Partial<Record<FinalisationState, number>> | null
}

/** Every period of a module, newest first, with how far its regencies are; regencies where the module is off are left out. */
export async function periodLines(tx: Tx, module: VerificationModule): Promise<PeriodLine[]> {
  const off = await pluginPlacesOff([module.name], tx.scope.regions)
  const rows = await query<Row>(
    tx,
    `select p.id, p.name, e.name as edition, e.decree, p.opens_on as "opensOn", p.until_on as "untilOn",
       p.finalise_days as "finaliseDays", p.state, p.created_by as "createdBy", p.closed_at as "closedAt",
       coalesce(c.regencies, 0) as regencies, coalesce(c.granted, 0) as granted, c.counts
     from periods p join editions e on e.id = p.edition_id
     left join (select period_id, sum(regencies)::int as regencies, sum(granted)::int as granted, jsonb_object_agg(state, regencies) as counts
       from (select f.period_id, f.state, count(*)::int as regencies, count(f.until_on)::int as granted from finalisations f
         where f.module = :module and f.regency_code = any (:regions) and not (f.module || '@' || f.regency_code) = any (:off)
         group by 1, 2) s group by period_id) c on c.period_id = p.id
     where p.module = :module order by p.opens_on desc, p.created_at desc, p.id desc`,
    { module: module.name, regions: tx.scope.regions, off },
  )
  const today = todayIn(MINISTRY_ZONE, tx.now)
  return rows.map(({ counts, ...row }) => {
    const calendar = { ...row, zone: MINISTRY_ZONE, grantedUntil: null }
    return {
      ...row,
      ...{ closesOn: lastDayOfWork(calendar), finaliseUntil: lastDayOfFinalising(calendar), phase: phaseOn(calendar, today) },
      states: { ...NONE, ...counts },
    }
  })
}

const NONE: Record<FinalisationState, number> = {
  ...{ open: 0, finalising: 0, finalised: 0, letter_generated: 0, letter_uploaded: 0, accepted: 0 },
}

/** A stretch of a calendar's row: so many weeks of one phase. */
export interface Stretch {
  phase: 'before' | 'open' | 'closing' | 'closed'
  weeks: number
}

export interface PeriodCalendar {
  /** `YYYY-MM` with the number of weeks that begin in it. */
  months: { month: string; weeks: number }[]
  /** Mondays of the weeks shown. */
  weeks: CalendarDate[]
  /** Index of the week that holds today. */
  today: number
  rows: { id: string; stretches: Stretch[] }[]
}

const WEEKS_BEFORE = 30
const WEEKS_AFTER = 22

/** A year of weeks around today, with what each period allowed or will allow in them. */
export function periodCalendar(lines: readonly PeriodLine[], today: CalendarDate): PeriodCalendar {
  const monday = addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7))
  const weeks = Array.from({ length: WEEKS_BEFORE + WEEKS_AFTER }, (_, index) => addDays(monday, (index - WEEKS_BEFORE) * 7))
  const months: PeriodCalendar['months'] = []
  for (const week of weeks) {
    const month = week.slice(0, 7)
    if (months.at(-1)?.month === month) months.at(-1)!.weeks += 1
    else months.push({ month, weeks: 1 })
  }
  const rows = lines.map((line) => {
    const stretches: Stretch[] = []
    for (const week of weeks) {
      const phase = phaseOfWeek(line, week)
      if (stretches.at(-1)?.phase === phase) stretches.at(-1)!.weeks += 1
      else stretches.push({ phase, weeks: 1 })
    }
    return { id: line.id, stretches }
  })
  return { months, weeks, today: WEEKS_BEFORE, rows }
}

/** The most that any day of the week allows. */
function phaseOfWeek({ opensOn, closesOn, finaliseUntil }: PeriodLine, monday: CalendarDate): Stretch['phase'] {
  const sunday = addDays(monday, 6)
  if (sunday < opensOn) return 'before'
  if (monday <= closesOn) return 'open'
  return monday <= finaliseUntil ? 'closing' : 'closed'
}
