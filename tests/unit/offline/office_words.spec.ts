import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'

const FILES = ['resources/lang/id/import.json', 'resources/lang/en/import.json', 'app/verification/imports/messages.ts']

test.group('Words of the office for files of the offline application', () => {
  test('hold for the records of every module', ({ assert }) => {
    for (const file of FILES) {
      const said = readFileSync(file, 'utf8').match(/^.*(?:rumah tangga|\bruta\b|\bART\b|\bKPM\b|household).*$/gim) ?? []
      assert.deepEqual(said, [], file)
    }
  })
})
