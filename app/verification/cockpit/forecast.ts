import { addDays, daysBetween, type CalendarDate } from '#domain/calendar_date'

/**
 * - `empty`    no record to verify
 * - `done`     all records have come in
 * - `on_time`, `late`  at the pace so far the rest comes before or after the last day of work
 * - `unknown`  nothing has come in yet, so that there is no pace
 * - `over`     the days of work are over, and something is missing
 * - `final`    the regency has finalised, so that nothing more comes in
 */
export const VERDICTS = ['empty', 'done', 'on_time', 'late', 'unknown', 'over', 'final'] as const
export type Verdict = (typeof VERDICTS)[number]

export interface Forecast {
  verdict: Verdict
  /** Day on which the last record would come in at the pace so far; null where there is none to tell. */
  finish: CalendarDate | null
  /** Records a day since the period began, today included; null before it began. */
  pace: number | null
}

/** Beyond so many days nothing is said but that it is late. */
const FARTHEST = 3650

/**
 * A straight line: records that came in so far, divided by the days since the period began (today included), go on coming in at that pace.
 * Files come in by villages and in bursts, so that this is a warning and no promise; it is the same for a village and for all of them.
 */
export function forecast(
  { records, touched }: { records: number; touched: number },
  { opensOn, closesOn, today, final }: { opensOn: CalendarDate; closesOn: CalendarDate; today: CalendarDate; final?: boolean },
): Forecast {
  const days = daysBetween(opensOn, today) + 1
  const pace = days > 0 ? touched / days : null
  if (records === 0) return { verdict: 'empty', finish: null, pace }
  if (touched >= records) return { verdict: 'done', finish: null, pace }
  if (final) return { verdict: 'final', finish: null, pace: null }
  if (today > closesOn) return { verdict: 'over', finish: null, pace }
  if (!pace) return { verdict: 'unknown', finish: null, pace }
  const wanted = Math.ceil((records - touched) / pace)
  const finish = wanted > FARTHEST ? null : addDays(today, wanted)
  return { verdict: finish !== null && finish <= closesOn ? 'on_time' : 'late', finish, pace }
}
