import type { I18n } from '@adonisjs/i18n'
import { formatDate, isCalendarDate } from '#domain/calendar_date'
import { registry } from '#kernel/registry'

/** Key of the words for a dotted name: the core's stand under `<part>.<name>`, a module's own under `<module>.<part>.<rest of the name>`. */
export function wordsKey(part: 'activity' | 'notification', name: string): string {
  const owner = registry.ownerOf(name)
  return owner ? `${owner.name}.${part}.${name.slice(owner.name.length + 1)}` : `${part}.${name}`
}

/** An activity as a sentence of the reader's language, from the catalogue under `activity.<action>`. */
export function activityWords(
  i18n: I18n,
  { action, data, object_id: object }: { action: string; data: Record<string, unknown>; object_id?: string | null },
): string {
  const plain = Object.entries(data).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
  const values: Record<string, unknown> = Object.fromEntries(plain.map(([name, value]) => [name, worded(name, value)]))
  return i18n.t(wordsKey('activity', action), { object: object ?? '', ...values }, action)
}

/** A kept value as it stands in a sentence: days as `25-12-2026`, the rest as it is. */
export function shownValue<T>(value: T): T | string {
  return typeof value === 'string' && isCalendarDate(value) ? formatDate(value) : value
}

function worded(name: string, value: unknown): unknown {
  if (name !== 'module' && name !== 'plugin') return shownValue(value)
  const found = registry.find(String(value))
  return registry.modules().find((module) => module.name === value)?.words.short ?? found?.title ?? value
}
