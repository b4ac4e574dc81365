import { dateOfEpochMs, formatDate, type CalendarDate } from './calendar_date.js'
import { DomainError } from './domain_error.js'

/** Western, central and eastern Indonesian time (Keppres 41/1987). */
export type Zone = 'WIB' | 'WITA' | 'WIT'

interface ZoneFacts {
  iana: 'Asia/Jakarta' | 'Asia/Makassar' | 'Asia/Jayapura'
  /** Hours ahead of UTC; unchanged since 1988, older moments are not handled here. */
  offset: number
  provinces: readonly string[]
}

const ZONES: Record<Zone, ZoneFacts> = {
  WIB: {
    iana: 'Asia/Jakarta',
    offset: 7,
    provinces: '11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62'.split(' '),
  },
  WITA: { iana: 'Asia/Makassar', offset: 8, provinces: '51 52 53 63 64 65 71 72 73 74 75 76'.split(' ') },
  WIT: { iana: 'Asia/Jayapura', offset: 9, provinces: '81 82 91 92 93 94 95 96'.split(' ') },
}

/** Zone in which the ministry works, for what belongs to no regency. */
export const MINISTRY_ZONE: Zone = 'WIB'

/** Where each day begins first: no date of any regency lies after today there. */
export const EASTERN_ZONE: Zone = 'WIT'

const ZONE_BY_PROVINCE = new Map(
  (Object.keys(ZONES) as Zone[]).flatMap((zone) => ZONES[zone].provinces.map((province) => [province, zone] as const)),
)

/**
 * @param province two-digit code, taken from the list of regions and not cut from a regency's code
 * @throws DomainError `E_ZONE_PROVINCE` when the code is none of the 38 provinces
 */
export function zoneOfProvince(province: string): Zone {
  const zone = ZONE_BY_PROVINCE.get(province)
  if (!zone) throw new DomainError('E_ZONE_PROVINCE', { found: province })
  return zone
}

/** Name in the IANA time zone database. */
export function ianaZone(zone: Zone): string {
  return ZONES[zone].iana
}

/** Calendar date on the wall of that zone. */
export function todayIn(zone: Zone, now: Date): CalendarDate {
  return dateOfEpochMs(wallClockMs(zone, now))
}

/** The moment at which a day of the calendar begins on the wall of that zone. */
export function startOfDay(zone: Zone, date: CalendarDate): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) - ZONES[zone].offset * 3_600_000)
}

/** `25-11-2026 12.00 WIB` */
export function formatMoment(zone: Zone, now: Date): string {
  const time = new Date(wallClockMs(zone, now)).toISOString().slice(11, 16).replace(':', '.')
  return `${formatDate(todayIn(zone, now))} ${time} ${zone}`
}

function wallClockMs(zone: Zone, now: Date): number {
  return now.getTime() + ZONES[zone].offset * 3_600_000
}
