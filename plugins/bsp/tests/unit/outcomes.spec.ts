import { test } from '@japa/runner'
import { outcomes, outcomesThat, type QuotaEffect } from '../../outcomes.js'

/** Number, code, effect on the record and on the quota, as the programme lists them (domain of the food aid, 1 to 12). */
const LISTED: readonly (readonly [number: number, code: string, effect: string, quota: QuotaEffect])[] = [
  [1, 'unchanged', 'keep', 'keeps'],
  [2, 'heir', 'replace', 'keeps'],
  [3, 'deceased', 'deactivate', 'frees'],
  [4, 'moved_within', 'keep', 'keeps'],
  [5, 'moved_out', 'deactivate', 'frees'],
  [6, 'not_found', 'deactivate', 'frees'],
  [7, 'well_off', 'deactivate', 'frees'],
  [8, 'refused', 'deactivate', 'frees'],
  [9, 'duplicate', 'deactivate', 'frees'],
  [10, 'pkh', 'deactivate', 'frees'],
  [11, 'invalid', 'deactivate', 'frees'],
  [12, 'new', 'add', 'takes'],
]

test.group('BSP outcomes', () => {
  for (const [number, code, effect, quota] of LISTED) {
    test(`outcome ${number} is ${code}: ${effect}, its place ${quota}`, ({ assert }) => {
      const found = outcomes.find((outcome) => outcome.number === number)
      assert.deepEqual({ code: found?.code, effect: found?.effect, quota: found?.quota }, { code, effect, quota } as never)
    })
  }

  test('what takes a family off the list frees its place, and nothing else does', ({ assert }) => {
    const removing = outcomes.filter(({ effect }) => effect === 'deactivate').map(({ code }) => code)
    assert.sameMembers(outcomesThat('frees'), removing)
    assert.deepEqual(outcomesThat('takes'), ['new'])
  })

  test('a repair of data and a change of the card holder use no quota', ({ assert }) => {
    assert.includeMembers(outcomesThat('keeps'), ['repaired', 'heir', 'unchanged', 'moved_within', 'unverified'])
    assert.deepEqual(outcomesThat('none'), ['cancelled'])
  })
})
