import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { requestUndo } from '#verification/imports/acts'
import { openPlacesOf } from '#verification/imports/places'
import { planUndo } from '#verification/imports/undo_plan'
import { decideUpdates } from '#verification/review/decide'
import { recapDifferences } from '#verification/store/index'
import {
  applyFile,
  changed,
  fileNow,
  household,
  importPaths,
  inDesk,
  openDesk,
  proposal,
  recordsOf,
  take,
  undoFile,
  working,
  writeExport,
} from './support.js'
import type { Desk } from './support.js'
import type { ImportFile } from '#verification/imports/files'

const edit = (desk: Desk, key: string, n: number, values: Record<string, string | number>) =>
  changed(household(key, desk.village, n), values)
const planOf = (desk: Desk, file: ImportFile) =>
  inDesk(desk, async (tx) => planUndo(tx, file, (await openPlacesOf(tx, file)).open))

test.group('Undo of an imported file', (group) => {
  group.teardown(() => clock.restore())

  test('puts every record back to what it was, to the last answer and count', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2)])
    await take(desk, { device: 'PC-1', records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }) }] })
    await inDesk(desk, (tx) => decideUpdates(tx, desk.place, ['H1'], { take: 'accept' }))
    const before = await working(desk, 'H1')
    const file = await take(desk, {
      device: 'PC-2',
      records: [
        { doc: edit(desk, 'H1', 1, { luas_lantai: 54 }) },
        { doc: edit(desk, 'H2', 2, { luas_lantai: 21 }) },
        { doc: proposal('N1', desk.village, 3), kind: 'new', outcome: 'new' },
      ],
    })
    assert.include(await working(desk, 'H1'), { state: 'received', version: 3 })
    assert.include(await planOf(desk, file), { restored: 3, removed: 2, blocked: 0, conflicts: 0 })
    assert.include(await undoFile(desk, file), { state: 'undone' })
    const after = (await working(desk, 'H1'))!
    assert.deepEqual(after.doc, before!.doc)
    assert.include(after, { state: 'accepted', outcome: before!.outcome, sourceFileId: before!.sourceFileId, version: 4 })
    assert.isUndefined(await working(desk, 'H2'))
    assert.isUndefined(await working(desk, 'N1'))
    assert.deepEqual(await inDesk(desk, (tx) => recapDifferences(tx, desk.place)), [])
  })

  test('leaves alone and lists what somebody worked on since', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2)])
    const file = await take(desk, {
      records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }) }, { doc: edit(desk, 'H2', 2, { alamat: 'RT 05' }) }],
    })
    await inDesk(desk, (tx) => decideUpdates(tx, desk.place, ['H2'], { take: 'accept' }))
    const plan = await planOf(desk, file)
    assert.include(plan, { restored: 1, blocked: 1 })
    assert.include(plan.examples[0], { key: 'H2', cause: 'decision', name: 'UJI KEPALA' })
    const undone = await undoFile(desk, file)
    assert.deepEqual(undone.notes, [{ code: 'partial_undo', count: 1 }])
    assert.isUndefined(await working(desk, 'H1'))
    assert.include(await working(desk, 'H2'), { state: 'accepted' })
    const records = await recordsOf(desk, file)
    assert.deepEqual(
      records.map(({ key, applied }) => [key, applied]),
      [
        ['H1', false],
        ['H2', true],
      ],
    )
  })

  test('an undo that is no longer the one previewed is not done', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const file = await take(desk, { records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }) }] })
    const { token } = await planOf(desk, file)
    await inDesk(desk, (tx) => decideUpdates(tx, desk.place, ['H1'], { take: 'accept' }))
    await assert.rejects(
      () => inDesk(desk, (tx) => requestUndo(tx, desk.regency.code, file.id, token)),
      /berubah sejak pratinjau/,
    )
    assert.include(await fileNow(desk, file), { state: 'applied' })
    assert.include(await working(desk, 'H1'), { state: 'accepted' })
  })

  test('afterwards the same file is taken again, and the computer is compared with its export before', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    await take(desk, { sequence: 1, records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05', luas_lantai: 50 }) }] })
    const path = await writeExport(desk, {
      sequence: 2,
      records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 06', luas_lantai: 50 }), rev: 2 }],
    })
    const [second] = await importPaths(desk, path)
    await undoFile(desk, await applyFile(desk, second!))
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 05')
    await take(desk, { device: 'PC-2', records: [{ doc: edit(desk, 'H1', 1, { luas_lantai: 60 }) }] }).catch(() => undefined)
    const [again] = await importPaths(desk, path)
    assert.include(again, { state: 'checked', changed: 1, conflicts: 0, rejected: 0 })
    assert.deepEqual((await recordsOf(desk, again!))[0]!.effect, ['alamat'])
    await applyFile(desk, again!)
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 06')
  })
})
