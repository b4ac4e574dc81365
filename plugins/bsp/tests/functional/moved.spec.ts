import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { query, records, scope, type MoveRequest } from '#core/plugin'
import { inScope } from '#core/testing'
import { overfull } from '../../services/sheet.js'
import { takeFamily } from '../../services/substitutes.js'
import { accept, acting, decideOutcome, giveQuota, sheetOf, TESTER, type TestList, testList } from './support.js'

const shiftsOf = (list: TestList) =>
  inScope(list.regency.code, (tx) =>
    query<{ count: number }>(tx, 'select count(*)::int as count from bsp_shifts where regency_code = ? and voided_at is null', [
      list.regency.code,
    ]),
  )

async function move(list: TestList, request: MoveRequest): Promise<{ id: string; undo: () => Promise<number> }> {
  const [id, of] = [uuid(), scope.of(list.regency.code, TESTER)]
  await records.moves.apply(of, list.regency.code, {
    request,
    order: { id, reason: 'Pindah rumah' },
    along: async (_tx, effect) => effect,
  })
  const undo = () =>
    records.moves.undo(of, list.regency.code, { id, reason: 'Salah', along: async (_tx, { restored }) => restored })
  return { id, undo }
}

test.group('The quota when families move', () => {
  test('a substitute who moves takes a place along, and gives it back when the move is taken back', async ({ assert }) => {
    const list = await testList()
    const [from, to] = list.regency.villages as [string, string]
    await decideOutcome(list, 'A001', 'pkh')
    const { key } = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
    await accept(list, key)
    const before = await sheetOf(list)
    const { undo } = await move(list, { kind: 'records', module: 'bdt', moves: [{ key: 'HA001', to }] })
    const after = await sheetOf(list)
    assert.deepEqual(overfull(after), [], 'nobody loses his place')
    assert.deepEqual([after.quota.used, after.reserve], [before.quota.used, before.reserve])
    const used = (sheet: typeof after, code: string) => sheet.villages.find((village) => village.code === code)!.used
    assert.equal(used(after, to), used(before, to) + 1)
    assert.equal(used(after, from), used(before, from) - 1)
    await undo()
    assert.deepEqual(await sheetOf(list), before)
    assert.deepEqual(await shiftsOf(list), [{ count: 0 }])
  })

  test('a whole village moves with vacancies and substitutes, and its places with it', async ({ assert }) => {
    const list = await testList()
    const [from, to] = list.regency.villages as [string, string]
    await decideOutcome(list, 'A001', 'pkh')
    await decideOutcome(list, 'A002', 'pkh')
    const { key } = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
    await accept(list, key)
    await giveQuota(list.regency.code, 3)
    const before = await sheetOf(list)
    assert.isTrue(before.quota.exceeded, 'the centre gave less than is used since; who only moves takes no place anew')
    const { undo } = await move(list, { kind: 'area', from, localities: null, to })
    const after = await sheetOf(list)
    assert.deepEqual(
      after.villages.map(({ code }) => code),
      [to],
    )
    assert.deepEqual([after.quota.used, after.reserve], [before.quota.used, before.reserve])
    assert.equal(
      after.villages[0]!.limit,
      before.villages.reduce((sum, { limit }) => sum + limit, 0),
    )
    await undo()
    assert.deepEqual(await sheetOf(list), before)
  })
})
