import { addDays, ageOn, isCalendarDate, type CalendarDate } from './calendar_date.js'

/** Month of appointment of employees under contract (PPPK), who have no month there. */
const CONTRACT = '21'
const YOUNGEST = 16
const LENGTH = 18

/**
 * What keeps a text from being the NIP of an official: eighteen digits, birth date, year and month of appointment (21 for contracts), sex
 * 1 or 2, and a serial from 001 (Peraturan Kepala BKN 22/2007). Null for a good one.
 *
 * @param today nobody is appointed later
 */
export function nipFault(
  text: string,
  today: CalendarDate,
): 'LENGTH' | 'BIRTH' | 'APPOINTED' | 'YOUNG' | 'SEX' | 'SERIAL' | null {
  if (text.length !== LENGTH || !/^[0-9]+$/.test(text)) return 'LENGTH'
  const birth = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
  if (!isCalendarDate(birth) || birth < '1900-01-01' || birth > today) return 'BIRTH'
  const [year, month] = [text.slice(8, 12), text.slice(12, 14)]
  const appointed = `${year}-${month === CONTRACT ? '12' : month}-01`
  if (!isCalendarDate(appointed) || (month === CONTRACT ? year > today.slice(0, 4) : appointed > today)) return 'APPOINTED'
  if (appointed <= birth || ageOn(birth, addDays(appointed, 27)) < YOUNGEST) return 'YOUNG'
  if (!/[12]/.test(text[14]!)) return 'SEX'
  return text.endsWith('000') ? 'SERIAL' : null
}
