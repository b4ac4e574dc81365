/** Moments and days of this computer's clock; the one place that asks it. */

/** `2026-11-25T09:00:00.000+07:00` */
export function momentNow(now = new Date()): string {
  const ahead = -now.getTimezoneOffset()
  const local = new Date(now.getTime() + ahead * 60_000).toISOString().slice(0, -1)
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0')
  return `${local}${ahead < 0 ? '-' : '+'}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`
}

/** `2026-11-25` */
export function today(now = new Date()): string {
  return momentNow(now).slice(0, 10)
}

/** The day rules judge by: today, but never before the package was issued, as a clock that stands behind would make births lie ahead. */
export function judgingDay(issuedAt: string, now = new Date()): string {
  const issued = today(new Date(issuedAt))
  const day = today(now)
  return day < issued ? issued : day
}

/** `25-11-2026 09.00`, as the moment was written. */
export function shownMoment(moment: string): string {
  const [year, month, day] = moment.slice(0, 10).split('-')
  return `${day}-${month}-${year} ${moment.slice(11, 16).replace(':', '.')}`
}

const YEAR = 365 * 86_400_000

/** How this computer's clock stands against the day the package was issued: it cannot be before it, nor years after. */
export function clockFault(issuedAt: string, now = new Date()): 'behind' | 'ahead' | null {
  const age = now.getTime() - Date.parse(issuedAt)
  if (age < -86_400_000) return 'behind'
  return age > 2 * YEAR ? 'ahead' : null
}
