import type { I18n } from '@adonisjs/i18n'
import { formatDate, isCalendarDate } from '#domain/calendar_date'
import { registry } from '#kernel/registry'
import { showActor } from '#services/format'
import { loadKinds } from '#services/loads/kinds'
import { titleOf } from '#services/plugin_words'
import { localeOf, type Locale } from '#verification/message'

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
  return i18n.t(wordsKey('activity', action), { object: object ?? '', ...wordedValues(i18n, data) }, action)
}

/**
 * What was kept of an act or a notice, as a sentence of the reader's language says it: days as `25-12-2026`; modules, kinds of load and
 * actors that are no persons by their names in that language; the rest as it is.
 */
export function wordedValues(i18n: I18n, data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const plain = Object.entries(data).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
  return Object.fromEntries(plain.map(([name, value]) => [name, worded(i18n, name, value)]))
}

function worded(i18n: I18n, name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (name === 'module' || name === 'plugin') return moduleName(i18n, value)
  if (name === 'kind') return kindTitle(value, localeOf(i18n)) ?? value
  if (name === 'by') return showActor(value, localeOf(i18n))
  return isCalendarDate(value) ? formatDate(value) : value
}

function moduleName(i18n: I18n, name: string): string {
  const plugin = registry.find(name)
  return registry.modules().find((module) => module.name === name)?.words.short ?? (plugin ? titleOf(plugin, i18n) : name)
}

/** Loads before this version kept the Indonesian title in place of the id. */
function kindTitle(kept: string, locale: Locale): string | undefined {
  return loadKinds().find(({ id, title }) => id === kept || title.id === kept)?.title[locale]
}
