import i18nManager from '@adonisjs/i18n/services/main'
import type { I18n } from '@adonisjs/i18n'
import { IntlMessageFormat } from 'intl-messageformat'
import { registry } from '#kernel/registry'
import { activityWords, wordsKey } from '#services/dashboard/activity_words'
import type { LogEntry } from './log.js'

/** What of an act's figures may stand in the log of an auditor: codes and dates. Texts that a person typed, names of files and logins do not. */
const SHOWN = new Set([
  ...['module', 'plugin', 'region', 'period', 'edition', 'number', 'until', 'pattern', 'method', 'round', 'version'],
  ...['sha256', 'state', 'kind', 'rule'],
])
const HIDDEN = '…'

/** The act as a sentence without persons; one that has no words is named by its code. */
export function actWords(i18n: I18n, { action, data }: Pick<LogEntry, 'action' | 'data'>): string {
  const plain = Object.entries(data).map(([name, value]) => {
    const shown = typeof value === 'number' || typeof value === 'boolean' || SHOWN.has(name)
    return [name, shown ? value : HIDDEN] as const
  })
  return activityWords(i18n, { action, data: Object.fromEntries(plain), object_id: HIDDEN })
}

/** What an act is called where none in particular is meant: its sentence with a sign in place of what differs from one to the next. */
export function actName(i18n: I18n, action: string): string {
  const sentence = i18nManager.getTranslationsFor(i18n.locale)[wordsKey('activity', action)]
  if (sentence === undefined) return action
  return outline(new IntlMessageFormat(sentence, i18n.locale, undefined, { ignoreTag: true }).getAst())
}

type Parts = ReturnType<IntlMessageFormat['getAst']>
/** `TYPE.literal` of the ICU parser, which `intl-messageformat` does not hand on. */
const LITERAL = 0

function outline(parts: Parts): string {
  return parts
    .map((part) => {
      if ('options' in part) return outline(part.options.other!.value)
      return part.type === LITERAL && 'value' in part ? String(part.value) : HIDDEN
    })
    .join('')
}

/** Kinds of reading, as the log of reading names them. */
export const READINGS = ['open', 'search', 'export', 'print', 'download', 'reveal'] as const

/** Every act that has words, of core and modules, for the choice of a filter. */
export function knownActs(): string[] {
  const keys = Object.keys(i18nManager.getTranslationsFor('id'))
  const own = keys.filter((key) => key.startsWith('activity.')).map((key) => key.slice('activity.'.length))
  const of = registry.all().flatMap(({ name }) => {
    const prefix = `${name}.activity.`
    return keys.filter((key) => key.startsWith(prefix)).map((key) => `${name}.${key.slice(prefix.length)}`)
  })
  return [...own, ...of].sort()
}
