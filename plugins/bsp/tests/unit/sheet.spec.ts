import { test } from '@japa/runner'
import { balances, giveable, layOut, overfull, type Shift, type VillageUse } from '../../services/sheet.js'

const A = '33.71.01.1001'
const B = '33.71.01.1002'
const use = (code: string, edition: number, used = edition): VillageUse => ({ code, edition, used })
const shift = (from: string | null, to: string | null, places: number): Shift => ({ from, to, places })

test.group('The quota laid out over the villages', () => {
  test('a village has as many places as the edition has families, with what was shifted', ({ assert }) => {
    const sheet = layOut(10, [use(A, 5), use(B, 3)], [shift(A, B, 2), shift(null, A, 1)])
    assert.deepEqual(
      sheet.villages.map(({ code, limit, used }) => [code, limit, used]),
      [
        [A, 4, 5],
        [B, 5, 3],
      ],
    )
    assert.deepEqual([sheet.quota.limit, sheet.quota.used, sheet.quota.free, sheet.reserve], [10, 8, 2, 1])
    assert.deepEqual(
      overfull(sheet).map(({ code }) => code),
      [A],
    )
    assert.isFalse(balances(sheet))
  })

  test('a village that only got places stands beside the others', ({ assert }) => {
    const sheet = layOut(6, [use(A, 5)], [shift(null, B, 1)])
    assert.deepEqual(
      sheet.villages.map(({ code, limit, used }) => [code, limit, used]),
      [
        [A, 5, 5],
        [B, 1, 0],
      ],
    )
    assert.isTrue(balances(sheet))
  })

  test('only what is empty can be given away', ({ assert }) => {
    const sheet = layOut(10, [use(A, 5, 3), use(B, 3)], [])
    assert.deepEqual([giveable(sheet, A), giveable(sheet, B), giveable(sheet, null), giveable(sheet, 'lain')], [2, 0, 2, 0])
  })

  test('a quota that the centre lowered below what is used is exceeded openly, and removes nobody', ({ assert }) => {
    const sheet = layOut(6, [use(A, 5), use(B, 3)], [])
    assert.deepEqual([sheet.quota.used, sheet.quota.free, sheet.quota.excess, sheet.reserve], [8, 0, 2, -2])
    assert.isFalse(balances(sheet))
    assert.equal(giveable(sheet, null), 0)
  })

  test('free places do not stand against the sum, and a village above its places does though the regency has room', ({
    assert,
  }) => {
    assert.isTrue(balances(layOut(10, [use(A, 5, 3)], [])))
    assert.isFalse(balances(layOut(10, [use(A, 5, 6)], [])))
  })
})
