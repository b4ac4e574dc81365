import { test } from '@japa/runner'
import drive from '@adonisjs/drive/services/main'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query, scope, SYSTEM } from '#services/scope'
import { cancelFile, createImport, requestApply, requestApplyClean, requestCheck, requestUndo } from '#verification/imports/acts'
import { findFile, findImport } from '#verification/imports/files'
import { withIncoming } from '#verification/imports/unpack'
import { closePeriod } from '#verification/periods/index'
import { recapDifferences } from '#verification/store/index'
import { untilSomebodyWaits } from '#tests/support/locks'
import {
  applyFile,
  changed,
  fileNow,
  filesIn,
  household,
  importPaths,
  inDesk,
  NOON,
  openDesk,
  take,
  writeExport,
  working,
  type Desk,
} from './support.js'

const edit = (desk: Desk, n: number, alamat: string) => ({ doc: changed(household(`H${n}`, desk.village, n), { alamat }) })

async function received(desk: Desk, path: string) {
  const id = await withIncoming([{ path, name: 'kelurahan.siks' }], (files) =>
    createImport(desk.own, { regency: desk.regency.code, source: 'browser', files }),
  )
  return (await filesIn(desk, id))[0]!
}

test.group('Acts on imported files', (group) => {
  group.teardown(() => clock.restore())
  let desk: Desk
  group.setup(async () => {
    desk = await openDesk((village) => Array.from({ length: 20 }, (_, at) => household(`H${at + 1}`, village, at + 1)))
  })
  group.each.setup(() => clock.freeze(NOON))

  test('a waiting check is stopped at once, and can be asked for again', async ({ assert }) => {
    const file = await received(desk, await writeExport(desk, { device: 'PC-STOP', records: [edit(desk, 1, 'RT 01')] }))
    await inDesk(desk, (tx) => cancelFile(tx, desk.regency.code, file.id))
    assert.include(await fileNow(desk, file), { state: 'cancelled' })
    assert.equal((await runAndWait(file.jobId!)).state, 'cancelled')
    await runAndWait(await inDesk(desk, (tx) => requestCheck(tx, desk.regency.code, file.id)))
    assert.include(await fileNow(desk, file), { state: 'checked', changed: 1 })
  })

  test('a running apply that is told to stop writes nothing and leaves the file checked', async ({ assert }) => {
    const [file] = await importPaths(desk, await writeExport(desk, { device: 'PC-HALT', records: [edit(desk, 2, 'RT 02')] }))
    const job = await inDesk(desk, (tx) => requestApply(tx, desk.regency.code, file!.id))
    await inDesk(desk, (tx) =>
      query(tx, 'update jobs set cancel_requested = true where regency_code = ? and id = ?', [desk.regency.code, job]),
    )
    assert.equal((await runAndWait(job)).state, 'cancelled')
    assert.include(await fileNow(desk, file!), { state: 'checked' })
    assert.isUndefined(await working(desk, 'H2'))
    assert.include(await applyFile(desk, file!), { state: 'applied' })
  })

  test('a stop that meets the end of an apply leaves the file applied', async ({ assert }) => {
    const [file] = await importPaths(desk, await writeExport(desk, { device: 'PC-RACE', records: [edit(desk, 3, 'RT 03')] }))
    const job = await inDesk(desk, (tx) => requestApply(tx, desk.regency.code, file!.id))
    const end = await db.connection('owner').transaction()
    await end.rawQuery(`update jobs set state = 'done' where id = ?`, [job])
    await end.rawQuery(`update import_files set state = 'applied' where id = ?`, [file!.id])
    const stopping = inDesk(desk, (tx) => cancelFile(tx, desk.regency.code, file!.id)).catch((error: unknown) => error)
    await untilSomebodyWaits()
    await end.commit()
    assert.include(await stopping, { code: 'E_IMPORT_STATE' })
    assert.include(await fileNow(desk, file!), { state: 'applied' })
  })

  test('all clean files of an import are applied at once; those with a clash or a rejected row wait', async ({ assert }) => {
    await take(desk, { device: 'PC-FIRST', records: [edit(desk, 3, 'RT 03')] })
    const files = await importPaths(
      desk,
      await writeExport(desk, { device: 'PC-C1', name: 'a.siks', records: [edit(desk, 4, 'RT 04')] }),
      await writeExport(desk, { device: 'PC-C2', name: 'b.siks', records: [edit(desk, 3, 'RT 99')] }),
      await writeExport(desk, {
        device: 'PC-C3',
        name: 'c.siks',
        records: [edit(desk, 5, 'RT 05'), { doc: household('ASING', desk.village, 50) }],
      }),
      await writeExport(desk, { device: 'PC-C4', name: 'd.siks', records: [edit(desk, 6, 'RT 06')] }),
    )
    const { importId } = files[0]!
    assert.include(await inDesk(desk, (tx) => requestApplyClean(tx, desk.regency.code, importId)), { started: 2, late: 0 })
    for (const { jobId } of await filesIn(desk, importId)) await runAndWait(jobId!)
    assert.deepEqual(
      (await filesIn(desk, importId)).map(({ name, state }) => [name, state]),
      [
        ['a.siks', 'applied'],
        ['b.siks', 'checked'],
        ['c.siks', 'checked'],
        ['d.siks', 'applied'],
      ],
    )
    assert.deepEqual(await inDesk(desk, (tx) => recapDifferences(tx, desk.place)), [])
  })

  test('an act on a file in another state is refused in words', async ({ assert }) => {
    const file = await take(desk, { device: 'PC-DONE', records: [edit(desk, 7, 'RT 07')] })
    await assert.rejects(() => inDesk(desk, (tx) => requestApply(tx, desk.regency.code, file.id)), /berstatus “diterapkan”/)
    await assert.rejects(() => inDesk(desk, (tx) => requestCheck(tx, desk.regency.code, file.id)), /berstatus “diterapkan”/)
  })

  test('another regency finds neither import nor file, and its acts change nothing', async ({ assert }) => {
    const file = await take(desk, { device: 'PC-OURS', records: [edit(desk, 8, 'RT 08')] })
    const other = await openDesk((village) => [household('H1', village, 1)])
    for (const regency of [other.regency.code, desk.regency.code]) {
      await assert.rejects(() => scope.run(other.own, (tx) => findFile(tx, regency, file.id)), /tidak ditemukan/)
      await assert.rejects(() => scope.run(other.own, (tx) => findImport(tx, regency, file.importId)), /tidak ditemukan/)
      await assert.rejects(() => scope.run(other.own, (tx) => requestUndo(tx, regency, file.id)), /tidak ditemukan/)
    }
    await assert.rejects(() => inDesk(desk, (tx) => findFile(tx, desk.regency.code, 'bukan-id')), /tidak ditemukan/)
    assert.include(await fileNow(desk, file), { state: 'applied' })
  })

  test('what is refused is not kept on the server', async ({ assert }) => {
    const foreign = await openDesk((village) => [household('H1', village, 1)])
    const [file] = await importPaths(
      desk,
      await writeExport(foreign, { records: [{ doc: household('H1', foreign.village, 1) }] }),
    )
    assert.include(file, { state: 'refused', reasonCode: 'E_SIKS_FOREIGN_ISSUE' })
    const [row] = await inDesk(desk, (tx) =>
      query<{ disk_key: string }>(tx, 'select disk_key from files where regency_code = ? and id = ?', [
        desk.regency.code,
        file!.fileId,
      ]),
    )
    assert.isFalse(await drive.use().exists(row!.disk_key))
  })

  test('after the closing day nothing is checked or applied any more, after the days of finalising nothing is undone', async ({
    assert,
  }) => {
    const own = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2)])
    const done = await take(own, { device: 'PC-1', records: [edit(own, 1, 'RT 01')] })
    const [ready] = await importPaths(own, await writeExport(own, { device: 'PC-2', records: [edit(own, 2, 'RT 02')] }))
    clock.freeze(new Date('2027-01-05T05:00:00Z'))
    await assert.rejects(() => inDesk(own, (tx) => requestApply(tx, own.regency.code, ready!.id)), /adalah 31-12-2026/)
    const [late] = await importPaths(own, await writeExport(own, { device: 'PC-3', records: [edit(own, 2, 'RT 03')] }))
    assert.include(late, { state: 'refused', reasonCode: 'E_PERIOD_CLOSED' })
    clock.freeze(new Date('2027-03-05T05:00:00Z'))
    await assert.rejects(() => inDesk(own, (tx) => requestUndo(tx, own.regency.code, done.id)), /Masa finalisasi .+ berakhir/)
  })

  test('an apply that began in time is finished though the period is closed while it waits for its turn', async ({ assert }) => {
    const own = await openDesk((village) => [household('H1', village, 1)])
    const [file] = await importPaths(own, await writeExport(own, { records: [edit(own, 1, 'RT 01')] }))
    const other = await db.connection('owner').transaction()
    await other.rawQuery('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`imports:${own.regency.code}`])
    const ended = runAndWait(await inDesk(own, (tx) => requestApply(tx, own.regency.code, file!.id)))
    await untilSomebodyWaits()
    await closePeriod(own.place.module, SYSTEM, { period: own.place.periodId, finaliseDays: 0 })
    await other.commit()
    assert.include(await ended, { state: 'done' })
    assert.include(await fileNow(own, file!), { state: 'applied', read: 1, changed: 1, rejected: 0 })
    assert.equal((await working(own, 'H1'))!.doc.values.alamat, 'RT 01')
  })

  test('a finalisation that began meanwhile stops an apply, and the file stays checked', async ({ assert }) => {
    const own = await openDesk((village) => [household('H1', village, 1)])
    const [file] = await importPaths(own, await writeExport(own, { records: [edit(own, 1, 'RT 01')] }))
    const job = await inDesk(own, (tx) => requestApply(tx, own.regency.code, file!.id))
    await db.connection('owner').from('finalisations').where('regency_code', own.regency.code).update({ state: 'finalising' })
    const ended = await runAndWait(job)
    assert.include(ended, { state: 'failed', error: 'E_PERIOD_FINALISED' })
    assert.include(await fileNow(own, file!), { state: 'checked' })
  })
})
