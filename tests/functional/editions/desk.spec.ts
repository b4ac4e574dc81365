import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { runAndWait } from '#services/jobs/run_and_wait'
import { findLoad } from '#services/loads/loads'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { textOf } from '#tests/functional/review/support'
import { atDesk, bring, formOf, run, workbook } from './desk_support.js'
import { column, stored } from './support.js'
import { NEW, register } from './desk_samples.js'

test.group('The desk of base data', () => {
  test('a workbook of two sheets becomes an edition of its own, and the one in force stays as it is', async ({ assert }) => {
    const regency = await regencyForTest()
    const load = await bring('bdt.edition', {
      'Data SK.xlsx': await workbook({
        ...register(regency, ['3201014507859901', '1985-07-05', 2]),
        Kode: [
          ['x', 'y'],
          ['1', '2'],
        ],
      }),
    })
    assert.equal(load.state, 'draft')
    assert.deepEqual(
      Object.entries(load.parts).map(([part, { sheet }]) => [part, sheet]),
      [
        ['members', 'Anggota'],
        ['households', 'Ruta'],
      ],
    )
    const options = NEW()
    const checked = await run(load, options)
    assert.equal(checked.state, 'checked', checked.reason ?? '')
    assert.deepEqual([checked.read, checked.accepted, checked.rejected], [2, 2, 0])
    assert.deepEqual(checked.report!.regencies, [
      { code: regency.code, records: 1, persons: 1, inherited_problems: checked.report!.figures.inherited_problems },
    ])
    const before = await db.connection('owner').from('editions').where('name', options.name)
    assert.lengthOf(before, 0, 'a dry run makes no edition')

    const applied = await run(load, options, { apply: true })
    assert.equal(applied.state, 'applied', applied.reason ?? '')
    const [edition] = await db.connection('owner').from('editions').where('name', options.name)
    assert.deepInclude(edition, { id: applied.editionId, state: 'loading', decree: '8/HUK/2019' })
    assert.deepEqual(await column('bdt_members', 'nik', edition.id, regency.code), { D101: '3201014507859901' })
    assert.lengthOf(await stored('bdt_families', edition.id, regency.code), 1, 'a family is made of the NUK of its members')
  })

  test('a load is found again at its address, with who brought it, its hash and its report, by officers alone', async ({
    client,
    assert,
  }) => {
    const regency = await regencyForTest()
    const officer = await ministryStaff()
    const name = 'ruta, anggota.xlsx'
    const sheets = await workbook(register(regency, ['3201014507859901', '1985-07-05', 2], ['32010145O7859902', null, 1]))
    const posted = await client
      .post('/admin/data')
      .loginAs(officer)
      .withCsrfToken()
      .redirects(0)
      .fields({ jenis: 'bdt.edition' })
      .file('files[]', Buffer.from(sheets), { filename: name, contentType: 'application/octet-stream' })
    posted.assertStatus(302)
    const address = posted.header('location')!
    const page = await client.get(address).loginAs(officer)
    page.assertStatus(200)
    assert.include(textOf(page.text()), `Dibawa ${officer.name}`)
    const load = await atDesk((tx) => findLoad(tx, address.split('/').at(-1)!))
    const form = await formOf(load)
    const fields = Object.fromEntries(
      Object.entries(form).flatMap(([part, { table, columns }]) => [
        [`tabel_${part}`, table],
        [`kolom_${part}`, [...columns]],
      ]),
    )
    const edition = `Edisi ${uuid()}`
    const send = (more: Record<string, string>) =>
      client
        .post(`${address}/periksa`)
        .loginAs(officer)
        .withCsrfToken()
        .redirects(0)
        .header('referer', address)
        .form({ ...fields, nama: edition, sk: '8/HUK/2019', tanggal_sk: '10-01-2019', ...more })
    assert.include((await send({})).flashMessage('error'), 'Sebutkan sistem kode')
    const misnamed = await client
      .post(`${address}/periksa`)
      .loginAs(officer)
      .withCsrfToken()
      .header('referer', address)
      .form({ ...fields, kolom_members: form.members!.columns.map(() => 'bukan_kolom'), sistem_kode: 'bps' })
    assert.include(misnamed.text(), 'bukan nama kolom yang dikenal')
    assert.include(misnamed.text(), 'value="bukan_kolom"', 'what was typed is there to be corrected')
    assert.include(misnamed.text(), 'id="f-kolom_members_0-error"', 'the input that is wrong says so')
    ;(await send({ sistem_kode: 'kemendagri' })).assertStatus(302)
    const { jobId } = await atDesk((tx) => findLoad(tx, load.id))
    assert.include((await client.get(address).loginAs(officer)).text(), `/pekerjaan/${jobId}.json`)
    await runAndWait(jobId!)
    const report = textOf((await client.get(address).loginAs(officer)).text())
    assert.include(report, 'Muat 3 dari 4 baris')
    assert.include(report, 'Nomor hanya boleh berisi angka')
    const rejected = await client.get(`${address}/ditolak?bagian=members`).loginAs(officer)
    assert.include(textOf(rejected.text()), 'Nomor hanya boleh berisi angka, tetapi memuat')
    assert.notInclude(rejected.text(), '32010145O7859902', 'a number of a person is masked on the page')
    const file = await client.get(`${address}/ditolak/members/baris.csv`).loginAs(officer)
    file.assertStatus(200)
    assert.include(file.text(), '32010145O7859902')
    const workbookAnswer = await client.get(`${address}/ditolak/members/baris.xlsx`).loginAs(officer)
    workbookAnswer.assertStatus(200)
    assert.match(workbookAnswer.header('content-disposition') ?? '', /ditolak\.xlsx/)

    const history = textOf((await client.get('/admin/data?jenis=bdt.edition').loginAs(officer)).text())
    assert.include(history, name)
    assert.include(history, 'Menunggu keputusan')
    for (const stranger of [await supervisorOf(regency.code), await ministryStaff('auditor')]) {
      ;(await client.get(address).loginAs(stranger)).assertStatus(404)
      ;(await client.get('/admin/data').loginAs(stranger)).assertStatus(404)
    }
  })

  test('the second of two officers is told that the load was applied, and by whom', async ({ client, assert }) => {
    const regency = await regencyForTest()
    const officer = await ministryStaff()
    const load = await run(await bring('bdt.edition', { 'a.xlsx': await workbook(register(regency, ['', null, 1])) }), NEW(), {
      apply: true,
    })
    const take = (locale: string) =>
      client.post(`/admin/data/${load.id}/muat`).loginAs(officer).withSession({ locale }).withCsrfToken().redirects(0).form({})
    assert.include((await take('id')).flashMessage('error'), 'sudah dimuat oleh Konsol')
    const english = await take('en')
    english.assertFlashMessage('error', 'This load was loaded already by Konsol. Load the page again.')
  })

  test('publishing happens once: the edition in force is replaced, its regencies hear of it, a second officer is told', async ({
    client,
    assert,
  }) => {
    const regency = await regencyForTest()
    const officer = await ministryStaff()
    const load = await run(await bring('bdt.edition', { 'a.xlsx': await workbook(register(regency, ['', null, 1])) }), NEW(), {
      apply: true,
    })
    const address = `/admin/data/edisi/${load.editionId}`
    const page = textOf((await client.get(address).loginAs(officer)).text())
    assert.include(page, 'Sebelum diterbitkan')
    const publish = (locale = 'id') =>
      client
        .post(`${address}/terbitkan`)
        .loginAs(officer)
        .withSession({ locale })
        .withCsrfToken()
        .redirects(0)
        .form({ confirmation: 'TERBITKAN' })
    ;(await publish()).assertStatus(302)
    assert.include((await publish()).flashMessage('error'), `sudah diterbitkan oleh ${officer.name}`)
    assert.include((await publish('en')).flashMessage('error'), `was published already by ${officer.name}.`)
    const inForce = await db.connection('owner').from('editions').where({ module: 'bdt', state: 'published' })
    assert.deepEqual(
      inForce.map(({ id }) => id),
      [load.editionId],
    )
    const heard = await db
      .connection('owner')
      .from('notifications')
      .where({ regency_code: regency.code, kind: 'edition.published' })
    assert.lengthOf(heard, 1)
    const refused = await run(await bring('bdt.edition', { 'b.xlsx': await workbook(register(regency, ['', null, 1])) }), {
      ...{ code_system: 'kemendagri', edition: load.editionId! },
    })
    assert.match(refused.reason ?? '', /sudah berlaku dan tidak dapat diubah/)
    const told = await client.get(`/admin/data/${refused.id}`).loginAs(officer).withSession({ locale: 'en' })
    assert.include(told.text(), 'is in force and cannot be changed. Prepare a new edition.')
    assert.notInclude(told.text(), 'sudah berlaku dan tidak dapat diubah')
  })
})
