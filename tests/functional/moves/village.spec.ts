import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { applyMove, applyUndo, previewMove } from '#verification/moves/index'
import { saveEdit } from '#verification/review/edit'
import { listRecords } from '#verification/lists/list'
import { drift, inWorld, scopeOf, sharedWorld, sums } from './support.js'

const LONG = Boolean(process.env.SIKS_TEST_LONG)
/** Households of the village that moves; every tenth has an update. */
const RECORDS = LONG ? 1_000 : 40
/** Issue of the project: a village of 1,000 households with all modules. */
const MOST = 2_000

test.group('A village that moves with all modules', () => {
  test('keeps the sums of the regency and of every module, there and back, within its time', async ({ assert }) => {
    const world = await sharedWorld(RECORDS)
    const { lead, from, to } = world
    const outcome = lead.module.outcomes.find(({ effect, selectable }) => effect === 'replace' && selectable)!.code
    await inWorld(world, async (tx) => {
      const { rows } = await listRecords(tx, lead, { kind: 'existing' }, { size: 100, number: 1 })
      for (const { key } of rows.slice(0, RECORDS / 10)) await saveEdit(tx, lead, { key, version: 0, outcome, rows: [] })
    })
    const before = await sums(world)
    const request = { kind: 'area', from, localities: null, to } as const
    const times: Record<string, number> = {}
    const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const start = performance.now()
      const result = await work()
      times[name] = performance.now() - start
      return result
    }
    const { token } = await timed('preview', () => previewMove(scopeOf(world), world.regency.code, request))
    const id = uuid()
    const along = async <E>(_tx: unknown, effect: E) => effect
    await timed('move', () =>
      applyMove(scopeOf(world), world.regency.code, { request, order: { id, reason: 'Penggabungan desa', token }, along }),
    )
    const after = await sums(world)
    for (const [name, villages] of Object.entries(before)) {
      assert.deepEqual(after[name], { [to]: villages[from]! }, name)
      assert.equal(villages[from]![0] >= RECORDS, true)
    }
    assert.deepEqual(await drift(world), [])
    await timed('undo', () => applyUndo(scopeOf(world), world.regency.code, { id, reason: 'Batal', along }))
    assert.deepEqual(await sums(world), before)
    assert.deepEqual(await drift(world), [])
    if (!LONG) return
    console.log(times)
    for (const [name, time] of Object.entries(times)) assert.isBelow(time, MOST, name)
  }).timeout(LONG ? 600_000 : 300_000)
})
