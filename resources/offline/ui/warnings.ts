import { formatDate } from '#domain/calendar_date'
import { t } from './state.js'
import { clockFault, today } from '../work/moment.js'
import type { Session } from '../work/session.js'

/** What stands against working with this package on this computer today. Nothing of it stops the work. */
export function warningsOf({ base, cache, damaged }: Session): string[] {
  const { created_at: issuedAt, periods, offline } = base.manifest
  const clock = clockFault(issuedAt)
  const closes = periods
    ?.map((period) => period.closes_on)
    .sort()
    .at(-1)
  const minimum = offline?.minimum
  return [
    ...(clock ? [t(`safety.clock_${clock}`)] : []),
    ...(!clock && closes && closes < today() ? [t('safety.closed', { date: formatDate(closes) })] : []),
    ...(minimum && isOlder(OFFLINE_VERSION, minimum) ? [t('safety.too_old', { minimum, version: OFFLINE_VERSION })] : []),
    ...(cache || damaged === 'all' ? [] : [t('safety.no_cache')]),
    ...(damaged === 'all' ? [t('safety.cache_broken')] : damaged > 0 ? [t('safety.cache_damaged', { count: damaged })] : []),
  ]
}

/** Whether `version` stands before `minimum`, both `major.minor.patch`. */
function isOlder(version: string, minimum: string): boolean {
  const [own, least] = [version, minimum].map((text) => text.split('.').map(Number)) as [number[], number[]]
  for (const [at, part] of least.entries()) {
    const mine = own[at] ?? 0
    if (mine !== part) return mine < part
  }
  return false
}
