import { test } from '@japa/runner'
import { villageOf } from '../../services/file.js'

test.group('The village of a row (S04, S05)', () => {
  test('"{0}" is read as {1}')
    .with([
      ['92.71.01.1001', '96.71.01.1001'],
      ["'9271011001\u200b", '96.71.01.1001'],
      ['96.71.01.1001', '96.71.01.1001'],
      ['33.71.01.1003', '33.71.01.1003'],
      ['92.71', '"92.71" bukan kode desa/kelurahan.'],
    ] as [string, string][])
    .run(({ assert }, [cell, read]) => {
      const found = villageOf(cell, (code) => code.replace(/^92\.71/, '96.71'))
      assert.equal('code' in found ? found.code : found.reason.id, read)
    })
})
