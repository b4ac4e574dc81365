import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from '@japa/runner'
import { projectFiles, ROOT } from '#tests/support/import_graph'

const DOCUMENTS = ['*.md', 'docs/**/*.md', 'plugins/*/*.md']
const LINK = /\]\(([^)#\s]+)(?:#[^)]*)?\)/g
/** A file of the tree, written whole; the guide for plugins writes those of a plugin from its own folder. */
const FILE = /`((?:app|bench|config|database|docs|plugins|resources|start|stubs|tests)\/[\w./-]+\.[a-z]+)`/g
/** A test of the table of field cases: its file, then its titles, cut where they are long. */
const TESTS = /`((?:plugins|tests)\/[\w./-]+\.spec\.ts)`((?::|,| and)? ?\*[^*]+\*)*/g
const TITLE = /\*([^*]+)\*/g
const OF_A_PLUGIN = { file: 'docs/writing-a-plugin.md', folders: /^(database|tests)\// }

test.group('Documents', () => {
  test('every link leads to a file, and every file that is named is there', ({ assert }) => {
    const missing = projectFiles(DOCUMENTS).flatMap((document) => {
      const text = read(document)
      const links = [...text.matchAll(LINK)].map(([, to]) => to!).filter((to) => !/^[a-z]+:/.test(to))
      const linked = links.map((to) => normalize(join(dirname(document), to)))
      const named = [...text.matchAll(FILE)].map(([, to]) => to!)
      const own = (to: string) => document === OF_A_PLUGIN.file && OF_A_PLUGIN.folders.test(to)
      return [...linked, ...named].filter((to) => !own(to) && !existsSync(join(ROOT, to))).map((to) => `${document} names ${to}`)
    })
    assert.deepEqual(missing, [])
  })

  test('the table of field cases names tests as they are called', ({ assert }) => {
    const named = [...read('docs/field-cases.md').matchAll(TESTS)].flatMap(([whole, file]) =>
      [...whole.matchAll(TITLE)].map(([, title]) => ({ file: file!, parts: title!.split('…').map((part) => part.trim()) })),
    )
    assert.isAbove(named.length, 20)
    assert.deepEqual(
      named.filter(({ file, parts }) => !existsSync(join(ROOT, file)) || !parts.every((part) => read(file).includes(part))),
      [],
    )
  })
})

function read(file: string) {
  return readFileSync(join(ROOT, file), 'utf8')
}
