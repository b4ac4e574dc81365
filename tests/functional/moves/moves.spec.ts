import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { sentenceOf } from '#services/fault'
import { query } from '#services/scope'
import { isActive } from '#verification/engine'
import { resultRecords } from '#verification/finalise/result_records'
import type { RecordDoc } from '#verification/instrument'
import { applyMove, applyUndo, previewMove, type MoveError, type MoveRequest } from '#verification/moves/index'
import { unequalHalves } from '#verification/moves/halves'
import { decideUpdates } from '#verification/review/decide'
import { saveEdit } from '#verification/review/edit'
import { historyOf } from '#verification/review/history'
import { viewRecord } from '#verification/review/record_view'
import { readBase, tableNames, type Place } from '#verification/store/index'
import { openRegister } from '#tests/support/register'
import { drift, inWorld, scopeOf, sharedWorld, sums, villageOf, type World } from './support.js'

const REASON = 'Pemekaran desa'

async function move(world: World, request: MoveRequest, token?: string): Promise<string> {
  const id = uuid()
  await applyMove(scopeOf(world), world.regency.code, {
    request,
    order: { id, reason: REASON, ...(token === undefined ? {} : { token }) },
    along: async (_tx, effect) => effect,
  })
  return id
}

const undo = (world: World, id: string) =>
  applyUndo(scopeOf(world), world.regency.code, { id, reason: 'Salah desa', along: async (_tx, effect) => effect })

const area = ({ from, to }: World): MoveRequest => ({ kind: 'area', from, localities: null, to })

async function keysOf(world: World, place: Place): Promise<string[]> {
  const rows = await inWorld(world, (tx) =>
    query<{ key: string }>(
      tx,
      `select key from ${tableNames(place.module.instrument).current} where period_id = ? and regency_code = ? order by key`,
      [place.periodId, place.regency],
    ),
  )
  return rows.map(({ key }) => key)
}

test.group('Records moved between villages', () => {
  test('a household takes along what every module has of its head, and comes back whole', async ({ assert }) => {
    const world = await sharedWorld(4)
    const [key] = await keysOf(world, world.lead)
    const before = await sums(world)
    const request: MoveRequest = { kind: 'records', module: world.lead.module.name, moves: [{ key: key!, to: world.to }] }
    const seen = await previewMove(scopeOf(world), world.regency.code, request)
    assert.deepEqual(await sums(world), before, 'a preview changes nothing')
    for (const { module, records } of seen.modules) assert.equal(records, 1, module)
    const id = await move(world, request, seen.token)
    const after = await sums(world)
    for (const [name, villages] of Object.entries(before)) {
      const [records, persons] = villages[world.from]!
      assert.equal(after[name]![world.from]![0] + after[name]![world.to]![0], records)
      assert.equal(after[name]![world.from]![1] + after[name]![world.to]![1], persons)
      assert.equal(after[name]![world.to]![0], 1)
    }
    assert.deepEqual(await drift(world), [])
    const view = await inWorld(world, async (tx) => (await viewRecord(tx, world.lead, key!))!)
    assert.equal(view.base!.values[world.lead.module.instrument.summary.village], world.to)
    const [entry] = await inWorld(world, (tx) => historyOf(tx, world.lead, view, 'id'))
    assert.deepEqual([entry!.cause, entry!.reason, entry!.lines.length], ['move', REASON, 1])
    await undo(world, id)
    assert.deepEqual(await sums(world), before)
    assert.deepEqual(await drift(world), [])
    await assert.rejects(() => undo(world, id), /Tidak ada lagi yang dapat dikembalikan/)
  })

  test('a whole village moves with its updates, whatever was decided about them', async ({ assert }) => {
    const world = await sharedWorld(5)
    const place = world.lead
    const keys = await keysOf(world, place)
    const outcome = place.module.outcomes.find(({ effect, selectable }) => effect === 'replace' && selectable)!.code
    await inWorld(world, async (tx) => {
      for (const key of keys.slice(0, 2)) {
        await saveEdit(tx, place, { key, version: 0, outcome, rows: [] })
      }
    })
    await inWorld(world, (tx) => decideUpdates(tx, place, [keys[0]!], { take: 'reject', reason: 'Bukan warga' }))
    const before = await sums(world)
    const id = await move(world, area(world))
    assert.deepEqual(await drift(world), [])
    const after = await sums(world)
    for (const name of world.places.keys()) assert.deepEqual(after[name], { [world.to]: before[name]![world.from]! })
    for (const key of keys) assert.equal(await villageOf(world, place, key), world.to)
    // The rejected update is not taken, and its household stands where it was moved all the same.
    await inWorld(world, async (tx) => {
      for await (const records of resultRecords(tx, place)) for (const record of records) assert.equal(record.village, world.to)
    })
    await undo(world, id)
    assert.deepEqual(await sums(world), before)
    assert.deepEqual(await drift(world), [])
  })

  test('of two people who move one household the second is told who was first', async ({ assert }) => {
    const world = await sharedWorld(3)
    const [key] = await keysOf(world, world.lead)
    const request: MoveRequest = { kind: 'records', module: world.lead.module.name, moves: [{ key: key!, to: world.to }] }
    const { token } = await previewMove(scopeOf(world), world.regency.code, request)
    const both = await Promise.allSettled([move(world, request, token), move(world, request, token)])
    const refused = both.filter((result) => result.status === 'rejected').map(({ reason }) => reason as MoveError)
    assert.lengthOf(refused, 1)
    assert.equal(refused[0]!.code, 'E_MOVE_TAKEN')
    assert.match(refused[0]!.message, /oleh Penguji pada/)
    assert.match(
      sentenceOf(refused[0]!, { locale: 'en' }),
      /^Penguji moved .+ already\. Nothing was moved; look at the new preview\.$/,
    )
    assert.deepEqual(await drift(world), [])
  })

  test('what was moved again since stays there, the rest is put back', async ({ assert }) => {
    const world = await sharedWorld(3)
    const [key] = await keysOf(world, world.lead)
    const first = await move(world, area(world))
    await move(world, { kind: 'records', module: world.lead.module.name, moves: [{ key: key!, to: world.from }] })
    const effect = await undo(world, first)
    assert.deepEqual(
      effect.blocked.filter(({ module }) => module === world.lead.module.name).map((row) => [row.key, row.reason]),
      [[key, 'moved']],
    )
    assert.equal(effect.restored, 2 * world.places.size)
    assert.deepEqual(await drift(world), [])
  })

  test('nothing moves or is taken back while one module that is touched is finalised, nor out of the regency', async ({
    assert,
  }) => {
    const world = await sharedWorld(2)
    const last = [...world.places.values()].at(-1)!
    const id = await move(world, area(world))
    await inWorld(world, (tx) =>
      query(tx, `update finalisations set state = 'finalised' where period_id = ? and regency_code = ?`, [
        last.periodId,
        world.regency.code,
      ]),
    )
    const before = await sums(world)
    const back: MoveRequest = { kind: 'area', from: world.to, localities: null, to: world.from }
    await assert.rejects(() => move(world, back), /sudah difinalisasi/)
    await assert.rejects(() => move(world, { ...back, to: '33.71.01.1001' }), /tidak ada pada wilayah ini/)
    await assert.rejects(() => undo(world, id), /sudah difinalisasi.*tidak dapat dibatalkan lagi/)
    await openRegister(world.regency.code, [], last.module.name)
    await assert.rejects(() => undo(world, id), /Periode Uji sudah berlalu, sehingga pemindahan ini tidak dapat dibatalkan/)
    assert.deepEqual(await sums(world), before)
  })
})

test.group('Records that are parted because some of their persons move', () => {
  test('become two, both taken or neither, and are joined again by undo', async ({ assert }) => {
    const world = await sharedWorld(3)
    const place = [...world.places.values()].find(({ module }) => module.instrument.summary.people.movedOut !== undefined)!
    const { instrument } = place.module
    const { people } = instrument.summary
    const docs = await inWorld(world, async (tx) => readBase(tx, place, await keysOf(world, place)))
    const active = (doc: RecordDoc) => (doc.groups[people.group] ?? []).filter((row) => isActive(instrument, row))
    const doc = [...docs.values()].find((one) => active(one).length > 1)!
    const [head, ...others] = [...active(doc)].sort((a, b) => Number(a[people.relation]) - Number(b[people.relation]))
    const before = await sums(world)
    const request: MoveRequest = {
      ...{ kind: 'split', module: place.module.name, key: doc.key, persons: [head!.key], head: head!.key, heir: others[0]!.key },
      ...{ address: 'JL BARU 1', to: world.to },
    }
    await assert.rejects(() => move(world, { ...request, persons: active(doc).map(({ key }) => key) }), /Semua anggota dipilih/)
    const seen = await previewMove(scopeOf(world), world.regency.code, request)
    assert.equal(seen.examples[0]!.name, head![people.name], 'the person who leaves is named')
    const id = await move(world, request, seen.token)
    const after = await sums(world)
    assert.deepEqual(after[place.module.name]![world.to], [1, 1])
    const [records, persons] = before[place.module.name]![world.from]!
    assert.deepEqual(after[place.module.name]![world.from], [records, persons - 1])
    for (const name of world.places.keys()) {
      if (name !== place.module.name) assert.equal(after[name]![world.to]?.[0], 1, `${name} goes with the person it is about`)
    }
    assert.deepEqual(await drift(world), [])
    await inWorld(world, (tx) =>
      query(
        tx,
        `update ${tableNames(instrument).updates} set state = 'accepted' where period_id = ? and regency_code = ? and key = ?`,
        [place.periodId, place.regency, doc.key],
      ),
    )
    const halves = await inWorld(world, (tx) => unequalHalves(tx, place, 10))
    assert.deepEqual(
      halves.map(({ record }) => record?.key),
      [doc.key],
    )
    const stand = (state: string) =>
      inWorld(world, (tx) =>
        query(tx, 'update finalisations set state = ? where period_id = ? and regency_code = ?', [
          ...[state, place.periodId, place.regency],
        ]),
      )
    await stand('finalised')
    await assert.rejects(() => undo(world, id), /tidak dapat dibatalkan lagi/)
    assert.deepEqual(await sums(world), after)
    await stand('open')
    await undo(world, id)
    assert.deepEqual(await sums(world), before)
    assert.deepEqual(await inWorld(world, (tx) => unequalHalves(tx, place, 10)), [])
  })
})
