import { test } from '@japa/runner'
import { records, Refused } from '#core/plugin'
import { inScope } from '#core/testing'
import { quotaSheet } from '../../services/quota.js'
import { shiftQuota } from '../../services/shifts.js'
import { takeFamily } from '../../services/substitutes.js'
import { accept, acting, decideOutcome, giveQuota, testList, type TestList } from './support.js'

const usedOf = async (list: TestList) => (await inScope(list.regency.code, (tx) => quotaSheet(tx, list.place))).quota.used

const substituteOf = (list: TestList, index: number) =>
  acting(list, (tx, place) => takeFamily(tx, place, `A00${index}`, `HA00${index}F1`))

/** Substitutes for so many families that were found to be well off; nobody is accepted yet. */
async function waiting(list: TestList, count: number): Promise<string[]> {
  const keys: string[] = []
  for (let index = 1; index <= count; index++) {
    await decideOutcome(list, `A00${index}`, 'well_off')
    keys.push((await substituteOf(list, index)).key)
  }
  return keys
}

async function together(acts: Promise<unknown>[]) {
  const answers = await Promise.allSettled(acts)
  const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as Error] : []))
  for (const error of refused) if (!(error instanceof Refused)) throw error
  return { taken: answers.length - refused.length, codes: refused.map((error) => (error as Refused).code) }
}

test.group('The last places of a quota (S15)', () => {
  test('one family accepted from four tabs at once uses one place', async ({ assert }) => {
    const list = await testList({ quota: 5 })
    const [key] = await waiting(list, 1)
    assert.equal(await usedOf(list), 4)
    await Promise.allSettled([1, 2, 3, 4].map(() => accept(list, key!)))
    assert.equal(await usedOf(list), 5)
  })

  test('two places and three who want them: two get in, one is told', async ({ assert }) => {
    const list = await testList({ quota: 4 })
    const keys = await waiting(list, 3)
    assert.equal(await usedOf(list), 2)
    const { taken, codes } = await together(keys.map((key) => accept(list, key)))
    assert.deepEqual([taken, codes], [2, ['E_BSP_QUOTA_FULL']])
    assert.equal(await usedOf(list), 4)
  })

  test('a batch of two and one alone at the same moment with two places never make three', async ({ assert }) => {
    const list = await testList({ quota: 4 })
    const [first, second, third] = await waiting(list, 3)
    const { taken, codes } = await together([accept(list, first!, second!), accept(list, third!)])
    assert.equal(taken, 1)
    assert.include(['E_BSP_QUOTA_FULL', 'E_BSP_QUOTA_SHORT'], codes[0])
    assert.equal(await usedOf(list), codes[0] === 'E_BSP_QUOTA_FULL' ? 4 : 3)
  })

  test('a batch that names one family twice needs one place', async ({ assert }) => {
    const list = await testList({ quota: 5 })
    const [key] = await waiting(list, 1)
    await accept(list, key!, key!)
    assert.equal(await usedOf(list), 5)
  })

  test('a place that becomes free is given once, whoever asks while it does', async ({ assert }) => {
    const list = await testList({ quota: 4 })
    const [first, second] = await waiting(list, 2)
    await accept(list, first!)
    assert.equal(await usedOf(list), 4)
    await together([decideOutcome(list, 'A003', 'pkh'), accept(list, second!)])
    const used = await usedOf(list)
    assert.isAtMost(used, 4)
    if (used < 4) await accept(list, second!)
    assert.equal(await usedOf(list), 4)
  })

  test('a substitute taken back gives its place back, and the next one has it', async ({ assert }) => {
    const list = await testList({ quota: 4 })
    const [first, second] = await waiting(list, 2)
    await accept(list, first!)
    const { codes } = await together([accept(list, second!)])
    assert.deepEqual(codes, ['E_BSP_QUOTA_FULL'])
    await acting(list, (tx, place) => records.decide(tx, place, [first!], { take: 'withdraw', reason: 'Tidak jadi' }))
    assert.equal(await usedOf(list), 3)
    await accept(list, second!)
    assert.equal(await usedOf(list), 4)
  })

  test('a quota of nought takes nobody in and throws nobody out', async ({ assert }) => {
    const list = await testList({ quota: 5 })
    const [key] = await waiting(list, 1)
    await giveQuota(list.regency.code, 0)
    const { codes } = await together([accept(list, key!)])
    assert.deepEqual(codes, ['E_BSP_QUOTA_FULL'])
    const { quota } = await inScope(list.regency.code, (tx) => quotaSheet(tx, list.place))
    assert.deepEqual([quota.used, quota.excess], [4, 4])
  })

  test('the last empty place of a village shifted from two tabs is shifted once', async ({ assert }) => {
    const list = await testList({ quota: 6 })
    const [, b] = list.regency.villages as [string, string]
    const shift = () =>
      acting(list, (tx, place) => shiftQuota(tx, place, { from: null, to: b, places: 1, reason: 'Pergeseran uji' }))
    const { taken, codes } = await together([shift(), shift()])
    assert.deepEqual([taken, codes], [1, ['E_BSP_SHIFT_SHORT']])
    const { reserve, villages } = await inScope(list.regency.code, (tx) => quotaSheet(tx, list.place))
    assert.deepEqual([reserve, villages.find(({ code }) => code === b)?.limit], [0, 3])
  })
})
