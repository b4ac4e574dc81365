import { test } from '@japa/runner'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { countEdition } from '#verification/editions/counts'
import { comparedRows, comparisonById, requestComparison } from '#verification/comparisons/index'
import { aceHere } from '#tests/support/ace'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { openRegister } from '#tests/support/register'
import { pageTexts } from '../../unit/documents/support.js'
import { household, inPlace, update, write } from '../finalisation/support.js'

test.group('The register as a decree has it', () => {
  test('counts, list and card are those of the decree whatever was repaired since, and say so', async ({ client, assert }) => {
    const regency = await regencyForTest()
    const [first, second] = regency.villages as [string, string]
    const docs = ['A1', 'A2', 'A3'].map((key, i) => household(i < 2 ? first : second, key))
    const place = await openRegister(regency.code, docs)
    const supervisor = await supervisorOf(regency.code)
    const repaired = { ...docs[0]!, values: { ...docs[0]!.values, alamat: 'JL SESUDAH' } }
    await write(place, [update(repaired), update(docs[1]!, { outcome: 'not_found' })])
    const see = async (path: string) => {
      const page = await client.get(`/bdt/per-sk${path}`).loginAs(supervisor)
      page.assertStatus(200)
      return page.text()
    }
    const id = place.editionId
    assert.include(await see(''), '8/HUK/2019')
    const recap = await see(`/rekap?sk=${id}`)
    assert.include(recap, 'Per SK 8/HUK/2019')
    assert.match(recap, />3<\/a>/)
    const list = await see(`/daftar?sk=${id}&kecamatan=${first.slice(0, 8)}&desa=${first}`)
    for (const words of ['KEPALA A1', 'KEPALA A2', 'Hanya dibaca']) assert.include(list, words)
    assert.notInclude(list, 'KEPALA A3')
    assert.include(await see(`/daftar?sk=${id}&desa=${first}&cari=kepala+a2`), 'KEPALA A2')
    assert.notInclude(await see(`/daftar?sk=${id}&cari=A3`), 'KEPALA A1')
    const names = (csv: string) =>
      csv
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(';')[1])
    assert.deepEqual(names(await see(`/unduh.csv?sk=${id}&baris=25`)), ['KEPALA A1', 'KEPALA A2', 'KEPALA A3'])
    const filtered = await see(`/unduh.csv?sk=${id}&desa=${first}`)
    assert.deepEqual(names(filtered), ['KEPALA A1', 'KEPALA A2'])
    assert.notMatch(filtered, /\d{16}/)
    const exports = await inPlace(place, (tx) =>
      query(tx, `select id from reads where regency_code = ? and action = 'export' and object_type = 'bdt.list'`, [regency.code]),
    )
    assert.lengthOf(exports, 2)
    const card = await see(`/ruta/A1?sk=${id}`)
    assert.include(card, 'JL UJI 1')
    assert.notInclude(card, 'JL SESUDAH')
    assert.include(await see('?kunci=A1'), `/bdt/per-sk/ruta/A1?sk=${id}`)
    await inPlace(place, (tx) => countEdition(tx, place))
    assert.match(await see(`/rekap?sk=${id}`), />3<\/a>/)
    const stranger = await supervisorOf((await regencyForTest()).code)
    ;(await client.get(`/bdt/per-sk/ruta/A1?sk=${id}`).loginAs(stranger)).assertStatus(404)
  })
})

test.group('Comparison in a regency', () => {
  test('a decree and a period, and two decrees, differ by exactly the rows that came, went, moved or changed, with the reason', async ({
    client,
    assert,
  }) => {
    const regency = await regencyForTest()
    const [first, second] = regency.villages as [string, string]
    const old = ['C1', 'C2', 'C3', 'C4', 'C5'].map((key) => household(first, key))
    const place = await openRegister(regency.code, old)
    const supervisor = await supervisorOf(regency.code)
    const at = (doc: (typeof old)[number], values: Record<string, string | number>) => ({
      ...doc,
      values: { ...doc.values, ...values },
    })
    const changed = at(old[0]!, { alamat: 'JL BARU' })
    const moved = at(old[2]!, { village_code: second })
    const added = household(second, 'BARU9')
    await write(place, [
      update(changed),
      update(old[1]!, { outcome: 'not_found' }),
      update(moved, { state: 'received' }),
      update(at(old[3]!, { alamat: 'JL DITOLAK' }), { state: 'rejected' }),
      update(added, { kind: 'new', outcome: 'new' }),
    ])
    const before = ['--regency', regency.code, '--before', place.editionId, '--as', supervisor.login, '--json']
    const period = await aceHere<{ id: string }>('comparison:make', 'bdt', '--after', place.periodId, ...before)
    assert.deepInclude(period.json, { counts: { came: 1, gone: 1, moved: 1, changed: 1 } })
    const rows = await inPlace(place, (tx) =>
      comparedRows(tx, { regency: regency.code, id: period.json.id }, {}, { after: 0, limit: 10 }),
    )
    assert.sameDeepMembers(
      rows.map(({ change, village, otherVillage, keyAfter, keyBefore, outcome, fields }) => [
        ...[change, village, otherVillage, keyBefore, keyAfter, outcome, fields.join()],
      ]),
      [
        ['changed', first, null, 'C1', 'C1', 'repaired', 'households.alamat'],
        ['gone', first, null, 'C2', null, 'not_found', ''],
        ['moved', second, first, 'C3', 'C3', 'repaired', ''],
        ['came', second, null, null, 'BARU9', 'new', ''],
      ],
    )

    const later = await openRegister(regency.code, [changed, moved, old[3]!, added, at(old[4]!, { lantai: 3 })])
    const sent = await client
      .post('/bdt/perbandingan')
      .form({ before: place.editionId, after: later.editionId })
      .loginAs(supervisor)
      .withCsrfToken()
      .redirects(0)
    sent.assertStatus(302)
    const href = String(sent.header('location'))
    const made = await inPlace(place, (tx) => comparisonById(tx, 'bdt', regency.code, href.split('/').at(-1)!))
    assert.equal((await runAndWait(made!.jobId!)).state, 'done')
    const page = (await client.get(href).loginAs(supervisor)).text()
    for (const words of ['JL BARU', 'KEPALA C4', '@!']) assert.notInclude(page, words)
    for (const words of [
      'KEPALA C1',
      'KEPALA C2',
      'Tidak ditemukan',
      'KEPALA C5',
      'Perubahan dari pusat',
      'Jenis lantai terluas',
    ]) {
      assert.include(page, words)
    }
    const csv = (await client.get(`${href}/unduh.csv`).loginAs(supervisor)).text()
    assert.lengthOf(csv.trim().split('\r\n'), 6)
    const annex = await client.get(`${href}/lampiran.pdf?jenis=gone`).loginAs(supervisor)
    const text = (await pageTexts(annex.body() as Buffer)).join(' ')
    assert.include(text.replace(/\s+/g, ' '), 'sedikitnya satu isian berbeda')
    assert.include(text, 'KEPALA C2')
    assert.notInclude(text, 'KEPALA C1')
    assert.match(text, /\bJumlah\s+1\b/)
    const shown = await inPlace(place, (tx) =>
      comparedRows(tx, { regency: regency.code, id: made!.id }, { change: 'changed' }, { after: 0, limit: 10 }),
    )
    const row = (await client.get(`${href}/baris/${shown[0]!.n}`).loginAs(supervisor)).text()
    for (const words of ['JL UJI 1', 'JL BARU']) assert.include(row, words)

    const again = await client
      .post('/bdt/perbandingan')
      .form({ before: place.editionId, after: later.editionId })
      .loginAs(supervisor)
      .withCsrfToken()
      .redirects(0)
    assert.equal(again.header('location'), href)
    await inPlace(place, (tx) => query(tx, 'update comparisons set finished_at = null where id = ?', [made!.id]))
    const side = { before: place.editionId, after: later.editionId }
    const anew = () => inPlace(place, (tx) => requestComparison(tx, place.module, regency.code, side))
    const id = await anew()
    assert.notEqual(id, made!.id, 'one whose job ended without it is made anew')
    assert.equal(await anew(), id, 'one that waits is made once')
    await inPlace(place, (tx) => query(tx, 'delete from comparisons where id = ?', [id]))
    assert.lengthOf(new Set(await Promise.all([anew(), anew(), anew()])), 1, 'asked for at once it is one')
    const stranger = await supervisorOf((await regencyForTest()).code)
    ;(await client.get(href).loginAs(stranger)).assertStatus(404)
  })
})
