import { test } from '@japa/runner'
import { zoneOfProvince } from '#domain/zone'
import { showMoment } from '#services/format'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import { tableNames } from '#verification/store/index'
import {
  applyFile,
  bytesOf,
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
import { createHash } from 'node:crypto'
import { decideConflict } from '#verification/review/conflicts'
import { decideUpdates } from '#verification/review/decide'

const edit = (desk: Desk, key: string, n: number, values: Record<string, string | number>) =>
  changed(household(key, desk.village, n), values)

async function listRow(desk: Desk, key: string) {
  const { current } = tableNames(desk.place.module.instrument)
  const [row] = await inDesk(desk, (tx) =>
    query<{ conflict: boolean; state: string; version: number; kind: string }>(
      tx,
      `select conflict, state, version, kind from ${current} where period_id = ? and regency_code = ? and key = ?`,
      [...[desk.place.periodId, desk.regency.code, key]],
    ),
  )
  return row
}

test.group('Merge of imports', (group) => {
  group.teardown(() => clock.restore())

  test('two computers that edit different answers of one household do not clash, whatever the order', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    await take(desk, { device: 'PC-1', records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }) }] })
    const file = await take(desk, { device: 'PC-2', records: [{ doc: edit(desk, 'H1', 1, { luas_lantai: 54 }) }] })
    assert.include(file, { state: 'applied', changed: 1, conflicts: 0 })
    const record = await working(desk, 'H1')
    assert.include(record!.doc.values, { alamat: 'RT 05', luas_lantai: 54 })
    assert.equal(record!.version, 2)
  })

  test('two computers clash only on the same answer with different values; ours stays until somebody decides', async ({
    assert,
  }) => {
    const desk = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2)])
    await take(desk, { device: 'PC-1', records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05', luas_lantai: 54 }) }] })
    const [file] = await importPaths(
      desk,
      await writeExport(desk, {
        device: 'PC-2',
        records: [
          { doc: edit(desk, 'H1', 1, { alamat: 'RT 06', luas_lantai: 54 }) },
          { doc: edit(desk, 'H2', 2, { alamat: 'RT 07' }) },
        ],
      }),
    )
    assert.include(file, { read: 2, changed: 1, conflicts: 1 })
    const [first] = await recordsOf(desk, file!)
    assert.deepEqual(first!.conflicts, [{ field: 'alamat', base: 'RT 01/RW 02', theirs: 'RT 06', ours: 'RT 05' }])
    assert.isFalse((await listRow(desk, 'H1'))!.conflict, 'a preview opens no clash')
    await applyFile(desk, file!)
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 05')
    assert.equal((await working(desk, 'H2'))!.doc.values.alamat, 'RT 07')
    assert.isTrue((await listRow(desk, 'H1'))!.conflict)
    await inDesk(desk, (tx) => decideConflict(tx, desk.place, { fileId: file!.id, line: first!.line }, 'file'))
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 06')
    assert.isFalse((await listRow(desk, 'H1'))!.conflict)
  })

  test('a corrected export of the same computer never clashes with its own first one', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const path = await writeExport(desk, {
      records: [
        { doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }) },
        { doc: proposal('N1', desk.village, 3), kind: 'new', outcome: 'new' },
      ],
    })
    const [first] = await importPaths(desk, path)
    await applyFile(desk, first!)
    const previous = createHash('sha256')
      .update(await bytesOf(path))
      .digest('hex')
    const second = await take(desk, {
      ...{ sequence: 2, previous },
      records: [
        { doc: edit(desk, 'H1', 1, { alamat: 'RT 08' }), rev: 2 },
        { doc: proposal('N1', desk.village, 3, { alamat: 'RT 11' }), kind: 'new', outcome: 'new', rev: 2 },
      ],
    })
    assert.include(second, { state: 'applied', fresh: 0, changed: 2, conflicts: 0 })
    assert.deepEqual(second.notes, [])
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 08')
    assert.include(await working(desk, 'N1'), { kind: 'new', version: 2 })
  })

  test('what our side has already is counted as same and leaves the decision on it alone', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2)])
    const records = [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }) }, { doc: edit(desk, 'H2', 2, { alamat: 'RT 05' }) }]
    await take(desk, { records })
    await inDesk(desk, (tx) => decideUpdates(tx, desk.place, ['H1', 'H2'], { take: 'return', reason: 'Foto tidak ada' }))
    const again = await take(desk, {
      sequence: 2,
      records: [records[0]!, { doc: edit(desk, 'H2', 2, { alamat: 'RT 06' }), rev: 2 }],
    })
    assert.include(again, { same: 1, changed: 1 })
    assert.include(await working(desk, 'H1'), { state: 'returned', version: 2 })
    assert.include(await working(desk, 'H2'), { state: 'received', version: 3, decidedReason: null })
  })

  test('an older revision is rejected and an older export refused, each naming what is newer', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2)])
    await take(desk, { sequence: 3, records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }), rev: 4 }] })
    const newer = await take(desk, {
      sequence: 4,
      records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 01' }), rev: 3 }, { doc: edit(desk, 'H2', 2, { alamat: 'RT 02' }) }],
    })
    assert.include(newer, { state: 'applied', read: 2, changed: 1, rejected: 1 })
    const [rejected] = await recordsOf(desk, newer)
    assert.equal(rejected!.reasons[0]!.code, 'E_IMPORT_RECORD_OLDER')
    assert.include(rejected!.reasons[0]!.text.id, 'sudah ada ekspor lebih baru dari komputer ini')
    assert.include(rejected!.reasons[0]!.text.id, 'revisi 4')
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 05')
    const [older] = await importPaths(
      desk,
      await writeExport(desk, { sequence: 2, records: [{ doc: edit(desk, 'H1', 1, { alamat: 'X' }), rev: 9 }] }),
    )
    assert.include(older, { state: 'refused', reasonCode: 'E_IMPORT_OLDER_EXPORT', read: 0 })
    assert.include(older!.reasonParams, { found: 2, newest: 4 })
    const [twin] = await importPaths(
      desk,
      await writeExport(desk, { sequence: 4, records: [{ doc: edit(desk, 'H1', 1, { alamat: 'X' }), rev: 9 }] }),
    )
    assert.include(twin, { state: 'refused', reasonCode: 'E_IMPORT_SAME_EXPORT', read: 0, changed: 0 })
    const [gap] = await importPaths(
      desk,
      await writeExport(desk, { sequence: 7, records: [{ doc: edit(desk, 'H1', 1, { alamat: 'X' }), rev: 9 }] }),
    )
    assert.deepEqual(gap!.notes, [{ code: 'gap', count: 2 }])
  })

  test('a computer whose clock is before its package or days ahead is told of; its answers are taken as they are', async ({
    assert,
  }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const stated = async (created_at: string, sequence: number) => {
      const records = [{ doc: edit(desk, 'H1', 1, { alamat: `RT 0${sequence}` }), rev: sequence }]
      const path = await writeExport(desk, { device: `PC-${sequence}`, manifest: { created_at }, records })
      const [file] = await importPaths(desk, path)
      assert.include(file, { state: 'checked', changed: 1, rejected: 0 })
      return file!.notes
    }
    const zone = zoneOfProvince(desk.regency.province)
    for (const [sequence, at] of [
      [1, '1970-01-01T00:00:00Z'],
      [2, '2099-12-31T23:00:00+07:00'],
      [3, '2026-11-23T11:59:00+07:00'],
    ] as const)
      assert.deepEqual(await stated(at, sequence), [{ code: 'clock', fields: [showMoment(zone, new Date(at))] }])
    assert.deepEqual(await stated('2026-11-23T12:01:00+07:00', 4), [])
    assert.deepEqual(await stated('2026-11-27T11:59:00+07:00', 5), [])
  })

  test('a work file that two people continued: the second is compared with what both started from, so that their answers clash', async ({
    assert,
  }) => {
    const desk = await openDesk((village) => [1, 2, 3].map((n) => household(`H${n}`, village, n)))
    const common = await take(desk, {
      sequence: 1,
      records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 01' }) }, { doc: edit(desk, 'H3', 3, { alamat: 'RT 03' }) }],
    })
    const both = { doc: edit(desk, 'H3', 3, { alamat: 'RT 03' }) }
    await take(desk, {
      sequence: 2,
      manifest: { previous: common.sha256 },
      records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05', luas_lantai: 54 }), rev: 2 }, both],
    })
    const copy = await take(desk, {
      sequence: 3,
      manifest: { previous: 'a'.repeat(64) },
      records: [
        { doc: edit(desk, 'H1', 1, { alamat: 'RT 09' }), rev: 2 },
        { doc: edit(desk, 'H2', 2, { alamat: 'RT 02' }) },
        both,
      ],
    })
    assert.deepEqual(copy.notes, [{ code: 'broken_chain' }])
    assert.include(copy, { read: 3, changed: 1, same: 1, conflicts: 1, rejected: 0 })
    const clashes = (await recordsOf(desk, copy)).flatMap(({ conflicts }) => conflicts ?? [])
    assert.deepEqual(
      clashes.map(({ field, theirs, ours }) => ({ field, theirs, ours })),
      [{ field: 'alamat', theirs: 'RT 09', ours: 'RT 05' }],
    )
    assert.include((await working(desk, 'H1'))!.doc.values, { alamat: 'RT 05', luas_lantai: 54 })
    assert.equal((await working(desk, 'H2'))!.doc.values.alamat, 'RT 02')
  })

  test('a package that is revoked between check and apply gives nothing to the register', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const [file] = await importPaths(
      desk,
      await writeExport(desk, { records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }) }] }),
    )
    assert.equal(file!.state, 'checked')
    await inDesk(desk, (tx) =>
      query(
        tx,
        `update issues set revoked_at = ?, revoked_by = 'Uji', revoked_reason = 'Diska hilang' where regency_code = ? and id = ?`,
        [...[tx.now, desk.regency.code, desk.issue.id]],
      ),
    )
    const refused = await applyFile(desk, file!)
    assert.include(refused, { state: 'refused', reasonCode: 'E_IMPORT_ISSUE_REVOKED' })
    assert.include(refused.reasonParams, { reason: 'Diska hilang' })
    assert.isUndefined(await working(desk, 'H1'))
  })

  test('an apply whose result is no longer the preview stops and shows the new one; told to, it goes on', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2)])
    const [late] = await importPaths(
      desk,
      await writeExport(desk, {
        device: 'PC-2',
        records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 06' }) }, { doc: edit(desk, 'H2', 2, { alamat: 'RT 06' }) }],
      }),
    )
    await take(desk, { device: 'PC-1', records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }) }] })
    assert.include(late, { changed: 2, conflicts: 0 })
    const shown = await applyFile(desk, late!)
    assert.include(shown, { state: 'checked', changed: 1, conflicts: 1 })
    assert.deepEqual(shown.notes, [{ code: 'changed_preview', count: 1 }])
    assert.isUndefined(await working(desk, 'H2'))
    assert.include(await applyFile(desk, late!), { state: 'applied', changed: 1, conflicts: 1 })
    assert.equal((await working(desk, 'H2'))!.doc.values.alamat, 'RT 06')

    const [third] = await importPaths(
      desk,
      await writeExport(desk, { device: 'PC-3', records: [{ doc: edit(desk, 'H2', 2, { luas_lantai: 21 }) }] }),
    )
    await take(desk, { device: 'PC-4', records: [{ doc: edit(desk, 'H2', 2, { luas_lantai: 21 }) }] })
    assert.include(await applyFile(desk, third!, true), { state: 'applied', changed: 0, same: 1 })
  })

  test('a change elsewhere in the same household is no other result, so the preview holds', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const [late] = await importPaths(
      desk,
      await writeExport(desk, { device: 'PC-2', records: [{ doc: edit(desk, 'H1', 1, { luas_lantai: 54 }) }] }),
    )
    await take(desk, { device: 'PC-1', records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }) }] })
    assert.include(await applyFile(desk, late!), { state: 'applied', changed: 1 })
    assert.include((await working(desk, 'H1'))!.doc.values, { alamat: 'RT 05', luas_lantai: 54 })
  })

  test('a newer export closes the open clash of the older one, and its undo brings it back', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    await take(desk, { device: 'PC-1', records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }) }] })
    const clashing = await take(desk, { device: 'PC-2', records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 06' }) }] })
    assert.equal(clashing.conflicts, 1)
    assert.isTrue((await listRow(desk, 'H1'))!.conflict)
    const corrected = await take(desk, {
      device: 'PC-2',
      sequence: 2,
      records: [{ doc: edit(desk, 'H1', 1, { alamat: 'RT 05' }), rev: 2 }],
    })
    assert.include(corrected, { same: 1, conflicts: 0 })
    assert.isFalse((await listRow(desk, 'H1'))!.conflict)
    await undoFile(desk, corrected)
    assert.isTrue((await listRow(desk, 'H1'))!.conflict)
    assert.include(await fileNow(desk, corrected), { state: 'undone' })
  })
})
