import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { clock } from '#services/clock'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { registry } from '#kernel/registry'
import { AT_ONCE, findLargeAct } from '#verification/large_acts/acts'
import { tally, type Selection } from '#verification/review/bulk'
import { recapDifferences, tableNames } from '#verification/store/index'
import { inventRecords } from '#tests/support/contract/records'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { openRegister } from '#tests/support/register'
import { inScope } from '#tests/support/places'
import { NOON } from '#tests/functional/imports/support'
import { received, textOf, write, type Office } from './support.js'

const MANY = AT_ONCE + 5

/** An office whose village has more clean updates than a person waits for. */
async function busyOffice(): Promise<Office & { village: string }> {
  clock.freeze(NOON)
  const regency = await regencyForTest()
  const docs = await inventRecords(registry.module('bdt'), regency, MANY)
  const village = regency.villages[0]!
  for (const doc of docs) doc.values.village_code = village
  const place = await openRegister(regency.code, docs)
  const supervisor = await supervisorOf(regency.code)
  const office = { regency, place, supervisor, village, act: inScope.bind(null, regency.code) as Office['act'] }
  await write(office, ...docs.map((doc) => received(doc, { outcome: 'unchanged' })))
  return office
}

async function states({ place, act }: Office): Promise<Record<string, number>> {
  const rows = await act((tx) =>
    query<{ state: string; records: number }>(
      tx,
      `select state, count(*)::int as records from ${tableNames(place.module.instrument).updates} where period_id = ? group by 1`,
      [place.periodId],
    ),
  )
  return Object.fromEntries(rows.map(({ state, records }) => [state, records]))
}

const post = (client: ApiClient, { supervisor }: Office, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(supervisor).withCsrfToken().redirects(0)

const shownOf = async ({ place, act }: Office, selection: Selection) => {
  const { able, token } = await act((tx) => tally(tx, place, selection, 'accept'))
  return { jumlah: able.length, pilihan: token, dilihat: NOON.getTime() }
}

const actIn = (address: string | undefined) => /\/bdt\/keputusan\/pekerjaan\/([0-9a-f-]{36})/.exec(address ?? '')![1]!

async function ended(office: Office, id: string) {
  const find = async () => (await office.act((tx) => findLargeAct(tx, office.regency.code, id)))!
  await runAndWait((await find()).jobId)
  return find()
}

test.group('Decisions on more updates than a person waits for', (group) => {
  group.each.teardown(() => clock.restore())

  test('"Terima tanpa masalah" of a large village is a job with its own page, once however often it is sent, and is taken back by a job', async ({
    client,
    assert,
  }) => {
    const office = await busyOffice()
    const form = { desa: office.village, ...(await shownOf(office, { clean: office.village })) }
    assert.equal(form.jumlah, MANY)
    const asked = await post(client, office, '/bdt/keputusan/terima-bersih', form)
    const id = actIn(asked.header('location'))
    const again = await post(client, office, '/bdt/keputusan/terima-bersih', form)
    assert.equal(actIn(again.header('location')), id)
    assert.deepEqual(await states(office), { received: MANY })
    const address = `/bdt/keputusan/pekerjaan/${id}`
    const waiting = await client.get(address).loginAs(office.supervisor)
    waiting.assertTextIncludes('Menerima perubahan')
    const working = await office.act(async (tx) => {
      await findLargeAct(tx, office.regency.code, id, true)
      return client.get(address).loginAs(office.supervisor).timeout(10_000)
    })
    working.assertTextIncludes('Menerima perubahan')
    const act = await ended(office, id)
    assert.deepInclude(act, { state: 'done', changed: MANY, take: 'accept' })
    assert.deepEqual(await states(office), { accepted: MANY })
    const done = await client.get(address).loginAs(office.supervisor)
    done.assertTextIncludes(`${MANY} perubahan diterima.`)
    assert.include(done.text(), `href="/bdt/keputusan/riwayat/${id}"`)

    const plan = (await client.get(`/bdt/keputusan/riwayat/${id}`).loginAs(office.supervisor)).text()
    const token = /name="rencana" value="([0-9a-f]+)"/.exec(plan)![1]!
    const stale = await post(client, office, `/bdt/keputusan/riwayat/${id}`, { rencana: 'lain' })
    stale.assertStatus(409)
    const undone = actIn((await post(client, office, `/bdt/keputusan/riwayat/${id}`, { rencana: token })).header('location'))
    assert.deepInclude(await ended(office, undone), { state: 'done', changed: MANY, take: 'undo', undone: id })
    assert.deepEqual(await states(office), { received: MANY })
    const page = textOf((await client.get(`/bdt/keputusan/pekerjaan/${undone}`).loginAs(office.supervisor)).text())
    assert.include(page, `Tindakan dibatalkan: ${MANY} data kembali seperti semula.`)
    assert.deepEqual(await office.act((tx) => recapDifferences(tx, office.place)), [])
    const stranger = await supervisorOf((await regencyForTest()).code)
    ;(await client.get(address).loginAs(stranger)).assertStatus(404)
  })

  test('a pattern is decided by a job with its reason; one that is another by then is left as it is', async ({
    client,
    assert,
  }) => {
    const office = await busyOffice()
    const pattern = { kind: 'repair' as const, outcome: 'unchanged', rules: [] }
    const { able, token } = await office.act((tx) => tally(tx, office.place, { pattern }, 'return'))
    const form = {
      ...{ jenis: 'existing', pola_jenis: 'repair', pola_hasil: 'unchanged', pola_aturan: '', take: 'return' },
      ...{ reason: 'Foto belum ada', jumlah: able.length, pilihan: token, dilihat: NOON.getTime() },
    }
    const id = actIn((await post(client, office, '/bdt/keputusan/banyak', form)).header('location'))
    const [key] = await office.act((tx) =>
      query<{ key: string }>(tx, `select key from bdt_updates where period_id = ? order by key limit 1`, [office.place.periodId]),
    )
    await office.act((tx) =>
      query(tx, `update bdt_current set version = version + 1 where period_id = ? and key = ?`, [
        office.place.periodId,
        key!.key,
      ]),
    )
    assert.deepInclude(await ended(office, id), { state: 'changed', changed: 0 })
    assert.deepEqual(await states(office), { received: MANY })
    const told = await client.get(`/bdt/keputusan/pekerjaan/${id}`).loginAs(office.supervisor)
    told.assertTextIncludes('Data yang dipilih berubah sebelum pekerjaan dimulai')
  })
})
