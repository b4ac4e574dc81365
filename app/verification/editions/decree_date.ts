import { isCalendarDate } from '#domain/calendar_date'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { clock } from '#services/clock'
import { showDate } from '#services/format'

/** Why a date cannot be that of a decree, as an Indonesian sentence; null where it can. A decree is dated on the day that it is signed. */
export function decreeDateFault(date: string): string | null {
  if (!isCalendarDate(date)) return 'Isi tanggal SK sebagai hari-bulan-tahun, misalnya 25-12-2019.'
  if (date <= todayIn(MINISTRY_ZONE, clock.now())) return null
  return `Tanggal SK ${showDate(date)} belum tiba. Tulis tanggal yang tertera pada SK.`
}
