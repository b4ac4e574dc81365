import { addDays, daysBetween, formatDate, type CalendarDate } from './calendar_date.js'
import { DomainError } from './domain_error.js'

/**
 * - `upcoming` before the opening day
 * - `open` imports, edits and decisions are taken
 * - `closing` no more imports and edits; decisions and finalising still possible
 * - `closed` nothing, until the ministry extends or reopens
 */
export type PeriodPhase = 'upcoming' | 'open' | 'closing' | 'closed'

/** First day, last day and the days for finalising behind it. */
export interface PeriodDates {
  opensOn: CalendarDate
  /** Last day of work, whole, in the regency's zone. */
  closesOn: CalendarDate
  /** Days after `closesOn` in which finalising stays possible. */
  finaliseDays: number
}

/** The dates of one verification period, as one regency sees them. Every question takes today in that regency's zone. */
export class Period {
  readonly opensOn: CalendarDate
  readonly closesOn: CalendarDate
  readonly finaliseDays: number

  /** @throws DomainError `E_PERIOD_DATES` or `E_PERIOD_FINALISE_DAYS` */
  constructor({ opensOn, closesOn, finaliseDays }: PeriodDates) {
    if (closesOn < opensOn) throw new DomainError('E_PERIOD_DATES')
    if (!Number.isInteger(finaliseDays) || finaliseDays < 0) throw new DomainError('E_PERIOD_FINALISE_DAYS')
    this.opensOn = opensOn
    this.closesOn = closesOn
    this.finaliseDays = finaliseDays
  }

  /** Last day on which finalising is possible. */
  get finaliseUntil(): CalendarDate {
    return addDays(this.closesOn, this.finaliseDays)
  }

  phase(today: CalendarDate): PeriodPhase {
    if (today < this.opensOn) return 'upcoming'
    if (today <= this.closesOn) return 'open'
    return today <= this.finaliseUntil ? 'closing' : 'closed'
  }

  acceptsWork(today: CalendarDate): boolean {
    return this.phase(today) === 'open'
  }

  acceptsFinalising(today: CalendarDate): boolean {
    return today >= this.opensOn && today <= this.finaliseUntil
  }

  /** Days left after today for what the phase still allows; 0 on its last day and once nothing is allowed. */
  daysLeft(today: CalendarDate): number {
    const end = today <= this.closesOn ? this.closesOn : this.finaliseUntil
    return Math.max(0, daysBetween(today, end))
  }

  /** @throws DomainError `E_PERIOD_SHORTENED` unless the new day lies after the present closing day */
  extendedTo(closesOn: CalendarDate): Period {
    if (closesOn <= this.closesOn) throw new DomainError('E_PERIOD_SHORTENED', { closes: formatDate(this.closesOn) })
    return new Period({ opensOn: this.opensOn, closesOn, finaliseDays: this.finaliseDays })
  }
}
