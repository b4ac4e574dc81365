import { test } from '@japa/runner'
import { villageOf } from '../../services/file.js'

test.group('The village of a row (S04, S05)', () => {
  test('"{0}" is read as {1}')
    .with([
      ['92.71.01.1001', '96.71.01.1001'],
      ["'9271011001\u200b", '96.71.01.1001'],
      ['96.71.01.1001', '96.71.01.1001'],
      ['33.71.01.1003', '33.71.01.1003'],
      ['92.71', '"92.71" bukan kode desa/kelurahan. Tulis seperti 33.71.01.1003.'],
      ['33.71.01.101', 'Kode wilayah "33.71.01.101" kurang angka. Mungkin maksudnya 33.71.01.1010 Uji?'],
    ] as [string, string][])
    .run(({ assert }, [cell, read]) => {
      const found = villageOf(
        cell,
        (code) => code.replace(/^92\.71/, '96.71'),
        (code) => (code === '33.71.01.1010' ? 'Uji' : undefined),
      )
      assert.equal('code' in found ? found.code : found.reason.id, read)
    })
})
