import { test } from '@japa/runner'
import { records, Refused } from '#core/plugin'
import { inScope, openRegister, regencyForTest } from '#core/testing'
import { standing } from '../../services/standing.js'
import { judgeTwins, twinsOf, type TwinKind, type TwinVerdict } from '../../services/twins.js'
import { acting, giveQuota, kpm, type TestList } from './support.js'

/** Three families: the first two share a family card and an account, the first and the third a person. */
async function doubled(): Promise<TestList> {
  const regency = await regencyForTest()
  const [a, b] = regency.villages as [string, string]
  const docs = [kpm(a, 'A001', { no_kks: '6013000000009901' }), kpm(a, 'A002', { no_kks: '6013000000009901' }), kpm(b, 'B001')]
  const [first, second, third] = docs.map(({ groups }) => groups.members!)
  for (const member of second!) member.no_kk = first![0]!.no_kk!
  third![1]!.nik = first![1]!.nik!
  const bdt = await openRegister(regency.code, [], 'bdt')
  const place = await openRegister(regency.code, docs, 'bsp')
  await giveQuota(regency.code, 3)
  return { regency, place, bdt, kpm: { [a]: ['A001', 'A002'], [b]: ['B001'] } }
}

const pairs = async (list: TestList, kind: TwinKind) =>
  (await inScope(list.regency.code, (tx) => twinsOf(tx, list.place, kind))).map(({ one, other, judged }) => [
    one.key,
    other.key,
    judged?.verdict ?? null,
  ])

const judge = (list: TestList, verdict: Partial<TwinVerdict>) =>
  acting(list, (tx, place) =>
    judgeTwins(tx, place, {
      kind: 'family',
      one: 'A001',
      other: 'A002',
      verdict: 'clean',
      reason: 'Sudah diperiksa',
      ...verdict,
    }),
  )

test.group('Doubles on the list', () => {
  test('each kind finds its pairs and no others', async ({ assert }) => {
    const list = await doubled()
    assert.deepEqual(await pairs(list, 'family'), [['A001', 'A002', null]])
    assert.deepEqual(await pairs(list, 'person'), [['A001', 'B001', null]])
    assert.deepEqual(await pairs(list, 'card'), [['A001', 'A002', null]])
  })

  test('a verdict stands beside the pair with its reason, and can be changed', async ({ assert }) => {
    const list = await doubled()
    await judge(list, { verdict: 'unclean' })
    assert.deepEqual(await pairs(list, 'family'), [['A001', 'A002', 'unclean']])
    await judge(list, { verdict: 'clean', one: 'A002', other: 'A001' })
    assert.deepEqual(await pairs(list, 'family'), [['A001', 'A002', 'clean']])
  })

  test('inactive takes the other one off the list as a duplicate that names the one kept', async ({ assert }) => {
    const list = await doubled()
    await judge(list, { verdict: 'inactive', kept: 'A001' })
    const record = await inScope(list.regency.code, async (tx) => (await records.working(tx, list.place, ['A002'])).get('A002')!)
    assert.include(record, { outcome: 'duplicate', state: 'received', blocking: 0 })
    assert.equal(record.doc.values.kpm_kembaran, 'A001')
    assert.deepEqual(await pairs(list, 'family'), [], 'what leaves the list is no double')
  })

  test('a verdict needs a reason, one who stays, and a pair that is there', async ({ assert }) => {
    const list = await doubled()
    const codeOf = async (verdict: Partial<TwinVerdict>) => {
      try {
        await judge(list, verdict)
      } catch (error) {
        return error instanceof Refused ? error.code : String(error)
      }
      return null
    }
    assert.equal(await codeOf({ reason: '' }), 'E_BSP_REASON')
    assert.equal(await codeOf({ verdict: 'inactive', kept: 'B001' }), 'E_BSP_TWINS_KEPT')
    assert.equal(await codeOf({ other: 'B001' }), 'E_BSP_TWINS_UNKNOWN')
  })

  test('a card that two families share stands against finalising once one of them was touched', async ({ assert }) => {
    const list = await doubled()
    const rules = async () =>
      (await inScope(list.regency.code, (tx) => standing(tx, list.place, 10))).list.map(({ rule, record }) => [rule, record?.key])
    assert.deepEqual(await rules(), [], 'what nobody touched is inherited')
    await acting(list, async (tx, place) => {
      const doc = (await records.base(tx, place, ['A001'])).get('A001')!
      await records.write(tx, place, { type: 'edit', id: 'uji' }, [
        { key: 'A001', version: 0, kind: 'repair', outcome: 'repaired', state: 'received', doc },
      ])
    })
    assert.deepEqual(await rules(), [['BSP-R25', 'A001']])
  })
})
