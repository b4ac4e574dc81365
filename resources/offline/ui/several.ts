import { formatDate } from '#domain/calendar_date'
import { moduleOf } from '../modules.js'
import { session, t } from './state.js'

/** What a module is called in front of something of its own, where the package has several; else nothing. */
export function modulePrefix(name: string, mark: string): string {
  return session().base.manifest.modules.length > 1 ? `${moduleOf(name).words.short}${mark}` : ''
}

/** Period, last day and base data of each module of the package. */
export function occasions(): { period: string; closesOn: string; edition: string }[] {
  return (session().base.manifest.periods ?? []).map(({ module, name, closes_on, edition }) => ({
    period: `${modulePrefix(module, ': ')}${name}`,
    closesOn: formatDate(closes_on),
    edition: `${modulePrefix(module, ': ')}${edition.name}, ${t('overview.decree', { decree: edition.decree })}`,
  }))
}
