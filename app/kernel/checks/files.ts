import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readCatalogue, type Messages } from '#kernel/catalogues'
import type { AnyPlugin } from '#kernel/manifest'
import type { Complain } from '#kernel/errors'

/** What a plugin's folder must and must not hold. `shown` is the folder's path in messages. */
export function checkFiles(plugin: AnyPlugin, folder: string, shown: string, complain: Complain): void {
  const migrations = existsSync(join(folder, 'database/migrations'))
  if (plugin.migrations && !migrations) {
    complain(
      `${shown}/plugin.ts`,
      'declares migrations, but has no folder database/migrations.',
      'Make it, or take the line out.',
    )
  }
  if (!plugin.migrations && migrations) {
    complain(
      `${shown}/plugin.ts`,
      'has database/migrations, but does not declare it.',
      "Write migrations: 'database/migrations'.",
    )
  }
  if (plugin.api && !['api.ts', 'api.js'].some((name) => existsSync(join(folder, name)))) {
    complain(`${shown}/plugin.ts`, 'declares an api, but has no api.ts.', 'Make it, or take the line out.')
  }
  for (const { view, title } of plugin.letters ?? []) {
    const file = `views/${view.replace(`${plugin.name}::`, '')}.edge`
    if (!existsSync(join(folder, file))) complain(`${shown}/plugin.ts`, `the letter "${title}" has no view ${file}.`, 'Make it.')
  }
  checkCatalogues(folder, shown, complain)
}

function checkCatalogues(folder: string, shown: string, complain: Complain) {
  if (!existsSync(join(folder, 'lang'))) return
  for (const file of readdirSync(join(folder, 'lang'))) {
    if (!/^(id|en)\.json$/.test(file)) complain(`${shown}/lang/${file}`, 'is no catalogue.', 'Name it id.json or en.json.')
  }
  const indonesian = readOrComplain(folder, shown, 'id', complain)
  const english = readOrComplain(folder, shown, 'en', complain)
  if (!indonesian) return
  if (!english) return
  for (const key of Object.keys(indonesian)) {
    if (!(key in english)) complain(`${shown}/lang/en.json`, `lacks the key "${key}".`, 'Add its English words.')
  }
  for (const key of Object.keys(english)) {
    if (!(key in indonesian)) complain(`${shown}/lang/id.json`, `lacks the key "${key}".`, 'Add its Indonesian words.')
  }
}

function readOrComplain(folder: string, shown: string, locale: 'id' | 'en', complain: Complain): Messages | null {
  try {
    const messages = readCatalogue(folder, locale)
    if (!messages) complain(`${shown}/lang`, `has no ${locale}.json.`, 'Both languages have the same keys.')
    return messages
  } catch (error) {
    complain(
      `${shown}/lang/${locale}.json`,
      `is not valid JSON (${error instanceof Error ? error.message : error}).`,
      'Correct it.',
    )
    return null
  }
}
