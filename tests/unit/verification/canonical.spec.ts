import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { canonicalDoc, canonicalJson, sameDoc } from '#verification/canonical'
import { diff, isEmptyDiff, sizeOfDiff } from '#verification/diff'
import type { RecordDoc } from '#verification/instrument'
import { house, remove, row, set } from './support/mini.js'

const VECTOR = /```json\n([\s\S]*?)\n```\s+```text\n([\s\S]*?)\n```\s+SHA-256 `([0-9a-f]{64})`/g

test.group('Canonical JSON', () => {
  test('the vectors of docs/canonical-json.md hold', async ({ assert }) => {
    const text = await readFile(new URL('../../../docs/canonical-json.md', import.meta.url), 'utf8')
    const vectors = [...text.matchAll(VECTOR)]
    assert.lengthOf(vectors, 3)
    for (const [, input = '', canonical = '', hash = ''] of vectors) {
      const doc = JSON.parse(input) as RecordDoc
      assert.equal(canonicalJson(doc), canonical)
      assert.equal(createHash('sha256').update(canonical, 'utf8').digest('hex'), hash)
    }
  })

  test('order of fields, rows and groups makes no difference', ({ assert }) => {
    const turned: RecordDoc = {
      groups: Object.fromEntries(
        Object.entries(house().groups)
          .reverse()
          .map(([name, rows]) => [name, [...rows].reverse()]),
      ),
      values: Object.fromEntries(Object.entries(house().values).reverse()),
      key: 'H1',
    }
    assert.equal(canonicalJson(turned), canonicalJson(house()))
    assert.isTrue(sameDoc(turned, house()))
  })

  test('empty answers and empty groups are not there', ({ assert }) => {
    const padded = house((doc) => {
      set(doc.values, { remark: '' })
      doc.groups.extra = []
    })
    assert.deepEqual(canonicalDoc(padded), canonicalDoc(house()))
    assert.isTrue(sameDoc(padded, house()))
  })

  test('0 is an answer', ({ assert }) => {
    assert.isFalse(
      sameDoc(
        house((doc) => set(doc.values, { area: 0 })),
        house((doc) => set(doc.values, { area: undefined })),
      ),
    )
  })

  test('what JSON cannot say is an error', ({ assert }) => {
    assert.throws(() => canonicalJson(house((doc) => set(doc.values, { area: Number.NaN }))))
    assert.throws(() => canonicalJson(house((doc) => set(doc.values, { address: '\uD800' }))))
  })
})

test.group('Difference of two states', () => {
  test('changed answers, added and removed rows', ({ assert }) => {
    const after = house((doc) => {
      set(doc.values, { area: 50, address: undefined, visited: '2026-11-01' })
      set(row(doc, 'people', 'P1'), { age: 41 })
      remove(doc, 'shops', 'S1')
      doc.groups.people?.push({ key: 'P4', family_key: 'F1', name: 'UJI EMPAT', sex: 1 })
    })
    const difference = diff(house(), after)
    assert.deepEqual(difference, {
      fields: [
        { field: 'address', before: 'RT 01' },
        { field: 'area', before: 36, after: 50 },
        { field: 'visited', after: '2026-11-01' },
        { group: 'people', key: 'P1', field: 'age', before: 40, after: 41 },
      ],
      added: [{ group: 'people', key: 'P4' }],
      removed: [{ group: 'shops', key: 'S1' }],
    })
    assert.equal(sizeOfDiff(difference), 6)
    assert.isFalse(isEmptyDiff(difference))
    assert.isTrue(isEmptyDiff(diff(house(), house())))
  })

  test('a record that was not there before is added row by row', ({ assert }) => {
    const { added, fields } = diff(null, house())
    assert.lengthOf(added, 6)
    assert.lengthOf(fields, Object.keys(house().values).length)
  })
})
