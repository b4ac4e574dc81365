import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const LOCALES = ['id', 'en'] as const
export type Locale = (typeof LOCALES)[number]
export type Messages = Record<string, string>

type Tree = { [key: string]: string | Tree }

/** Nested words of a catalogue as flat keys: `{a: {b: 'x'}}` is `a.b`. */
export function flatten(tree: Tree, prefix = ''): Messages {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value]] : Object.entries(flatten(value, `${prefix}${key}.`)),
    ),
  )
}

/** A plugin's own words in one language, keys without its name; null where it has no such file. */
export function readCatalogue(folder: string, locale: Locale): Messages | null {
  const file = join(folder, 'lang', `${locale}.json`)
  return existsSync(file) ? flatten(JSON.parse(readFileSync(file, 'utf8')) as Tree) : null
}

/**
 * Loader for config/i18n.ts: the words of `plugins/<name>/lang/{id,en}.json` as `<name>.<key>`. A word that the English
 * catalogue lacks is shown in Indonesian.
 */
export function pluginCatalogues(root: string, names: readonly string[]) {
  return () => ({
    async load(): Promise<Record<string, Messages>> {
      return Object.fromEntries(LOCALES.map((locale) => [locale, wordsOf(root, names, locale)]))
    },
  })
}

function wordsOf(root: string, names: readonly string[], locale: Locale): Messages {
  return Object.fromEntries(
    names.flatMap((name) =>
      Object.entries(readCatalogue(join(root, 'plugins', name), locale) ?? {}).map(([key, word]) => [`${name}.${key}`, word]),
    ),
  )
}
