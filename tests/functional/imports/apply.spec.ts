import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { applyFile, changed, household, importPaths, openDesk, recordsOf, working, writeExport } from './support.js'

test.group('Import of one file', (group) => {
  group.teardown(() => clock.restore())

  test('new, changed and same records are counted, applied and become received updates', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2)])
    const path = await writeExport(desk, {
      records: [
        { doc: changed(household('H1', desk.village, 1), { alamat: 'RT 09/RW 09' }) },
        { doc: household('N1', desk.village, 3), kind: 'new', outcome: 'new' },
      ],
    })
    const [file] = await importPaths(desk, path)
    assert.include(file, { state: 'checked', read: 2, fresh: 1, changed: 1, same: 0, rejected: 0, conflicts: 0 })
    const [first, second] = await recordsOf(desk, file!)
    assert.deepEqual(first!.effect, ['outcome', 'alamat'])
    assert.equal(second!.status, 'new')
    assert.isUndefined(await working(desk, 'H1'))
    assert.include(await applyFile(desk, file!), { state: 'applied', changed: 1, fresh: 1 })
    assert.include(await working(desk, 'H1'), {
      state: 'received',
      kind: 'repair',
      outcome: 'repaired',
      version: 1,
      sourceFileId: file!.id,
    })
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, 'RT 09/RW 09')
    assert.include(await working(desk, 'N1'), { state: 'received', kind: 'new' })
  })
})
