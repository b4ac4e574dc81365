import { readFile, readdir } from 'node:fs/promises'
import { test } from '@japa/runner'

/** Files of the folder that are for the server only. */
const SERVER_ONLY = ['archive.ts', 'node_files.ts']
const FOLDER = new URL('../../../app/siks/', import.meta.url)

test.group('The .siks codec', () => {
  test('imports nothing that a browser lacks', async ({ assert }) => {
    for (const name of (await readdir(FOLDER)).filter((file) => !SERVER_ONLY.includes(file))) {
      const source = await readFile(new URL(name, FOLDER), 'utf8')
      for (const [, from] of source.matchAll(/from '([^']+)'/g)) {
        assert.match(
          from,
          /^(\.\/|age-encryption$|@noble\/|#domain\/(plain_cell|calendar_date)$|#verification\/(instrument|rules)$)/,
          name,
        )
        assert.notInclude(
          SERVER_ONLY.map((file) => `./${file.replace('.ts', '.js')}`),
          from,
          name,
        )
      }
      assert.notMatch(source, /\b(Buffer|process)\./, name)
    }
  })
})
