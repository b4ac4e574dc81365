import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import User from '#models/user'
import { clock } from '#services/clock'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { requestApply, requestUndo } from '#verification/imports/acts'
import { openPlacesOf } from '#verification/imports/places'
import { planUndo } from '#verification/imports/undo_plan'
import { openConflictsOf } from '#verification/review/conflicts'
import { recapDifferences, tableNames } from '#verification/store/index'
import {
  applyFile,
  changed,
  fileNow,
  household,
  importPaths,
  inDesk,
  openDesk,
  take,
  working,
  writeExport,
  type Desk,
} from '#tests/functional/imports/support'
import { supervisorOf } from '#tests/support/people'
import { textOf } from './support.js'

const post = (client: ApiClient, user: User, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(user).withCsrfToken().redirects(0)

const ownerOf = async (desk: Desk) => (await User.find(desk.own.actor.id))!

const edit = (desk: Desk, values: Record<string, string | number>) => ({ doc: changed(household('H1', desk.village, 1), values) })

async function causesOf(desk: Desk): Promise<string[]> {
  const rows = await inDesk(desk, (tx) =>
    query<{ cause: string }>(
      tx,
      `select cause from ${tableNames(desk.place.module.instrument).changes} where period_id = ? and key = 'H1' order by version`,
      [desk.place.periodId],
    ),
  )
  return rows.map(({ cause }) => cause)
}

async function clash() {
  const desk = await openDesk((village) => [household('H1', village, 1, { alamat: 'JL ASLI' })])
  await take(desk, { device: 'PC-1', records: [edit(desk, { alamat: 'JL SATU' })] })
  await take(desk, { device: 'PC-2', records: [edit(desk, { alamat: 'JL DUA' })] })
  const [open] = await inDesk(desk, (tx) => openConflictsOf(tx, desk.place, 'H1'))
  return { desk, form: { key: 'H1', file: open!.fileId, line: open!.line, version: 1, reason: 'Sudah dikunjungi' } }
}

const CONFLICT = '/bdt/keputusan/bentrok'

test.group('One clash', (group) => {
  group.each.teardown(() => clock.restore())

  test('that two supervisors decide at once is decided by one; the other is told and changes nothing (S24)', async ({
    client,
    assert,
  }) => {
    const { desk, form } = await clash()
    const colleague = await supervisorOf(desk.regency.code)
    const answers = await Promise.all([
      post(client, await ownerOf(desk), CONFLICT, { ...form, take: 'file' }),
      post(client, colleague, CONFLICT, { ...form, take: 'ours' }),
    ])
    const refused = answers.flatMap((answer) => answer.flashMessage('error') ?? [])
    assert.lengthOf(refused, 1)
    const fileWon = answers[0]!.flashMessage('error') === undefined
    const winner = fileWon ? await ownerOf(desk) : colleague
    const taken = fileWon ? 'isi berkas diambil' : 'data kita dipertahankan'
    assert.match(
      refused[0] as string,
      new RegExp(`sudah diputuskan oleh ${winner.name} pada .+: ${taken}\\. Putusan Anda tidak disimpan`),
    )
    assert.equal((await working(desk, 'H1'))!.doc.values.alamat, fileWon ? 'JL DUA' : 'JL SATU')
    const decided = await inDesk(desk, (tx) =>
      query(tx, `select 1 from activities where regency_code = ? and action = 'conflict.decided'`, [desk.regency.code]),
    )
    assert.lengthOf(decided, 1)
    assert.deepEqual(await inDesk(desk, (tx) => recapDifferences(tx, desk.place)), [])
  })

  test('decided by a form that is sent twice is decided once, and both answers lead to the same record (S25)', async ({
    client,
    assert,
  }) => {
    const { desk, form } = await clash()
    const user = await ownerOf(desk)
    const send = () => post(client, user, CONFLICT, { ...form, take: 'file' })
    const answers = [...(await Promise.all([send(), send()])), await send()]
    for (const answer of answers) {
      assert.isUndefined(answer.flashMessage('error'))
      assert.equal(answer.header('location'), '/bdt/ruta/H1?tab=riwayat')
    }
    assert.equal((await working(desk, 'H1'))!.version, 2)
    assert.deepEqual(await causesOf(desk), ['import', 'decision'])
  })
})

test.group('An import and a form on one household', (group) => {
  group.each.teardown(() => clock.restore())

  test('a form opened before the import waits until its author has seen what came in (S24)', async ({ client, assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1, { alamat: 'RT 01', luas_lantai: 30 })])
    const before = { alamat: 'RT 01', luas_lantai: 30 }
    await take(desk, { device: 'PC-1', records: [edit(desk, { ...before, luas_lantai: 54 })] })
    const user = await ownerOf(desk)
    const form = { blok: 'I', baris: '', outcome: 'repaired', version: 0, 'q-alamat': 'RT 02' }
    const stale = await post(client, user, '/bdt/ruta/H1/ubah', form)
    stale.assertStatus(409)
    const text = textOf(stale.text())
    assert.match(text, /Luas lantai[^)]*\)[^)]*\) 30 54 54/)
    assert.match(text, /Alamat \(I\.6\) RT 01 RT 01 RT 02/)
    assert.match(stale.text(), /name="q-alamat"[^>]*>\s*RT 02<\/textarea>/)
    assert.containsSubset((await working(desk, 'H1'))!.doc.values, { alamat: 'RT 01', luas_lantai: 54 })
    await post(client, user, '/bdt/ruta/H1/ubah', { ...form, version: 1 })
    assert.containsSubset(await working(desk, 'H1'), { version: 2, doc: { values: { alamat: 'RT 02', luas_lantai: 54 } } })
    assert.deepEqual(await causesOf(desk), ['import', 'edit'])
  })

  test('an import previewed before the save does not take it away, and shows anew what it would do (S24)', async ({
    client,
    assert,
  }) => {
    const desk = await openDesk((village) => [household('H1', village, 1, { alamat: 'RT 01', luas_lantai: 30 })])
    const path = await writeExport(desk, { records: [edit(desk, { alamat: 'RT 05', luas_lantai: 54 })] })
    const [file] = await importPaths(desk, path)
    assert.include(file, { changed: 1, conflicts: 0 })
    const form = { blok: 'I', baris: '', outcome: 'repaired', version: 0, 'q-alamat': 'RT 02' }
    await post(client, await ownerOf(desk), '/bdt/ruta/H1/ubah', form)
    assert.include(await applyFile(desk, file!), { state: 'checked', conflicts: 1 })
    assert.containsSubset(await working(desk, 'H1'), { version: 1, doc: { values: { alamat: 'RT 02', luas_lantai: 30 } } })
  })
})

test.group('A file', (group) => {
  group.each.teardown(() => clock.restore())

  test('applied from two tabs is applied once, and undone from two tabs is undone once (S25)', async ({ client, assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const [file] = await importPaths(desk, await writeExport(desk, { records: [edit(desk, { alamat: 'RT 09' })] }))
    const user = await ownerOf(desk)
    const address = `/import/${file!.importId}/berkas/${file!.id}`
    const applied = await Promise.all([1, 2, 3].map(() => post(client, user, `${address}/terapkan`, {})))
    const told = applied.flatMap((answer) => answer.flashMessage('error') ?? [])
    assert.lengthOf(told, 2)
    assert.include(told[0] as string, 'sedang diterapkan')
    await runAndWait((await fileNow(desk, file!)).jobId!)
    assert.equal((await fileNow(desk, file!)).state, 'applied')
    assert.deepEqual(await causesOf(desk), ['import'])
    await assert.rejects(() => inDesk(desk, (tx) => requestApply(tx, desk.regency.code, file!.id)), /diterapkan/)

    const { token } = await inDesk(desk, async (tx) => {
      const now = await fileNow(desk, file!)
      return planUndo(tx, now, (await openPlacesOf(tx, now)).open)
    })
    const ask = () => inDesk(desk, (tx) => requestUndo(tx, desk.regency.code, file!.id, token))
    const jobs = await Promise.all([ask(), ask()])
    for (const job of jobs) assert.equal((await runAndWait(job)).state, 'done')
    assert.equal((await fileNow(desk, file!)).state, 'undone')
    assert.deepEqual(await causesOf(desk), ['import', 'undo'])
    await assert.rejects(ask, /dibatalkan/)
    const undone = await inDesk(desk, (tx) =>
      query(tx, `select 1 from activities where regency_code = ? and action = 'import.undone'`, [desk.regency.code]),
    )
    assert.lengthOf(undone, 1)
  })
})
