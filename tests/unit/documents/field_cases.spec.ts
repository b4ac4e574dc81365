import { existsSync, globSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'

const ROOT = new URL('../../../', import.meta.url)
const text = readFileSync(new URL('docs/field-cases.md', ROOT), 'utf8')

/** Titles of tests and groups, wherever their quotes stand. */
const TITLE = /^\s*test(?:\.group)?\(\s*(['"`]).*\1/gm

/** The tests a line of the table names: a file, and the titles that follow it until the next one. */
function named(): { file: string; titles: string[] }[] {
  return [...text.matchAll(/`((?:tests|plugins)\/[^`]+)`([^`|]*)/g)].map(([, file, rest]) => ({
    file: file!,
    titles: [...rest!.matchAll(/\*([^*]+)\*/g)].map(([, title]) => title!),
  }))
}

test.group('docs/field-cases.md', () => {
  test('names tests that exist', ({ assert }) => {
    assert.isAbove(named().length, 50)
    for (const { file, titles } of named()) {
      assert.isTrue(existsSync(new URL(file, ROOT)), file)
      const source = readFileSync(new URL(file, ROOT), 'utf8').replaceAll("\\'", "'")
      for (const title of titles) {
        for (const piece of title.split('…').map((part) => part.trim()))
          assert.include(source, piece, `${file} has no test "${title}"`)
      }
    }
  })

  test('every case stands in the table, and in the title of a test', ({ assert }) => {
    const specs = globSync(['tests/**/*.spec.ts', 'plugins/*/tests/**/*.spec.ts'], { cwd: ROOT })
    const titles = specs.flatMap((file) => readFileSync(new URL(file, ROOT), 'utf8').match(TITLE) ?? []).join('\n')
    for (let number = 1; number <= 25; number++) {
      const name = `S${String(number).padStart(2, '0')}`
      assert.include(text, `| ${name} `)
      assert.include(titles, name)
    }
  })
})
