import { test } from '@japa/runner'
import {
  balances,
  giveable,
  holding,
  layOut,
  overfull,
  withEmpty,
  type Promised,
  type Shift,
  type VillageUse,
} from '../../services/sheet.js'

const A = '33.71.01.1001'
const B = '33.71.01.1002'
const C = '33.71.01.1003'
const D = '33.71.01.1004'
const NOTHING: Promised = new Map()
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
    const given = (promised: Promised) => [A, B, null, 'lain'].map((from) => giveable(sheet, promised, from))
    assert.deepEqual(given(NOTHING), [2, 0, 2, 0])
    assert.deepEqual(
      given(
        new Map([
          [A, 1],
          [B, 3],
        ]),
      ),
      [1, 0, 2, 0],
      'what is promised stays',
    )
  })

  test('a quota that the centre lowered below what is used is exceeded openly, and removes nobody', ({ assert }) => {
    const sheet = layOut(6, [use(A, 5), use(B, 3)], [])
    assert.deepEqual([sheet.quota.used, sheet.quota.free, sheet.quota.excess, sheet.reserve], [8, 0, 2, -2])
    assert.isFalse(balances(sheet))
    assert.equal(giveable(sheet, NOTHING, null), 0)
  })

  test('villages above their own places hold the excess, the most first; where they do not, all that use some', ({ assert }) => {
    const villages = layOut(9, [use(A, 5, 4), use(B, 3, 5), use(C, 2, 3), use(D, 1, 0)], []).villages
    const codes = (found: readonly { code: string }[]) => found.map(({ code }) => code)
    assert.deepEqual(codes(holding(villages, 3)), [B, C])
    assert.deepEqual(codes(holding(villages, 4)), [B, C, A], 'they account for three; a village without families for nothing')
    const free = (code: string) => ({ [A]: 1, [D]: 2 })[code] ?? 0
    assert.deepEqual(codes(withEmpty(villages, free)), [D, A])
  })

  test('free places do not stand against the sum, and a village above its places does though the regency has room', ({
    assert,
  }) => {
    assert.isTrue(balances(layOut(10, [use(A, 5, 3)], [])))
    assert.isFalse(balances(layOut(10, [use(A, 5, 6)], [])))
  })
})

/** A small generator that gives the same for the same seed. */
function chance(seed: number) {
  let state = seed * 48_271 + 11
  return (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * most)
  }
}

test.group('Two hundred histories of the quota on paper', () => {
  test('shifts of free places make and lose none, and what balances is never above the quota', ({ assert }) => {
    for (let seed = 1; seed <= 200; seed++) {
      const draw = chance(seed)
      const villages = Array.from({ length: 2 + draw(4) }, (_, index) => use(`33.71.01.10${10 + index}`, 1 + draw(9)))
      let limit = villages.reduce((sum, { edition }) => sum + edition, 0) + draw(4) - 1
      const shifts: Shift[] = []
      for (let act = 0; act < 30; act++) {
        const sheet = layOut(Math.max(0, limit), villages, shifts)
        const village = villages[draw(villages.length)]!
        const other = villages[draw(villages.length)]!.code
        switch (draw(4)) {
          case 0:
            village.used = Math.max(0, village.used - 1)
            break
          case 1:
            if (sheet.quota.free > 0) village.used += 1
            break
          case 2: {
            const from = draw(3) === 0 ? null : village.code
            const free = giveable(sheet, NOTHING, from)
            if (free > 0 && from !== other) shifts.push(shift(from, other, 1 + draw(free)))
            break
          }
          default:
            if (draw(10) === 0) limit += draw(5) - 2
        }
        const now = layOut(Math.max(0, limit), villages, shifts)
        const told = `seed ${seed}, act ${act}`
        assert.equal(now.villages.reduce((sum, one) => sum + one.limit, 0) + now.reserve, now.quota.limit, told)
        assert.equal(
          now.quota.used,
          villages.reduce((sum, { used }) => sum + used, 0),
          told,
        )
        for (const one of now.villages) assert.isAtLeast(one.limit, 0, `${told}: no village owes a place`)
        if (balances(now)) assert.isAtMost(now.quota.used, now.quota.limit, told)
        assert.equal(now.quota.free * now.quota.excess, 0, `${told}: nothing is free and exceeded at once`)
      }
    }
  })
})
