import { test } from '@japa/runner'
import { query, records, Refused, type ModuleBlocker } from '#core/plugin'
import { aceHere, amount, inScope, supervisorOf } from '#core/testing'
import { shiftQuota } from '../../services/shifts.js'
import { standing } from '../../services/standing.js'
import { releaseSubstitute, takeFamily } from '../../services/substitutes.js'
import { outcomes } from '../../outcomes.js'
import { accept, acting, decideOutcome, giveQuota, sheetOf, type TestList, testList } from './support.js'

const refusalOf = async (work: Promise<unknown>): Promise<Refused> => {
  try {
    await work
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
  throw new Error('Nothing was refused.')
}

const shift = (list: TestList, from: string | null, to: string | null, places: number, reason = 'Pergeseran uji') =>
  acting(list, (tx, place) => shiftQuota(tx, place, { from, to, places, reason }))

test.group('Quota of a regency (S15)', () => {
  test('every outcome has the effect on the quota that it declares', async ({ assert }) => {
    const list = await testList({ kpm: [14, 1], quota: 15, households: [1, 0] })
    const touching = outcomes.filter(({ code, selectable }) => selectable && code !== 'new')
    for (const [index, { code, quota }] of touching.entries()) {
      const key = `A${String(index + 1).padStart(3, '0')}`
      const before = (await sheetOf(list)).quota.used
      await decideOutcome(list, key, code)
      const freed = before - (await sheetOf(list)).quota.used
      assert.equal(freed, quota === 'frees' ? 1 : 0, code)
    }
  })

  test('with one place left of a full quota one substitute is accepted and the other told, round after round', async ({
    assert,
  }) => {
    const list = await testList({ quota: 4 })
    for (const key of ['A001', 'A002']) await decideOutcome(list, key, 'pkh')
    for (let round = 1; round <= amount(10, 50); round++) {
      const first = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
      const second = await acting(list, (tx, place) => takeFamily(tx, place, 'A002', 'HA002F1'))
      const results = await Promise.allSettled([accept(list, first.key), accept(list, second.key)])
      const lost = results.find((result) => result.status === 'rejected')
      assert.lengthOf(
        results.filter((result) => result.status === 'fulfilled'),
        1,
        `round ${round}`,
      )
      assert.equal((lost!.reason as Refused).code, 'E_BSP_QUOTA_FULL')
      assert.include((lost!.reason as Refused).message, 'Kuota penuh (4/4)')
      assert.equal((await sheetOf(list)).quota.used, 4)
      await acting(list, (tx, place) =>
        records.decide(tx, place, [first.key, second.key], { take: 'withdraw', reason: 'Ronde uji berikutnya' }),
      )
      assert.equal((await sheetOf(list)).quota.used, 3)
    }
  })

  test('a batch that does not fit is refused as a whole with both figures', async ({ assert }) => {
    const list = await testList({ kpm: [5, 0], quota: 4 })
    const keys: string[] = []
    for (const index of [1, 2, 3]) {
      await decideOutcome(list, `A00${index}`, 'well_off')
      keys.push((await acting(list, (tx, place) => takeFamily(tx, place, `A00${index}`, `HA00${index}F1`))).key)
    }
    const refused = await refusalOf(accept(list, ...keys))
    assert.equal(refused.code, 'E_BSP_QUOTA_SHORT')
    assert.include(refused.message, 'butuh 3 tempat, sisa kuota 2')
    assert.equal((await sheetOf(list)).quota.used, 2, 'nothing of the batch was accepted')
    await accept(list, keys[0]!, keys[1]!)
    assert.equal((await sheetOf(list)).quota.used, 4)
  })

  test('without a quota of the centre no substitute is accepted and nothing is finalised', async ({ assert }) => {
    const list = await testList({ quota: null })
    await decideOutcome(list, 'A001', 'well_off')
    const { key } = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
    assert.equal((await refusalOf(accept(list, key))).code, 'E_BSP_NO_QUOTA')
    const found = await inScope(list.regency.code, (tx) => standing(tx, list.place, 10))
    assert.deepEqual(
      found.list.map(({ id }) => id),
      ['kuota'],
    )
  })

  test('a quota lowered below what is used removes nobody and stands against finalising, with the villages', async ({
    assert,
  }) => {
    const list = await testList()
    await giveQuota(list.regency.code, 3)
    const sheet = await sheetOf(list)
    assert.deepEqual([sheet.quota.used, sheet.quota.excess, sheet.reserve], [5, 2, -2])
    const found = await inScope(list.regency.code, (tx) => standing(tx, list.place, 10))
    assert.deepEqual(
      found.list.map(({ id }) => id),
      ['kuota', 'cadangan'],
    )
    assert.deepEqual(found.list[0]!.message, { key: 'bsp.standing.exceeded', params: { used: 5, limit: 3, excess: 2 } })
    const [a, b] = list.regency.villages as [string, string]
    const shares = ({ villages = [] }: ModuleBlocker) => villages.map(({ village, figures, href }) => [village, figures, href])
    const families = (village: string) => `/bsp/daftar-kpm?kecamatan=${village.slice(0, 8)}&desa=${village}`
    assert.deepEqual(shares(found.list[0]!), [
      [a, { used: 3, limit: 3, difference: 0 }, families(a)],
      [b, { used: 2, limit: 2, difference: 0 }, families(b)],
    ])
    assert.deepEqual(shares(found.list[1]!), [], 'nothing is empty that could be given back')
    for (const key of ['A001', 'B001']) await decideOutcome(list, key, 'moved_out')
    const emptied = await inScope(list.regency.code, (tx) => standing(tx, list.place, 10))
    assert.deepEqual(
      emptied.list.map((one) => [one.id, shares(one)]),
      [
        [
          'cadangan',
          [
            [a, { used: 2, limit: 3, difference: -1 }, `/bsp/kuota?desa=${a}`],
            [b, { used: 1, limit: 2, difference: -1 }, `/bsp/kuota?desa=${b}`],
          ],
        ],
      ],
    )
    await shift(list, a, null, 1)
    await shift(list, b, null, 1)
    assert.deepEqual((await inScope(list.regency.code, (tx) => standing(tx, list.place, 10))).list, [])
  })

  test('places are shifted only from what is empty, inside the regency, with a reason', async ({ assert }) => {
    const list = await testList({ quota: 6 })
    const [a, b] = list.regency.villages as [string, string]
    assert.equal((await refusalOf(shift(list, a, b, 1))).code, 'E_BSP_SHIFT_SHORT')
    assert.equal((await refusalOf(shift(list, null, b, 2))).code, 'E_BSP_SHIFT_SHORT')
    assert.equal((await refusalOf(shift(list, null, '33.71.01.1003', 1))).code, 'E_BSP_SHIFT_ELSEWHERE')
    assert.equal((await refusalOf(shift(list, a, a, 1))).code, 'E_BSP_SHIFT_SAME')
    assert.equal((await refusalOf(shift(list, null, b, 0))).code, 'E_BSP_SHIFT_NUMBER')
    assert.equal((await refusalOf(shift(list, null, b, 1, ' '))).code, 'E_BSP_REASON')
    await shift(list, null, b, 1)
    const sheet = await sheetOf(list)
    assert.deepEqual([sheet.reserve, sheet.villages.find(({ code }) => code === b)?.limit], [0, 3])
  })

  test('a place that a chosen substitute waits for is not shifted away; given up, it is', async ({ assert }) => {
    const list = await testList({ quota: 5 })
    const [a, b] = list.regency.villages as [string, string]
    for (const key of ['A001', 'A002']) await decideOutcome(list, key, 'pkh')
    const { substitution } = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
    const refused = await refusalOf(shift(list, a, b, 2))
    assert.equal(refused.code, 'E_BSP_SHIFT_SHORT')
    assert.include(refused.message, 'mempunyai 2 tempat kosong, tetapi 1 di antaranya menunggu pengganti')
    assert.include(refused.message, 'Paling banyak 1 tempat dapat digeser')
    await shift(list, a, b, 1)
    assert.equal((await refusalOf(shift(list, a, b, 1))).code, 'E_BSP_SHIFT_SHORT')
    await acting(list, (tx, place) => releaseSubstitute(tx, place, substitution, 'Keluarga menolak'))
    await shift(list, a, b, 1)
    assert.equal((await sheetOf(list)).villages.find(({ code }) => code === a)?.limit, 1)
  })

  test('a village above its places is listed though the regency has room', async ({ assert }) => {
    const list = await testList({ kpm: [3, 2], quota: 6 })
    const [a] = list.regency.villages as [string]
    await decideOutcome(list, 'A001', 'well_off')
    await shift(list, a, null, 1)
    await acting(list, (tx, place) => records.decide(tx, place, ['A001'], { take: 'reject', reason: 'Masih miskin' }))
    const found = await inScope(list.regency.code, (tx) => standing(tx, list.place, 10))
    assert.deepEqual(
      found.list.map(({ village, message }) => [village, message]),
      [[a, { key: 'bsp.standing.full', params: { used: 3, limit: 2, over: 1 } }]],
    )
  })

  test('nothing of the quota can be written once finalising has begun', async ({ assert }) => {
    const list = await testList({ quota: 6 })
    const [, b] = list.regency.villages as [string, string]
    await inScope(list.regency.code, (tx) =>
      query(tx, `update finalisations set state = 'finalising' where period_id = ? and regency_code = ?`, [
        list.place.periodId,
        list.regency.code,
      ]),
    )
    const late = inScope(list.regency.code, (tx) =>
      shiftQuota(tx, list.place, { from: null, to: b, places: 1, reason: 'Terlambat' }),
    )
    await assert.rejects(() => late, /siks: period is finalising/)
  })

  test('a regency above its quota names the villages on the page, in the command and in the refusal of the act', async ({
    client,
    assert,
  }) => {
    const list = await testList({ quota: 4 })
    const [a, b] = list.regency.villages as [string, string]
    const user = await supervisorOf(list.regency.code)
    const page = await client.get('/bsp/finalisasi').loginAs(user)
    page.assertTextIncludes('melebihi kuota kabupaten/kota 4 sebanyak 1')
    page.assertTextIncludes('terpakai 3 dari kuota 3, kosong 0')
    page.assertTextIncludes(`href="/bsp/daftar-kpm?kecamatan=${a.slice(0, 8)}&amp;desa=${a}"`)
    const board = (await client.get('/bsp/kuota').loginAs(user)).text()
    assert.match(board, /Kuota desa melebihi kuota kabupaten\/kota<[\s\S]*?tile-value">1</)
    assert.notMatch(board, /tile-value">[-−]/, 'no figure is negative (S14)')
    const villages = [
      { village: a, figures: { used: 3, limit: 3, difference: 0 } },
      { village: b, figures: { used: 2, limit: 2, difference: 0 } },
    ]
    const told = [
      { kind: 'module', id: 'kuota', villages },
      { kind: 'module', id: 'cadangan' },
    ]
    const refused = await aceHere('plugin:finalise', 'bsp', '--regency', list.regency.code, '--as', user.login, '--json')
    assert.equal(refused.code, 1)
    assert.containsSubset(refused.json, { problems: told, total: 2 })
    const act = await client
      .post('/bsp/finalisasi')
      .form({ confirmation: 'FINALISASI' })
      .accept('json')
      .withCsrfToken()
      .loginAs(user)
    act.assertStatus(409)
    act.assertBodyContains({ error: { code: 'E_FINALISE_BLOCKED', problems: told } })
    assert.notInclude(act.text(), 'ISTRI', 'a program is told no names of persons')
    const shifted = await client
      .post('/bsp/kuota/geser')
      .form({ from: a, to: b, places: '1', reason: '-' })
      .redirects(0)
      .withSession({ locale: 'en' })
      .withCsrfToken()
      .loginAs(user)
    assert.equal(shifted.flashMessage('error'), 'Write why, at least 5 characters.')
    assert.deepEqual(shifted.flashMessage('inputErrorsBag'), { reason: ['Write why, at least 5 characters.'] })
  })
})
