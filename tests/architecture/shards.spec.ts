import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { projectFiles } from '#tests/support/import_graph'
import { shareOut } from '#tests/support/shards'

test.group('Parts of a whole test run', () => {
  test('every test file of every suite is in exactly one part, and no part is empty', ({ assert }) => {
    const patterns = app.rcFile.tests.suites.flatMap(({ files }) => files as string[])
    for (const count of [1, 2, 3]) {
      const parts = shareOut(count)
      assert.lengthOf(parts, count)
      assert.isTrue(parts.every((files) => files.length > 0))
      assert.deepEqual(parts.flat().sort(), projectFiles(patterns))
    }
  })
})
