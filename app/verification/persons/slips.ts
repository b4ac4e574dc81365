import { isCalendarDate, type CalendarDate } from '#domain/calendar_date'

const LENGTH = 16
const FIGURES = '0123456789'

/**
 * Numbers of 16 digits that one slip of the typist makes of the given one: a wrong figure, two neighbours swapped, one left out of 15 or
 * one too many of 17. The number itself is not among them; none where the length is another.
 */
export function slipsOf(number: string): string[] {
  const found = new Set<string>()
  const cut = (at: number, by: string, until = at + 1) => found.add(number.slice(0, at) + by + number.slice(until))
  if (number.length === LENGTH - 1) {
    for (let at = 0; at <= number.length; at++) for (const figure of FIGURES) cut(at, figure, at)
  } else if (number.length === LENGTH + 1) {
    for (let at = 0; at < number.length; at++) cut(at, '')
  } else if (number.length === LENGTH) {
    for (let at = 0; at < LENGTH; at++) {
      for (const figure of FIGURES) cut(at, figure)
      if (at > 0) cut(at - 1, number[at]! + number[at - 1]!, at + 1)
    }
  }
  found.delete(number)
  return [...found]
}

/** The date with day and month the other way round, where that is a date too and another one. */
export function swappedDate(date: CalendarDate): CalendarDate | null {
  const [year, month, day] = date.split('-')
  const swapped = `${year}-${day}-${month}`
  return swapped !== date && isCalendarDate(swapped) ? swapped : null
}

/** How far a birth date speaks for a person: 1 the same, less where day and month are swapped, the year agrees, or none is known. */
export function birthAgreement(wanted: CalendarDate | null, found: CalendarDate | null): number {
  if (wanted === null || wanted === found) return 1
  if (found === null) return 0.85
  if (found === swappedDate(wanted)) return 0.95
  const agreeing = [0, 1, 2].filter((part) => wanted.split('-')[part] === found.split('-')[part]).length
  return agreeing === 2 ? 0.9 : found.slice(0, 4) === wanted.slice(0, 4) ? 0.8 : 0.6
}
