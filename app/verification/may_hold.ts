import { ageOn, isCalendarDate } from '#domain/calendar_date'
import type { ChildRow, Instrument, Role } from './instrument.js'

/**
 * Whether a person may be named in a role: the office and the offline application offer the same successors by it. A birth date that is
 * missing or cannot be holds nobody back, for the rules ask for it.
 */
export function mayHold(
  { summary: { people } }: Instrument,
  { youngest }: Pick<Role, 'youngest'>,
  row: ChildRow,
  today: string,
): boolean {
  const birth = row[people.birthDate]
  if (youngest === undefined || typeof birth !== 'string' || !isCalendarDate(birth) || birth > today) return true
  return ageOn(birth, today) >= youngest
}
