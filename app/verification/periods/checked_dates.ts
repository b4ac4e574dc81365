import { formatDate, type CalendarDate } from '#domain/calendar_date'
import type { Text } from '../instrument.js'
import { PeriodError } from './errors.js'

const MOST_FINALISE_DAYS = 90

/** The field of the forms at the desk is told too, for the fault to stand there. */
const refused = (field: string, said: Text) => new PeriodError('E_PERIOD_DATE', said).at(field)

/** Days that may still be used for finalising after a period has closed. @throws PeriodError `E_PERIOD_DATE` */
export function checkedDays(days: number): number {
  if (Number.isInteger(days) && days >= 0 && days <= MOST_FINALISE_DAYS) return days
  throw refused('finalise_days', {
    id: `Masa finalisasi setelah penutupan antara 0 dan ${MOST_FINALISE_DAYS} hari.`,
    en: `The time for finalising after the closing is between 0 and ${MOST_FINALISE_DAYS} days.`,
  })
}

/** The day of closing. @throws PeriodError `E_PERIOD_DATE` before the day of opening */
export function checkedUntil(untilOn: CalendarDate, opensOn: CalendarDate): CalendarDate {
  if (untilOn >= opensOn) return untilOn
  throw refused('until_on', {
    id: `Tanggal tutup ${formatDate(untilOn)} sebelum tanggal buka ${formatDate(opensOn)}.`,
    en: `The closing day ${formatDate(untilOn)} is before the opening day ${formatDate(opensOn)}.`,
  })
}

/** @throws PeriodError `E_PERIOD_DATE` with what is wrong about the day */
export function refuseDay(day: CalendarDate, reason: Text): never {
  const shown = formatDate(day)
  throw refused('until_on', { id: `Tanggal ${shown} ${reason.id}.`, en: `Day ${shown} ${reason.en}.` })
}

/** What is said of a last day that was. */
export const OVER: Text = { id: 'sudah lewat', en: 'is over already' }
