import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { runAndWait } from '#services/jobs/run_and_wait'
import { requestSearch } from '#verification/duplicates/find_job'
import { decideDuplicate } from '#verification/duplicates/decide'
import { undoDecision } from '#verification/duplicates/undo'
import { blockers } from '#verification/finalise/blockers'
import { countArea } from '#verification/issues/villages'
import { findRow } from '#verification/lists/list'
import { listConflicts } from '#verification/lists/updates'
import { decideConflict } from '#verification/review/conflicts'
import { decideUpdates } from '#verification/review/decide'
import { changed, household, inDesk, openDesk, recordsOf, take, working } from '#tests/functional/imports/support'
import { withMembers } from './support.js'

const AGAIN = { 0: { nama: 'UJI KEPALLA', nik: '3201011204789901' }, 2: { nama: 'WULAN SARI', tgl_lahir: '2010-06-21' } }

test.group('A household that was put together', (group) => {
  group.each.teardown(() => clock.restore())

  test('comes back in a file as a clash of the one that stays; it holds up finalising and leaves packages', async ({
    assert,
  }) => {
    const doubled = (village: string) => withMembers(household('K02', village, 2), AGAIN)
    const desk = await openDesk((village) => [household('K01', village, 1), doubled(village)])
    const { place, village } = desk
    await runAndWait(await inDesk(desk, (tx) => requestSearch(tx, place)))
    const merged = await inDesk(desk, (tx) =>
      decideDuplicate(tx, place, { left: 'K01', right: 'K02', verdict: 'twice', kept: 'left' }),
    )
    assert.equal(merged.accepted, false)
    const standing = await inDesk(desk, (tx) => blockers(tx, place))
    assert.deepEqual(
      standing.problems.filter(({ kind }) => kind === 'module').map(({ id, household: key }) => [id, key]),
      [[merged.id, 'K01']],
    )
    const area = { villages: [village], parts: null }
    assert.equal((await inDesk(desk, (tx) => countArea(tx, place, area))).households, 1)
    await assert.rejects(
      () => inDesk(desk, (tx) => decideUpdates(tx, place, ['K02'], { take: 'reject', reason: 'Bukan satu keluarga' })),
      /penggabungan/,
    )

    const file = await take(desk, { records: [{ doc: changed(doubled(village), { alamat: 'JL BARU DARI BERKAS' }) }] })
    assert.deepInclude(file, { conflicts: 1, rejected: 0, changed: 0 })
    const [line] = await recordsOf(desk, file)
    assert.deepInclude(line!, { key: 'K02', status: 'conflict' })
    const [clash, ...others] = await inDesk(desk, (tx) => listConflicts(tx, place))
    assert.lengthOf(others, 0)
    assert.deepInclude(clash!, { household: 'K01', fields: ['outcome', 'alamat'] })
    assert.isTrue((await inDesk(desk, (tx) => findRow(tx, place, 'K01')))!.conflict)
    assert.isFalse((await inDesk(desk, (tx) => findRow(tx, place, 'K02')))!.conflict)
    await inDesk(desk, (tx) => decideConflict(tx, place, { fileId: file.id, line: line!.line }, 'file'))
    assert.equal((await working(desk, 'K01'))!.doc.values.alamat, 'JL BARU DARI BERKAS')
    assert.equal((await working(desk, 'K02'))!.outcome, 'duplicate')
    await assert.rejects(() => inDesk(desk, (tx) => undoDecision(tx, place, merged.id)), /sudah diubah/)

    const again = await take(desk, {
      ...{ sequence: 2, previous: file.sha256 },
      records: [{ doc: changed(doubled(village), { alamat: 'JL BARU DARI BERKAS' }) }],
    })
    assert.deepInclude(again, { same: 1, conflicts: 0 })
  })
})
