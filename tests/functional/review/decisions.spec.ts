import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { clock } from '#services/clock'
import { query, scope } from '#services/scope'
import { blockers } from '#verification/finalise/blockers'
import { waiverCounts } from '#verification/finalise/totals'
import { keptCount } from '#verification/lists/kept'
import { actOn } from '#verification/review/act'
import { cleanTally, tally } from '#verification/review/bulk'
import { acceptClean, decideUpdates } from '#verification/review/decide'
import { viewRecord } from '#verification/review/record_view'
import { waive } from '#verification/review/waive'
import { recapDifferences } from '#verification/store/index'
import { changed, household } from '#tests/functional/imports/support'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { actorOf, openOffice, received, waivableProblem, workingOf, write, type Office } from './support.js'

const post = (client: ApiClient, office: Office, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(office.supervisor).withCsrfToken().redirects(0)

/** Five updates: three clean ones in two villages, one with a blocking problem, one decided already; one record is untouched. */
async function fiveUpdates(): Promise<Office & { rule: string }> {
  const office = await openOffice(([a, b]) => [
    ...['K01', 'K02', 'K03', 'K04'].map((key, n) => household(key, a!, n + 1)),
    household('K05', b!, 5),
    household('K06', a!, 6),
  ])
  const [a, b] = office.regency.villages
  const problem = waivableProblem(office)
  const edit = (key: string, village: string, n: number) => changed(household(key, village, n), { alamat: `JL ${key}` })
  await write(
    office,
    received(edit('K01', a!, 1)),
    received(edit('K02', a!, 2)),
    received(edit('K03', a!, 3), { problems: [problem] }),
    received(edit('K04', a!, 4), { state: 'returned', decided: { by: null, reason: 'Foto buram' } }),
    received(edit('K05', b!, 5)),
  )
  return { ...office, rule: problem.rule }
}

test.group('Decisions on updates', (group) => {
  group.each.teardown(() => clock.restore())

  test('"terima tanpa masalah" takes exactly the clean updates of that village, and says so before', async ({
    client,
    assert,
  }) => {
    const office = await fiveUpdates()
    const [village] = office.regency.villages
    const { count, token } = await office.act((tx) => cleanTally(tx, office.place, village!))
    assert.equal(count, 2)
    const page = await client.get(`/bdt/perbaikan?desa=${village}`).loginAs(office.supervisor)
    assert.include(page.text(), 'Terima 2 tanpa masalah')
    const answer = await post(client, office, '/bdt/keputusan/terima-bersih', {
      ...{ desa: village, jenis: 'existing', jumlah: count, pilihan: token },
    })
    answer.assertStatus(302)
    const states = await Promise.all(
      ['K01', 'K02', 'K03', 'K04', 'K05'].map(async (key) => (await workingOf(office, key))?.state),
    )
    assert.deepEqual(states, ['accepted', 'accepted', 'received', 'returned', 'received'])
    assert.equal(await office.act((tx) => acceptClean(tx, office.place, village!)), 0)
    assert.equal(await office.act((tx) => keptCount(tx, office.place, { kind: 'existing', state: 'accepted' })), 2)
    assert.deepEqual(await office.act((tx) => recapDifferences(tx, office.place)), [])
  })

  test('a decision that takes an update out needs a reason, which stays with it', async ({ client, assert }) => {
    const office = await fiveUpdates()
    const version = (await workingOf(office, 'K01'))!.version
    await post(client, office, '/bdt/keputusan', { key: 'K01', take: 'return', version, reason: 'x' })
    assert.equal((await workingOf(office, 'K01'))?.state, 'received')
    await post(client, office, '/bdt/keputusan', { key: 'K01', take: 'return', version, reason: 'Alamat belum lengkap' })
    assert.containsSubset(await workingOf(office, 'K01'), {
      state: 'returned',
      decidedReason: 'Alamat belum lengkap',
      version: 2,
    })
    await post(client, office, '/bdt/keputusan', { key: 'K01', take: 'reopen', version: 2 })
    assert.containsSubset(await workingOf(office, 'K01'), { state: 'received', decidedReason: null })
  })

  test('an update that is taken out blocks nothing any more, and its list and page say so', async ({ client, assert }) => {
    const office = await fiveUpdates()
    const shown = async (path: string) => (await client.get(path).loginAs(office.supervisor)).text()
    const pages = ['/bdt/ruta/K03', '/bdt/perbaikan?masalah=block']
    for (const page of pages) assert.include(await shown(page), '1 penghalang</span>')
    await office.act((tx) => decideUpdates(tx, office.place, ['K03'], { take: 'withdraw', reason: 'Salah alamat' }))
    for (const page of pages) assert.include(await shown(page), '1 penghalang, tidak ikut')
    assert.equal((await office.act((tx) => blockers(tx, office.place))).counts.rule, 0)
  })

  test('a blocked update is not accepted until its problem is waived with a reason', async ({ assert }) => {
    const office = await fiveUpdates()
    const accept = () => office.act((tx) => decideUpdates(tx, office.place, ['K03'], { take: 'accept' }))
    await assert.rejects(accept, /masalah penghalang/)
    await assert.rejects(() => office.act((tx) => waive(tx, office.place, 'K03', { reason: 'x' })), /alasan/)
    assert.equal(await office.act((tx) => keptCount(tx, office.place, { kind: 'existing', problem: 'block' })), 1)
    assert.deepEqual(await office.act((tx) => waive(tx, office.place, 'K03', { reason: 'Sudah dicek di lapangan' })), [
      office.rule,
    ])
    assert.equal(await office.act((tx) => keptCount(tx, office.place, { kind: 'existing', problem: 'block' })), 0)
    const kept = await office.act((tx) =>
      query<{ rule: string; reason: string }>(tx, 'select rule, reason from waivers where regency_code = ? and key = ?', [
        ...[office.regency.code, 'K03'],
      ]),
    )
    assert.deepEqual(kept, [{ rule: office.rule, reason: 'Sudah dicek di lapangan' }])
    assert.equal(await accept(), 1)
    assert.deepEqual(await office.act((tx) => recapDifferences(tx, office.place)), [])
  })

  test('a waiver holds for what it was given for: the rule blocks again where it finds something else', async ({
    client,
    assert,
  }) => {
    const office = await fiveUpdates()
    const { place } = office
    const form = { key: 'K03', rule: office.rule, reason: 'Sudah dicek di lapangan' }
    const stale = await post(client, office, '/bdt/keputusan/kecualikan', { ...form, version: 0 })
    assert.include(String(stale.flashMessage('error')), 'telah berubah sejak Anda membukanya')
    assert.equal((await workingOf(office, 'K03'))!.blocking, 1)
    await post(client, office, '/bdt/keputusan/kecualikan', { ...form, version: 1 })
    assert.equal((await workingOf(office, 'K03'))!.blocking, 0)
    const problem = waivableProblem(office)
    const doc = changed(household('K03', office.regency.villages[0]!, 3), { alamat: 'JL LAIN' })
    await write(office, received(doc, { version: 1, problems: [problem] }))
    assert.equal((await workingOf(office, 'K03'))!.blocking, 0, 'the same problem on other answers is still waived')
    await write(office, received(doc, { version: 2, problems: [{ ...problem, params: { tahun: 1 } }] }))
    assert.equal((await workingOf(office, 'K03'))!.blocking, 1)
    const accept = () => office.act((tx) => decideUpdates(tx, place, ['K03'], { take: 'accept' }))
    await assert.rejects(accept, /masalah penghalang/)
    const found = await office.act((tx) => blockers(tx, place))
    assert.deepEqual([found.counts.rule, found.problems[0]?.id], [1, 'K03'])
    assert.deepEqual((await office.act((tx) => viewRecord(tx, place, 'K03')))!.waivers, [])
    await post(client, office, '/bdt/keputusan/kecualikan', { ...form, version: 3 })
    assert.equal(await accept(), 1)
    assert.deepEqual(await office.act((tx) => waiverCounts(tx, place)), [{ rule: office.rule, count: 1 }])
    assert.deepEqual(await office.act((tx) => recapDifferences(tx, place)), [])
  })

  test('a form without what its page sends is told in the language of its sender, not in words of the framework', async ({
    client,
    assert,
  }) => {
    const supervisor = await supervisorOf((await regencyForTest()).code)
    for (const [locale, said] of [
      ['id', 'Formulir yang dikirim tidak lengkap.'],
      ['en', 'The form that was sent is not complete.'],
    ] as const) {
      const asked = client.post('/bdt/keputusan/tinjau').loginAs(supervisor).withCsrfToken().withSession({ locale }).redirects(0)
      assert.include((await asked.form({ take: 'accept' })).flashMessage('error'), said)
    }
  })

  test('an act on a selection shows first what it would change and what it leaves out', async ({ client, assert }) => {
    const office = await fiveUpdates()
    const keys = ['K01', 'K03', 'K04', 'K06']
    const found = await office.act((tx) => tally(tx, office.place, { keys }, 'accept'))
    const { token, ...numbers } = found
    assert.match(token, /^[0-9a-f]{32}$/)
    assert.deepEqual(numbers, {
      ...{ chosen: 4, able: ['K01', 'K04'], versions: [1, 1], untouched: 1, settled: 0, conflicting: 0, blocked: 1 },
    })
    const shown = await post(client, office, '/bdt/keputusan/tinjau', { take: 'accept', jenis: 'existing', 'ids[]': keys })
    shown.assertStatus(200)
    assert.include(shown.text(), 'Terima 2 perubahan')
    assert.equal((await workingOf(office, 'K01'))?.state, 'received')
  })

  test('all that match the filters are decided, the untouched and the settled are left alone', async ({ client, assert }) => {
    const office = await fiveUpdates()
    const [a] = office.regency.villages
    const filters = { kind: 'existing', village: a!, state: 'received' } as const
    const { token, able } = await office.act((tx) => tally(tx, office.place, { matching: filters }, 'withdraw'))
    const form = {
      ...{ take: 'withdraw', jenis: 'existing', all: '1', desa: a, status: 'received', reason: 'Salah desa' },
      ...{ jumlah: able.length, pilihan: token },
    }
    const answer = await post(client, office, '/bdt/keputusan/banyak', form)
    answer.assertStatus(302)
    const states = await Promise.all(
      ['K01', 'K02', 'K03', 'K04', 'K05'].map(async (key) => (await workingOf(office, key))?.state),
    )
    assert.deepEqual(states, ['withdrawn', 'withdrawn', 'withdrawn', 'returned', 'received'])
    const [activity] = await office.act((tx) =>
      query<{ data: { count: number } }>(
        tx,
        `select data from activities where regency_code = ? and action = 'update.withdraw'`,
        [office.regency.code],
      ),
    )
    assert.equal(activity!.data.count, 3)
  })

  test('finalising that begins before the decision can write leaves everything as it was', async ({ assert }) => {
    const office = await fiveUpdates()
    const { place, regency, supervisor } = office
    const late = actOn(scope.of(regency.code, actorOf(supervisor)), place.module, regency.code, async (tx) => {
      await db.connection('owner').from('finalisations').where('period_id', place.periodId).update({ state: 'finalising' })
      return decideUpdates(tx, place, ['K01'], { take: 'accept' })
    })
    await assert.rejects(() => late, /Finalisasi periode ini baru saja dimulai/)
    assert.containsSubset(await workingOf(office, 'K01'), { state: 'received', version: 1 })
  })

  test('a decision made on an older version is refused and changes nothing', async ({ client, assert }) => {
    const office = await fiveUpdates()
    await office.act((tx) => decideUpdates(tx, office.place, ['K01'], { take: 'accept' }))
    const answer = await post(client, office, '/bdt/keputusan', { key: 'K01', take: 'reject', version: 1, reason: 'Terlambat' })
    answer.assertStatus(302)
    assert.containsSubset(await workingOf(office, 'K01'), { state: 'accepted', version: 2 })
  })
})
