import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { clock } from '#services/clock'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { requestExport } from '#verification/lists/export_job'
import { periodFor } from '#verification/periods/index'
import { household } from '#tests/functional/imports/support'
import { openOffice, type Office } from '#tests/functional/review/support'
import { supervisorOf } from '#tests/support/people'

const ask = (office: Office, village: string) =>
  office.act(async (tx) => {
    const period = await periodFor(tx, office.place.module, office.regency.code)
    return requestExport(tx, period!, { kind: 'existing', village }, 'csv', 'id')
  })

test.group('Exports in the background', (group) => {
  group.each.teardown(() => clock.restore())

  test('a job makes the file of exactly the filtered rows; it is taken by the person who asked, and logged', async ({
    client,
    assert,
  }) => {
    const office = await openOffice(([a, b]) => ['K1', 'K2', 'K3'].map((key, n) => household(key, n === 2 ? b! : a!, n + 1)))
    const [village] = office.regency.villages
    const id = await ask(office, village!)
    assert.equal(await ask(office, village!), id, 'the same export is asked for twice')
    const waiting = await client.get(`/bdt/unduhan/${id}`).loginAs(office.supervisor)
    assert.include(waiting.text(), `/pekerjaan/${id}.json`)
    ;(await client.get(`/bdt/unduhan/${id}/berkas`).loginAs(office.supervisor)).assertStatus(404)
    assert.equal((await runAndWait(id)).state, 'done')
    const page = await client.get(`/bdt/unduhan/${id}`).loginAs(office.supervisor)
    assert.include(page.text(), `BDT-${office.regency.code}-perbaikan-2026-11-25.csv`)
    const file = await client.get(`/bdt/unduhan/${id}/berkas`).loginAs(office.supervisor)
    const lines = file.text().trim().split('\r\n').slice(1)
    assert.deepEqual(
      lines.map((line) => line.split(';').at(-1)),
      ['K1', 'K2'],
    )
    const reads = await office.act((tx) =>
      query(tx, `select 1 from reads where regency_code = ? and action = 'download' and object_id = ?`, [
        office.regency.code,
        id,
      ]),
    )
    assert.lengthOf(reads, 1)
    const colleague = await supervisorOf(office.regency.code)
    for (const path of [`/bdt/unduhan/${id}`, `/bdt/unduhan/${id}/berkas`, `/bdt/unduhan/${uuid()}`, '/bdt/unduhan/x']) {
      ;(await client.get(path).loginAs(colleague)).assertStatus(404)
    }
  })

  test('a name that is a formula stays text in both formats', async ({ client, assert }) => {
    const name = '=HYPERLINK("http://contoh.invalid","klik")'
    const office = await openOffice(([village]) => [household('K1', village!, 1, { nama_krt: name, alamat: '+62811000000' })])
    const csv = await client.get('/bdt/perbaikan/unduh.csv').loginAs(office.supervisor)
    assert.include(csv.text(), `"'=HYPERLINK(""http://contoh.invalid"",""klik"")"`)
    assert.include(csv.text(), `'+62811000000`)
    const xlsx = await client.get('/bdt/perbaikan/unduh.xlsx').loginAs(office.supervisor)
    xlsx.assertHeader('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  })
})
