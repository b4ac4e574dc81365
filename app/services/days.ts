import type { CalendarDate } from '#domain/calendar_date'
import { todayIn } from '#domain/zone'
import { loadZones, zoneOf } from '#services/zones'

/** Which day it is in each of some regencies: late in the evening of Jakarta it is tomorrow in Papua. */
export interface Days {
  /** The latest of them; no date of any of these regencies lies after it. */
  latest: CalendarDate
  in: (regency: string) => CalendarDate
}

export async function daysIn(regencies: readonly string[], now: Date): Promise<Days> {
  await loadZones()
  const days = new Map(regencies.map((regency) => [regency, todayIn(zoneOf(regency), now)]))
  const today = (regency: string) => days.get(regency) ?? todayIn(zoneOf(regency), now)
  return { latest: [...days.values()].sort().at(-1) ?? today(''), in: today }
}
