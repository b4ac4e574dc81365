import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import i18nManager from '@adonisjs/i18n/services/main'
import { flatten, LOCALES, type Messages } from '#kernel/catalogues'
import { projectFiles, ROOT } from '#tests/support/import_graph'

/** Whole keys only: one that is put together from parts is not followed. In code `t` may be a helper of another catalogue. */
const ASKED = {
  edge: /(?<![\w$.'])t\(\s*['"]([a-z0-9_]+(?:\.[a-zA-Z0-9_]+)+)['"]\s*[,)]/g,
  ts: /i18n\.t\(\s*['"]([a-z0-9_]+(?:\.[a-zA-Z0-9_]+)+)['"]\s*[,)]/g,
}

test.group('Words', () => {
  test('both catalogues of the core have the same files, keys and placeholders', ({ assert }) => {
    const [indonesian, english] = LOCALES.map(catalogueOf)
    assert.deepEqual(Object.keys(english).sort(), Object.keys(indonesian).sort())
    for (const [key, text] of Object.entries(indonesian)) {
      assert.notEqual(text.trim(), '', key)
      assert.deepEqual(placeholders(english[key]), placeholders(text), key)
    }
  })

  test('every key that a page or a controller of the core asks for has words', ({ assert }) => {
    const words = i18nManager.locale('id')
    const missing = projectFiles(['resources/views/**/*.edge', 'app/**/*.ts']).flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(file.endsWith('.edge') ? ASKED.edge : ASKED.ts)]
        .filter(([, key]) => !words.hasMessage(key))
        .map(([, key]) => `${file} asks for "${key}"`),
    )
    assert.deepEqual(missing, [])
  })
})

/** All words of one language as `file.key`. */
function catalogueOf(locale: string): Messages {
  const home = `resources/lang/${locale}/`
  return Object.fromEntries(
    projectFiles(`${home}**/*.json`).flatMap((file) =>
      Object.entries(flatten(JSON.parse(readFileSync(join(ROOT, file), 'utf8')))).map(([key, text]) => [
        `${file.slice(home.length, -'.json'.length)}.${key}`,
        text,
      ]),
    ),
  )
}

/** Names of the values an ICU message takes: a brace opens one in every message, also in the branches of a choice. */
function placeholders(text = ''): string[] {
  const names = new Set<string>()
  let depth = 0
  for (const [index, letter] of [...text].entries()) {
    if (letter === '{' && depth++ % 2 === 0) names.add(/^\s*(\w+)/.exec(text.slice(index + 1))?.[1] ?? '')
    if (letter === '}') depth--
  }
  return [...names].sort()
}
