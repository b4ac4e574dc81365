import { addDays, type CalendarDate } from '#domain/calendar_date'
import { Period, type PeriodPhase } from '#domain/period'
import { todayIn, type Zone } from '#domain/zone'

/** The dates that decide what a regency may still do. */
export interface Calendar {
  /** Of whom these dates are: the regency's own, or the ministry's for what it sees as a whole. */
  zone: Zone
  opensOn: CalendarDate
  untilOn: CalendarDate
  finaliseDays: number
  /** Moment at which the ministry closed the period by hand; null while it has not. */
  closedAt: Date | null
  /** Last day granted to this regency alone, where there is one. */
  grantedUntil: CalendarDate | null
}

/**
 * Last day of imports and edits, whole. The day on which the ministry closes by hand, as the regency's own calendar names it, is no
 * day of work any more; a day granted to the regency outlasts both.
 */
export function lastDayOfWork({ zone, opensOn, untilOn, closedAt, grantedUntil }: Calendar): CalendarDate {
  const lastBeforeClosing = closedAt ? addDays(todayIn(zone, closedAt), -1) : untilOn
  const closes = lastBeforeClosing < untilOn ? lastBeforeClosing : untilOn
  const last = grantedUntil && grantedUntil > closes ? grantedUntil : closes
  return last < opensOn ? addDays(opensOn, -1) : last
}

/** When the ministry closed by hand, where that and no date is what ended the work. */
export function closedByHand(calendar: Calendar): Date | null {
  const last = lastDayOfWork(calendar)
  return last < calendar.untilOn && last !== calendar.grantedUntil ? calendar.closedAt : null
}

/** What the period allows on a day of the regency's own calendar. */
export function phaseOn(calendar: Calendar, today: CalendarDate): PeriodPhase {
  const last = lastDayOfWork(calendar)
  if (today < calendar.opensOn) return 'upcoming'
  if (last < calendar.opensOn) return today <= addDays(last, calendar.finaliseDays) ? 'closing' : 'closed'
  return new Period({ opensOn: calendar.opensOn, closesOn: last, finaliseDays: calendar.finaliseDays }).phase(today)
}

/** Last day on which the regency may finalise. */
export function lastDayOfFinalising(calendar: Calendar): CalendarDate {
  return addDays(lastDayOfWork(calendar), calendar.finaliseDays)
}
