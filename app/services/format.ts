import { addDays, formatDate, formatLongDate } from '#domain/calendar_date'
import { formatDecimal } from '#domain/decimal'
import { formatMoment, todayIn, type Zone } from '#domain/zone'
import { CONSOLE, SYSTEM, VISITOR } from '#services/actor'
import type { Locale } from '#verification/message'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** `25-12-1962`; an absent date is a dash. */
export function showDate(date: string | null | undefined): string {
  return date ? formatDate(date) : '–'
}

/** `25 Desember 1962`; an absent date is a dash. */
export function showLongDate(date: string | null | undefined, locale: Locale = 'id'): string {
  return date ? formatLongDate(date, locale) : '–'
}

/** Words of a sentence as a heading: with a capital. */
export function showHeading(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `1.250.000`, or with decimals `1.250.000,50`; an absent number is a dash. */
export function showNumber(value: number | string | null | undefined, decimals = 0, locale: Locale = 'id'): string {
  return value === null || value === undefined || value === '' ? '–' : formatDecimal(Number(value), decimals, locale)
}

/** Share of a whole as `62,5%`; a dash when the whole is nothing. */
export function showShare(part: number, whole: number, decimals = 1, locale: Locale = 'id'): string {
  return whole > 0 ? `${formatDecimal((part / whole) * 100, decimals, locale)}%` : '–'
}

/** Bytes as `64 MB` or `1,4 kB`, counted by 1024. */
export function showSize(bytes: number | string | null | undefined, locale: Locale = 'id'): string {
  if (bytes === null || bytes === undefined) return '–'
  let size = Number(bytes)
  let unit = 0
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024
    unit += 1
  }
  const rounded = unit === 0 || size >= 100 ? Math.round(size) : Math.round(size * 10) / 10
  return `${formatDecimal(rounded, Number.isInteger(rounded) ? 0 : 1, locale)} ${UNITS[unit]}`
}

const TIME_UNITS = { id: { hour: 'jam', minute: 'mnt', second: 'dtk' }, en: { hour: 'h', minute: 'min', second: 's' } }

/** Milliseconds as `850 ms`, `12 dtk`, `3 mnt 05 dtk` or `1 jam 02 mnt`; in English `12 s`, `3 min 05 s` or `1 h 02 min`. */
export function showDuration(milliseconds: number, locale: Locale = 'id'): string {
  const { hour, minute, second } = TIME_UNITS[locale]
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} ${second}`
  const two = (value: number) => String(value).padStart(2, '0')
  if (seconds < 3600) return `${Math.floor(seconds / 60)} ${minute} ${two(seconds % 60)} ${second}`
  return `${Math.floor(seconds / 3600)} ${hour} ${two(Math.floor((seconds % 3600) / 60))} ${minute}`
}

/** A moment on the wall of a zone: `25-11-2026 12.00 WIB`. Takes a Date, a Luxon moment or ISO text. */
export function showMoment(zone: Zone, moment: Moment | null | undefined): string {
  return moment ? formatMoment(zone, dateOf(moment)) : '–'
}

/** The last calendar day of what ends at the midnight after it: `25-11-2026`. */
export function showLastDay(end: Moment, zone: Zone): string {
  return formatDate(addDays(todayIn(zone, dateOf(end)), -1))
}

/** The calendar day of a moment on the wall of a zone: `25-11-2026`. */
export function showDay(zone: Zone, moment: Moment | null | undefined): string {
  return moment ? formatDate(todayIn(zone, dateOf(moment))) : '–'
}

const NO_PERSONS: Readonly<Record<string, string>> = {
  ...{ [SYSTEM.name]: 'System', [CONSOLE.name]: 'Console', [VISITOR.name]: 'Form for help with signing in' },
}

/** Who acted: a person's name as it is, that of the application or of its console in the reader's language. */
export function showActor<T extends string | null | undefined>(name: T, locale: Locale = 'id'): T | string {
  return locale === 'en' && name ? (NO_PERSONS[name] ?? name) : name
}

/** What pages write figures, the names of months and who acted with, in the reader's language. */
export const figuresIn = (locale: Locale) => ({
  longDate: (date: string | null | undefined) => showLongDate(date, locale),
  number: (value: number | string | null | undefined, decimals?: number) => showNumber(value, decimals, locale),
  share: (part: number, whole: number, decimals?: number) => showShare(part, whole, decimals, locale),
  size: (bytes: number | string | null | undefined) => showSize(bytes, locale),
  duration: (milliseconds: number) => showDuration(milliseconds, locale),
  who: (name: string | null | undefined) => showActor(name, locale),
})

export type Moment = Date | string | { toJSDate(): Date }

function dateOf(moment: Moment): Date {
  if (moment instanceof Date) return moment
  return typeof moment === 'string' ? new Date(moment) : moment.toJSDate()
}
