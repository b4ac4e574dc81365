import { DomainError } from './domain_error.js'

/** A day of the calendar as text, `YYYY-MM-DD`. It is never a moment, so no time zone can shift it; texts compare as dates. */
export type CalendarDate = string

const MONTH_NAMES = {
  id: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
}

const ZERO = 48
const HYPHEN = 45
const DAY_MS = 86_400_000
const LAST_DATE = '9999-12-31'
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** Day number of 1899-12-30, from which Excel's serials count after the 29 February 1900 that it invents as serial 60. */
const EXCEL_EPOCH = -25_569
const EXCEL_FALSE_LEAP_DAY = 60

export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && leap ? 29 : (MONTH_LENGTHS[month - 1] ?? 0)
}

/** Whether the text is `YYYY-MM-DD` and such a day exists; the calendar has no year 0. */
export function isCalendarDate(text: string): boolean {
  if (text.length !== 10 || text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return false
  const [year, month, day] = [figures(text, 0, 4), figures(text, 5, 7), figures(text, 8, 10)]
  return year >= 1 && month >= 0 && day >= 1 && day <= daysInMonth(year, month)
}

/** `25-12-1962` */
export function formatDate(date: CalendarDate): string {
  return `${date.slice(8)}-${date.slice(5, 7)}-${date.slice(0, 4)}`
}

/** `25 Desember 1962`, in English `25 December 1962`. */
export function formatLongDate(date: CalendarDate, locale: keyof typeof MONTH_NAMES = 'id'): string {
  const { year, month, day } = partsOf(date)
  return `${day} ${MONTH_NAMES[locale][month - 1]} ${year}`
}

/** Negative, zero or positive as `a` lies before, on or after `b`; for `sort`. */
export function compareDates(a: CalendarDate, b: CalendarDate): number {
  return Number(a > b) - Number(a < b)
}

/** The day so many days later, but none beyond the last that a date of four figures for its year can name. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOfDayNumber(Math.min(dayNumber(date) + days, dayNumber(LAST_DATE)))
}

/** Days from `from` to `to`, negative when `to` lies before. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from)
}

/**
 * Completed years on a day. Who is born on 29 February completes a year on 1 March of a common year, as in PostgreSQL's
 * `age()`. Negative when the birth lies after `on`.
 */
export function ageOn(birth: CalendarDate, on: CalendarDate): number {
  const years = partsOf(on).year - partsOf(birth).year
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}

/**
 * Date of an XLSX date cell (1900 system).
 * @throws DomainError `E_DATE_SERIAL` for a fraction of a day, the false serial 60, or less than 1
 */
export function dateOfExcelSerial(serial: number): CalendarDate {
  if (!Number.isInteger(serial) || serial < 1 || serial === EXCEL_FALSE_LEAP_DAY || serial > 2_958_465) {
    throw new DomainError('E_DATE_SERIAL')
  }
  return dateOfDayNumber(EXCEL_EPOCH + serial + Number(serial < EXCEL_FALSE_LEAP_DAY))
}

/** Serial under which a date from 1900 on is written to an XLSX date cell. */
export function excelSerialOf(date: CalendarDate): number {
  const serial = dayNumber(date) - EXCEL_EPOCH
  return serial > EXCEL_FALSE_LEAP_DAY ? serial : serial - 1
}

/** Calendar day, in UTC, of a count of milliseconds since 1970. */
export function dateOfEpochMs(ms: number): CalendarDate {
  return new Date(ms).toISOString().slice(0, 10)
}

function partsOf(date: CalendarDate): { year: number; month: number; day: number } {
  return { year: figures(date, 0, 4), month: figures(date, 5, 7), day: figures(date, 8, 10) }
}

/** Value of the figures from `start` to `end`; negative where one of them is no figure. Registers hold dates by the million. */
function figures(text: string, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at++) {
    const figure = text.charCodeAt(at) - ZERO
    if (!(figure >= 0 && figure <= 9)) return -1
    value = value * 10 + figure
  }
  return value
}

function dayNumber(date: CalendarDate): number {
  const { year, month, day } = partsOf(date)
  return Date.UTC(year, month - 1, day) / DAY_MS
}

function dateOfDayNumber(number: number): CalendarDate {
  return dateOfEpochMs(number * DAY_MS)
}
