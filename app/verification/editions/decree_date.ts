import { isCalendarDate } from '#domain/calendar_date'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { clock } from '#services/clock'
import { showDate } from '#services/format'
import type { Text } from '../instrument.js'

/** Why a date cannot be that of a decree, in both languages; null where it can. A decree is dated on the day that it is signed. */
export function decreeDateFault(date: string): Text | null {
  if (!isCalendarDate(date)) {
    return {
      id: 'Isi tanggal SK sebagai hari-bulan-tahun, misalnya 25-12-2019.',
      en: 'Enter the date of the decree as day-month-year, for example 25-12-2019.',
    }
  }
  if (date <= todayIn(MINISTRY_ZONE, clock.now())) return null
  return {
    id: `Tanggal SK ${showDate(date)} belum tiba. Tulis tanggal yang tertera pada SK.`,
    en: `The date of the decree, ${showDate(date)}, is yet to come. Write the date that stands on the decree.`,
  }
}
