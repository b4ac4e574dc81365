import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import bdt from '#plugins/bdt/verification'
import bsp from '#plugins/bsp/verification'
import { nounsIn } from '../../../resources/offline/words/nouns.js'
import { words } from '../../../resources/offline/words/index.js'

const FILES = ['id', 'en', 'faults', 'manual_id', 'manual_en'].map((name) => `resources/offline/words/${name}.ts`)

test.group('Words of the offline application', () => {
  test('name a record and its people by the module of the package', ({ assert }) => {
    const found = (modules: (typeof bdt)[], locale: 'id' | 'en') =>
      words(locale, 'list.found', { count: 3, ...nounsIn(modules, locale) })
    assert.equal(found([bsp], 'id'), '3 KPM')
    assert.equal(found([bdt], 'id'), '3 rumah tangga')
    assert.equal(found([bsp], 'en'), '3 beneficiary families')
    assert.equal(found([bdt, bsp], 'id'), '3 data')
    assert.equal(
      words('id', 'record.succession_after', { name: 'SITI', ...nounsIn([bsp], 'id') }),
      'SITI menjadi kepala. Periksa kembali hubungan anggota keluarga lain terhadapnya.',
    )
    assert.equal(words('id', 'overview.total', { ...nounsIn([bdt], 'id') }), 'Rumah tangga')
    assert.equal(words('id', 'list.title', { ...nounsIn([], 'id') }), 'Daftar data')
  })

  test('tell one of a thing as one in English', ({ assert }) => {
    const found = (count: number | string) => words('en', 'list.found', { count, ...nounsIn([bdt], 'en') })
    assert.deepEqual([1, '1', 0, 2, '1,001'].map(found), [
      '1 household',
      '1 household',
      '0 households',
      '2 households',
      '1,001 households',
    ])
    assert.equal(words('en', 'safety.leave', { count: 1 }).split('.')[0], '1 change is neither in the browser nor in a work file')
    assert.include(words('en', 'safety.leave', { count: 2 }), 'Closing the package now loses them.')
    assert.equal(words('id', 'safety.unsaved', { count: 1 }), '1 perubahan belum dicadangkan')
  })

  test('never write the noun of one module themselves', ({ assert }) => {
    for (const file of FILES) {
      const said = readFileSync(file, 'utf8').match(/^.*(?:rumah tangga|\bruta\b|\bART\b|\bKPM\b|household).*$/gim) ?? []
      assert.deepEqual(said, [], file)
    }
  })
})
