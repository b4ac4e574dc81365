import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { projectFiles, ROOT } from '#tests/support/import_graph'

const SOURCES = ['app', 'bench', 'bin', 'config', 'database', 'plugins', 'resources', 'start'].map(
  (folder) => `${folder}/**/*.{ts,js,edge,css}`,
)
const LINES = 250
const TEST_LINES = 400
/** Switches that silence a checker, and notes that belong in an issue. Spelled in parts, as this file is read too. */
const SILENCERS = [
  'eslint-' + 'disable',
  '@ts-' + 'ignore',
  '@ts-' + 'expect-error',
  '@ts-' + 'nocheck',
  'TO' + 'DO',
  'FIX' + 'ME',
]
const SKIPPED = /\.(skip|pin)\(/

/** The name of who acted, printed or given to a sentence as it is kept. */
const ACTOR =
  /(?:\{\{ |\b(?:by|name|hint|value): )\w+(?:\[\d\])?(?:\.\w+)*\.(?:by(?:Name)?|actor|[a-z]\w*By(?:Name)?)\b(?!\s*[?=])/g

const isTest = (file: string) => file.startsWith('tests/') || /^plugins\/[^/]+\/tests\//.test(file)

test.group('Habits', () => {
  test('files stay small enough to be read at once', ({ assert }) => {
    const long = projectFiles([...SOURCES, 'tests/**/*.ts'])
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ file, lines }) => lines > (isTest(file) ? TEST_LINES : LINES))
    assert.deepEqual(long, [])
  })

  test('no checker is silenced, no test is left out', ({ assert }) => {
    const silent = projectFiles([...SOURCES, 'tests/**/*.ts']).flatMap((file) => {
      const text = read(file)
      const found = SILENCERS.filter((word) => text.includes(word))
      if (isTest(file) && SKIPPED.test(text)) found.push('a skipped or pinned test')
      return found.map((word) => `${file}: ${word}`)
    })
    assert.deepEqual(silent, [])
  })

  test('no page carries a style or a script in an attribute or in its text, which the content policy would refuse', ({
    assert,
  }) => {
    const refused = projectFiles(['resources/views/**/*.edge', 'plugins/*/views/**/*.edge']).flatMap((file) => {
      const text = read(file)
      const found = [/\sstyle="/, /\son[a-z]+="/, /<script(?![^>]*\s(src|type="application\/json"))/, /javascript:/].filter(
        (pattern) => pattern.test(text),
      )
      return found.map((pattern) => `${file}: ${pattern.source}`)
    })
    assert.deepEqual(refused, [])
  })

  test('a button that opens a dialog does so before the scripts of the page have come', ({ assert }) => {
    const late = projectFiles(['resources/views/**/*.edge', 'plugins/*/views/**/*.edge']).flatMap((file) =>
      [...read(file).matchAll(/data-dialog="([^"]*)"[^>]*/g)]
        .filter(([opener, id]) => !opener.includes(`commandfor="${id}" command="show-modal"`))
        .map(([, id]) => `${file}: ${id}`),
    )
    assert.deepEqual(late, [])
  })

  test('a file is answered with by one of two functions, so that no answer lacks a header', ({ assert }) => {
    const byHand = projectFiles(['app/**/*.ts', 'plugins/*/{controllers,services}/**/*.ts']).filter((file) =>
      /header\('content-disposition'/.test(read(file)),
    )
    assert.deepEqual(byHand, ['app/services/files.ts', 'app/services/send_made.ts'])
  })

  test('a page names who acted by one helper, for the application and its console have a name in each language', ({ assert }) => {
    const bare = projectFiles(['resources/views/**/*.edge', 'plugins/*/views/**/*.edge']).flatMap((file) =>
      [...read(file).matchAll(ACTOR)].map(([found]) => `${file}: ${found}`),
    )
    assert.deepEqual(bare, [])
  })

  test('no page gives a part of its own the id of the content, to which the link past the menu leads', ({ assert }) => {
    const pages = projectFiles(['resources/views/{pages,components}/**/*.edge', 'plugins/*/views/**/*.edge'])
    const taken = pages.filter(
      (file) => !file.startsWith('resources/views/components/layouts/') && read(file).includes('id="isi"'),
    )
    assert.deepEqual(taken, [])
  })

  test('no page loads anything from another address', ({ assert }) => {
    const outside = projectFiles(['resources/**/*.{edge,css,js}', 'plugins/*/{views,assets}/**/*.{edge,css,js}']).filter((file) =>
      /src="(https?:)?\/\/|<link[^>]*href="(https?:)?\/\/|@import\s+(url\()?['"]?(https?:)?\/\/|url\(\s*['"]?(https?:)?\/\//.test(
        read(file),
      ),
    )
    assert.deepEqual(outside, [])
  })
})

function read(file: string) {
  return readFileSync(join(ROOT, file), 'utf8')
}
