import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import ts from 'typescript'
import i18nManager from '@adonisjs/i18n/services/main'
import { flatten, LOCALES, type Messages } from '#kernel/catalogues'
import { projectFiles, ROOT } from '#tests/support/import_graph'

/** Whole keys only: one that is put together from parts is not followed. In code `t` may be a helper of another catalogue. */
const ASKED = {
  edge: /(?<![\w$.'])t\(\s*['"]([a-z0-9_]+(?:\.[a-zA-Z0-9_]+)+)['"]\s*[,)]/g,
  ts: /i18n\.t\(\s*['"]([a-z0-9_]+(?:\.[a-zA-Z0-9_]+)+)['"]\s*[,)]/g,
}

/** A number before a noun in the plural, of the values that count. */
const COUNTED =
  /\{(?:count|records|rows|files|read|regencies|persons|updates|fields|answers|blocks|problems|tables|warnings|conflicts|total|days)(?:, number)?\} (?:[a-z]+ |\{module\} )?(?:records|rows|files|regencies|persons|updates|fields|answers|blocks|problems|tables|warnings|clashes|regions|proposals|boundaries|packages|headings|changes|days)\b/
/** Filled in by a script of the page, which knows no plurals, or with a limit that is never one. */
const FILLED_LATER = [
  'component.progress.rows',
  'component.progress.done',
  'component.bulk.all',
  'component.uploader.button',
  'component.uploader.summary',
  'component.uploader.many',
  'dashboard.progress.of',
  'import.sample.all',
  'import.terms.limits',
  'loads.new.submit',
]

test.group('Words', () => {
  test('both catalogues of the core have the same files, keys and placeholders', ({ assert }) => {
    const [indonesian, english] = LOCALES.map(catalogueOf)
    assert.deepEqual(Object.keys(english).sort(), Object.keys(indonesian).sort())
    for (const [key, text] of Object.entries(indonesian)) {
      assert.notEqual(text.trim(), '', key)
      assert.deepEqual(placeholders(english[key]), placeholders(text), key)
    }
  })

  test('an English sentence that counts something chooses between singular and plural', ({ assert }) => {
    const ofPlugins = projectFiles(['plugins/*/lang/en.json']).flatMap((file) => Object.entries(wordsOf(file)))
    const counted = [...Object.entries(catalogueOf('en')), ...ofPlugins]
      .filter(([key, text]) => !FILLED_LATER.includes(key) && COUNTED.test(text))
      .map(([key, text]) => `${key}: ${text}`)
    assert.deepEqual(counted, [])
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

  test('a plugin is told the language of the reader and does not work it out', ({ assert }) => {
    const own = projectFiles(['plugins/*/**/*.ts']).filter((file) => !file.includes('/tests/'))
    assert.deepEqual(
      own.filter((file) => /[!=]== '(id|en)'/.test(readFileSync(join(ROOT, file), 'utf8'))),
      [],
    )
  })

  test('a refusal that has both languages is given both, but by a command, which speaks Indonesian', ({ assert }) => {
    const told = projectFiles(['app/**/*.ts', 'plugins/*/**/*.ts']).filter((file) => !/\/(commands|tests)\//.test(file))
    const kinds = told.flatMap((file) => [...readFileSync(join(ROOT, file), 'utf8').matchAll(/class (\w+) extends ToldError/g)])
    const names = kinds.map(([, name]) => name!)
    assert.includeMembers(names, ['PeriodError', 'ReviewError', 'FinaliseError', 'Refused', 'MoveError', 'StaleRecordsError'])
    assert.deepEqual(told.flatMap((file) => oneLanguage(file, names)).toSorted(), [])
  })
})

/** Lines on which a refusal is made with a bare sentence, which stands behind its code or alone. */
function oneLanguage(file: string, kinds: readonly string[]): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const isBare = (said: ts.Expression): boolean =>
    (ts.isStringLiteralLike(said) && said.text.includes(' ')) ||
    ts.isTemplateExpression(said) ||
    (ts.isConditionalExpression(said) && [said.whenTrue, said.whenFalse].some(isBare)) ||
    (ts.isBinaryExpression(said) && [said.left, said.right].some(isBare))
  const look = (node: ts.Node): void => {
    const given = ts.isNewExpression(node) && kinds.includes(node.expression.getText()) ? node.arguments : undefined
    const said = given?.[1] ?? given?.[0]
    if (said && isBare(said)) found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`)
    ts.forEachChild(node, look)
  }
  look(source)
  return found
}

/** All words of one language as `file.key`. */
function catalogueOf(locale: string): Messages {
  const home = `resources/lang/${locale}/`
  return Object.fromEntries(
    projectFiles(`${home}**/*.json`).flatMap((file) =>
      Object.entries(wordsOf(file)).map(([key, text]) => [`${file.slice(home.length, -'.json'.length)}.${key}`, text]),
    ),
  )
}

function wordsOf(file: string): Messages {
  return flatten(JSON.parse(readFileSync(join(ROOT, file), 'utf8')))
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
