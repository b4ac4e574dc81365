import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { clock } from '#services/clock'
import { query, scope } from '#services/scope'
import { findRow } from '#verification/lists/list'
import { nudgeReturns } from '#verification/returns/nudge'
import { returnFaults, returnRows } from '#verification/returns/ledger'
import { decideUpdates } from '#verification/review/decide'
import { recapDifferences, tableNames } from '#verification/store/index'
import { changed, household, NOON, openDesk, take, undoFile } from '#tests/functional/imports/support'
import { supervisorOf } from '#tests/support/people'
import { openOffice, received, textOf, waivableProblem, workingOf, write, type Office } from './support.js'

const post = (client: ApiClient, user: User, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(user).withCsrfToken().redirects(0)

const DAY = 86_400_000

async function threeUpdates(): Promise<Office> {
  const office = await openOffice(([a, b]) => [
    ...['K01', 'K02'].map((key, n) => household(key, a!, n + 1)),
    household('K03', b!, 3),
  ])
  const [a, b] = office.regency.villages
  const edit = (key: string, village: string, n: number) =>
    received(changed(household(key, village, n), { alamat: `JALAN BARU ${n}` }))
  await write(office, edit('K01', a!, 1), edit('K02', a!, 2), edit('K03', b!, 3))
  return office
}

const tokenIn = (html: string) => /name="rencana" value="([0-9a-f]+)"/.exec(html)?.[1] ?? ''

async function lastAct(office: Office): Promise<string> {
  const { changes } = tableNames(office.place.module.instrument)
  const [row] = await office.act((tx) =>
    query<{ id: string }>(
      tx,
      `select cause_id as id from ${changes} where regency_code = ? and cause = 'decision' order by at desc, version desc limit 1`,
      [office.regency.code],
    ),
  )
  return row!.id
}

async function isSound(office: Office): Promise<unknown[]> {
  return office.act(async (tx) => [...(await recapDifferences(tx, office.place)), ...(await returnFaults(tx, office.place))])
}

test.group('Returned records', (group) => {
  group.each.teardown(() => clock.restore())

  test('are listed by village and operator with their age, reminded of, printed, and told apart once they came back', async ({
    client,
    assert,
  }) => {
    const office = await threeUpdates()
    const [a] = office.regency.villages
    for (const key of ['K01', 'K02', 'K03']) {
      await post(client, office.supervisor, '/bdt/keputusan', { take: 'return', key, version: 1, reason: `Periksa ${key}` })
    }
    clock.freeze(new Date(NOON.getTime() + 4 * DAY))
    const page = await client.get('/bdt/dikembalikan').loginAs(office.supervisor)
    page.assertStatus(200)
    const text = textOf(page.text())
    assert.include(text, 'Belum kembali 3')
    assert.include(text, '4 hari')
    assert.include(text, 'Periksa K03')

    assert.isAtLeast(await nudgeReturns(), 1)
    assert.equal(await nudgeReturns(), 0)
    const bell = await client.get('/notifikasi').loginAs(office.supervisor)
    assert.include(textOf(bell.text()), '3 data BDT yang dikembalikan belum masuk kembali, paling lama 4 hari.')
    await post(client, office.supervisor, '/bdt/dikembalikan/ingatkan', { desa: a, operator: '-' })
    const village = await client.get('/bdt/dikembalikan').qs({ desa: a, operator: '-' }).loginAs(office.supervisor)
    assert.include(textOf(village.text()), 'diingatkan 1 kali')
    assert.include(village.text(), 'Mohon buka Berkas balik')
    const paper = await client.get('/bdt/dikembalikan/lembar.pdf').qs({ desa: a }).loginAs(office.supervisor)
    paper.assertStatus(200)
    assert.equal(paper.header('content-type'), 'application/pdf')

    await post(client, office.supervisor, '/bdt/ruta/K01/ubah', {
      ...{ blok: 'I', baris: '', outcome: 'repaired', version: 2, 'q-alamat': 'JALAN BETUL' },
    })
    await post(client, office.supervisor, '/bdt/keputusan', { take: 'reopen', key: 'K02', version: 2 })
    const states = async (state: 'waiting' | 'back' | 'taken_back') =>
      (await office.act((tx) => returnRows(tx, office.place, { state }, { limit: 10 }))).map(({ key }) => key)
    assert.deepEqual([await states('waiting'), await states('back'), await states('taken_back')], [['K03'], ['K01'], ['K02']])
    assert.deepEqual(await isSound(office), [])
    const stranger = await supervisorOf((await threeUpdates()).regency.code)
    const theirs = await client.get('/bdt/dikembalikan').loginAs(stranger)
    assert.notInclude(theirs.text(), 'Periksa K03')
  })

  test('one that comes back by a file is told so, and waits again once that file is undone', async ({ assert }) => {
    const desk = await openDesk((village) => [household('K01', village, 1)])
    const doc = household('K01', desk.village, 1)
    await take(desk, { records: [{ doc: changed(doc, { alamat: 'RT 02' }) }] })
    await scope.run(desk.own, (tx) => decideUpdates(tx, desk.place, ['K01'], { take: 'return', reason: 'Periksa' }))
    const waiting = () => scope.run(desk.own, (tx) => returnRows(tx, desk.place, { state: 'waiting' }, { limit: 10 }))
    assert.containsSubset(await waiting(), [{ key: 'K01', operator: 'Operator PC-1', reason: 'Periksa' }])
    const file = await take(desk, { sequence: 2, records: [{ doc: changed(doc, { alamat: 'RT 03' }), rev: 2 }] })
    assert.deepEqual(await waiting(), [])
    const back = await scope.run(desk.own, (tx) => returnRows(tx, desk.place, { state: 'back' }, { limit: 10 }))
    assert.containsSubset(back, [{ key: 'K01', answeredAs: 'import' }])
    await undoFile(desk, file)
    assert.lengthOf(await waiting(), 1)
    assert.deepEqual(await scope.run(desk.own, (tx) => returnFaults(tx, desk.place)), [])
  })
})

test.group('Decisions taken back', (group) => {
  group.each.teardown(() => clock.restore())

  test('a pattern is decided as it was shown, and the decision is taken back partly, exactly as previewed', async ({
    client,
    assert,
  }) => {
    const office = await threeUpdates()
    const other = await supervisorOf(office.regency.code)
    const [a] = office.regency.villages
    await write(
      office,
      received(changed(household('K01', a!, 1), { alamat: 'LAIN' }), { version: 1, problems: [waivableProblem(office)] }),
    )
    const page = await client.get('/bdt/pola').loginAs(office.supervisor)
    assert.match(textOf(page.text()), /Perbaikan Data terdaftar Tanpa masalah 2 2 2/)
    const pattern = { jenis: 'existing', pola_jenis: 'repair', pola_hasil: 'repaired', pola_aturan: '' }
    const preview = await post(client, office.supervisor, '/bdt/keputusan/tinjau', { ...pattern, take: 'accept' })
    const hidden = Object.fromEntries(
      [...preview.text().matchAll(/name="(jumlah|pilihan|dilihat)" value="([^"]*)"/g)].map(([, n, v]) => [n!, v!]),
    )
    assert.equal(hidden.jumlah, '2')
    await post(client, office.supervisor, '/bdt/keputusan/banyak', { ...pattern, ...hidden, take: 'accept' })
    assert.deepEqual([(await workingOf(office, 'K02'))!.state, (await workingOf(office, 'K01'))!.state], ['accepted', 'received'])

    const act = await lastAct(office)
    const list = await client.get('/bdt/keputusan/riwayat').loginAs(office.supervisor)
    assert.include(list.text(), `/bdt/keputusan/riwayat/${act}`)
    const before = await client.get(`/bdt/keputusan/riwayat/${act}`).loginAs(office.supervisor)
    await post(client, other, '/bdt/ruta/K03/ubah', {
      blok: 'I',
      baris: '',
      outcome: 'repaired',
      version: 2,
      'q-alamat': 'RT 08',
    })
    const changedSince = await post(client, office.supervisor, `/bdt/keputusan/riwayat/${act}`, {
      rencana: tokenIn(before.text()),
    })
    changedSince.assertStatus(409)
    assert.include(textOf(changedSince.text()), `Perbaikan langsung oleh ${other.name}`)
    assert.equal((await workingOf(office, 'K02'))!.state, 'accepted')

    const done = await post(client, office.supervisor, `/bdt/keputusan/riwayat/${act}`, { rencana: tokenIn(changedSince.text()) })
    done.assertStatus(302)
    const [second, third] = [(await workingOf(office, 'K02'))!, (await workingOf(office, 'K03'))!]
    assert.deepEqual([second.state, second.version, third.doc.values.alamat], ['received', 3, 'RT 08'])
    const again = await post(client, office.supervisor, `/bdt/keputusan/riwayat/${act}`, {
      rencana: tokenIn(changedSince.text()),
    })
    again.assertStatus(409)
    assert.include(textOf(again.text()), `Tindakan ini sudah dibatalkan oleh ${office.supervisor.name}`)
    assert.deepEqual(await isSound(office), [])
  })

  test('an edit is taken back to the very values before it; the first one leaves the register as it was', async ({
    client,
    assert,
  }) => {
    const office = await threeUpdates()
    const { doc } = (await workingOf(office, 'K01'))!
    await post(client, office.supervisor, '/bdt/ruta/K01/susunan', {
      ...{ version: 1, laku: 'gone', grup: 'members', baris: 'K01-3', outcome: 'repaired', keberadaan: '2' },
    })
    const history = await client.get('/bdt/ruta/K01?tab=riwayat').loginAs(office.supervisor)
    const act = /keputusan\/riwayat\/([0-9a-f-]{36})/.exec(history.text())![1]!
    const plan = await client.get(`/bdt/keputusan/riwayat/${act}`).loginAs(office.supervisor)
    await post(client, office.supervisor, `/bdt/keputusan/riwayat/${act}`, { rencana: tokenIn(plan.text()) })
    assert.deepEqual((await workingOf(office, 'K01'))!.doc, doc)
    assert.deepEqual(await isSound(office), [])
    const row = await office.act((tx) => findRow(tx, office.place, 'K01'))
    assert.equal(row!.persons, 3)
    const missing = await client.get('/bdt/keputusan/riwayat/01980000-0000-7000-8000-000000000000').loginAs(office.supervisor)
    missing.assertStatus(404)
  })
})
