import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { runAndWait } from '#services/jobs/run_and_wait'
import { saveMapping } from '#services/loads/acts'
import { findLoad } from '#services/loads/loads'
import { reasonsOf, rejectedRows } from '#services/loads/rejections'
import { query } from '#services/scope'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest, type TestRegency } from '#tests/support/places'
import { textOf } from '#tests/functional/review/support'
import { atDesk, bring, csv, formOf, kindNamed, run, workbook, type Cell } from './desk_support.js'
import { column, stored } from './support.js'

const NEW = () => ({ name: `Edisi ${uuid()}`, decree: '8/HUK/2019', decree_date: '2019-01-10', code_system: 'kemendagri' })
const HOUSEHOLDS = ['idbdt', 'village_code', 'nama_krt', 'alamat']
const MEMBERS = ['idbdt', 'idartbdt', 'nuk', 'nama', 'nik', 'tgl_lahir', 'jns_kel']

/** One household with one member for each member row. */
function register({ villages }: TestRegency, ...members: readonly (readonly Cell[])[]) {
  return {
    Ruta: [HOUSEHOLDS, ...members.map((_, at) => [`D${at + 1}`, villages[0]!, `KEPALA ${at + 1}`, 'JL UJI'])],
    Anggota: [MEMBERS, ...members.map((cells, at) => [`D${at + 1}`, `D${at + 1}01`, 1, `KEPALA ${at + 1}`, ...cells])],
  }
}

const faultsOf = async (id: string, part: string) => {
  const rows = await atDesk((tx) => rejectedRows(tx, id, part, { after: 0, size: 100 }))
  return rows.map(({ row, faults }) => `${row} ${faults[0]!.column}: ${faults[0]!.reason.id}`)
}

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

  test('headings are known by the form, the dictionary and common names; what the officer says is remembered', async ({
    assert,
  }) => {
    const { villages } = await regencyForTest()
    const households = csv(
      ['ID Ruta', 'Kode Desa', 'Nama kepala rumah tangga', 'Alamat Rumah', 'b3_k2', 'Catatan Petugas', 'Luas'],
      ['S1', villages[0]!, 'SITI', 'JL UJI', '36', 'x', '40'],
    )
    const members = csv(
      ['ID Ruta', 'ID ART', 'NUK', 'Nama Lengkap', 'No KTP', 'Tanggal lahir', 'Jenis Kelamin'],
      ['S1', 'S101', 1, 'SITI', '', '04/03/1987', 2],
    )
    const load = await bring('bdt.edition', { 'ruta.csv': households, 'art.csv': members })
    assert.deepEqual(load.parts.households!.columns, {
      ...{ id_ruta: 'idbdt', kode_desa: 'village_code', nama_kepala_rumah_tangga: 'nama_krt', alamat_rumah: 'alamat' },
      ...{ b3_k2: 'luas_lantai', catatan_petugas: '', luas: '' },
    })
    assert.deepInclude(load.parts.members!.columns, {
      id_art: 'idartbdt',
      nama_lengkap: 'nama',
      no_ktp: 'nik',
      tanggal_lahir: 'tgl_lahir',
    })

    const form = await formOf(load, { households: { b3_k2: '', luas: 'luas_lantai' } })
    await atDesk((tx) => saveMapping(tx, kindNamed('bdt.edition'), load.id, form, NEW()))
    const again = await bring('bdt.edition', { 'ruta lain.csv': households, 'art lain.csv': members })
    assert.deepInclude(again.parts.households!.columns, { b3_k2: '', luas: 'luas_lantai' })

    const twice = await formOf(load, { households: { b3_k2: 'luas_lantai', luas: 'luas_lantai' } })
    await assert.rejects(
      () => atDesk((tx) => saveMapping(tx, kindNamed('bdt.edition'), load.id, twice, NEW())),
      /judul "b3_k2" dan "luas" sama-sama dibaca sebagai "luas_lantai"/,
    )
  })

  test('of several headings that could mean a column the nearest is taken, wherever it stands', async ({ assert }) => {
    const heading = ['Kode Wilayah', 'ID Ruta', 'Nomor KTP', 'Kode Kelurahan', 'Kode Desa', 'ID BDT', 'KRT', 'Nama Kepala Ruta']
    const load = await bring('bdt.edition', {
      'ruta.csv': csv(
        heading,
        heading.map((_, at) => String(at)),
      ),
    })
    assert.deepInclude(load.parts.households!.columns, {
      ...{ kode_wilayah: '', id_ruta: '', kode_kelurahan: '', kode_desa: 'village_code', id_bdt: 'idbdt' },
      ...{ krt: '', nama_kepala_ruta: 'nama_krt' },
    })
  })

  test('of several files each that cannot be read is told by its name', async ({ assert }) => {
    const half = (await workbook({ Ruta: [['idbdt']] })).slice(0, 300)
    const files = { 'ruta.csv': 'idbdt;nama\r\n', 'art.xlsx': half, 'usaha.csv': new TextEncoder().encode('%PDF-1.4\n%%EOF') }
    await assert.rejects(
      () => bring('bdt.edition', files),
      /^art\.xlsx: Berkas XLSX rusak .*\. usaha\.csv: Berkas ini PDF, bukan CSV\./,
    )
  })

  test('a name that an edition has already is refused before anything is read', async ({ assert }) => {
    const regency = await regencyForTest()
    const wanted = NEW()
    const sheets = await workbook(register(regency, ['3201014507859901', '1985-07-05', 2]))
    const first = await run(await bring('bdt.edition', { 'a.xlsx': sheets }), wanted, { apply: true })
    assert.equal(first.state, 'applied')
    const second = await bring('bdt.edition', { 'b.xlsx': sheets })
    await assert.rejects(() => run(second, wanted), /sudah ada. Pakai nama lain/)
    assert.equal((await atDesk((tx) => findLoad(tx, second.id))).state, 'draft')
  })

  test('without a NIK column the file is refused as a whole with its name, not row by row (S09)', async ({ assert }) => {
    const regency = await regencyForTest()
    const sheets = register(regency, ['3201014507859901', null, 2])
    const without = { ...sheets, Anggota: sheets.Anggota.map((row) => row.filter((_, at) => at !== 4)) }
    const load = await bring('bdt.edition', { 'tanpa nik.xlsx': await workbook(without) })
    await assert.rejects(() => run(load, NEW()), /Kolom "NIK" tidak ada pada berkas .*Tidak ada baris yang dimuat/)
    assert.equal((await atDesk((tx) => findLoad(tx, load.id))).state, 'draft')
  })

  test('a file of headings alone offers nothing to load, and its page says what to do', async ({ client, assert }) => {
    const load = await bring('bdt.edition', { 'ruta.csv': csv(HOUSEHOLDS), 'art.csv': csv(MEMBERS) })
    const checked = await run(load, NEW())
    assert.deepEqual([checked.state, checked.read, checked.accepted], ['checked', 0, 0])
    const page = (await client.get(`/admin/data/${load.id}`).loginAs(await ministryStaff())).text()
    assert.include(textOf(page), 'Tidak ada baris yang dapat dimuat.')
    assert.notInclude(page, `/admin/data/${load.id}/muat`)
  })

  test('shifted columns, a double key and a code of the other system are rejected with their reasons', async ({ assert }) => {
    const regency = await regencyForTest()
    const [village] = regency.villages
    const load = await bring('bdt.edition', {
      'ruta.csv': csv(
        HOUSEHOLDS,
        ['G1', village!, 'SATU', 'JL UJI'],
        ['G2', village!, 'DUA', 'JL UJI', 'geser'],
        ['G3', village!, 'TIGA', 'JL UJI'],
        ['G3', village!, 'TIGA LAGI', 'JL UJI'],
        ['G4', 'DUKUH', village!, 'JL UJI'],
        ['G5', village!.replaceAll('.', '').slice(0, 6) + '9999', 'LIMA', 'JL UJI'],
      ),
      'art.csv': csv(MEMBERS, ['G1', 'G101', 1, 'SATU', '', '', 1]),
    })
    const checked = await run(load, NEW())
    assert.deepEqual([checked.read, checked.accepted, checked.rejected], [7, 2, 5])
    const faults = await faultsOf(load.id, 'households')
    assert.match(faults[0]!, /^3 : Baris berisi 5 kolom, sedangkan judulnya 4/)
    assert.match(faults[1]!, /^4 idbdt: Ganda dalam berkas: kunci yang sama ada pada baris 5/)
    assert.match(faults[2]!, /^5 idbdt: Ganda dalam berkas: kunci yang sama ada pada baris 4/)
    assert.match(faults[3]!, /^6 village_code: Kode wilayah "DUKUH" tidak dikenali/)
    assert.match(faults[4]!, /^7 village_code: Desa\/kelurahan .* tidak ada dalam daftar wilayah/)
    const reasons = (await atDesk((tx) => reasonsOf(tx, load.id))).map(({ reason }) => reason.id)
    assert.isNotEmpty(reasons.filter((reason) => reason.includes('…')))
    assert.isEmpty(
      reasons.filter((reason) => reason.endsWith('….')),
      'a value left out ends a sentence with its three dots alone',
    )
  })

  test('BPS digits declared as Kemendagri are not taken for the village that has the same ten digits', async ({ assert }) => {
    const regency = await regencyForTest()
    await atDesk((tx) => query(tx, 'update regions set bps_code = ? where code = ?', ['9171990003', regency.villages[0]!]))
    const files = {
      'ruta.csv': csv(['idbdt', 'kdprop', 'kdkab', 'kdkec', 'kddesa', 'nama_krt'], ['B1', '91', '71', '990', '003', 'SATU']),
      'art.csv': csv(MEMBERS, ['B1', 'B101', 1, 'SATU', '', '', 1]),
    }
    const wrong = await run(await bring('bdt.edition', files), NEW())
    assert.deepEqual([wrong.read, wrong.accepted, wrong.rejected], [2, 0, 2])
    const right = await run(await bring('bdt.edition', files), { ...NEW(), code_system: 'bps' })
    assert.deepEqual([right.read, right.accepted, right.rejected], [2, 2, 0])
    assert.equal(right.report!.regencies[0]!.code, regency.code)
  })

  test('a village of a split province is taken under the code in force, and the report counts it', async ({ assert }) => {
    const [village] = await atDesk((tx) =>
      query<{ code: string }>(
        tx,
        `select v.code from regions v join regions d on d.code = v.parent where d.parent = '96.71' and v.level = 4 order by 1 limit 1`,
      ),
    )
    const former = village!.code.replace('96.71', '92.71')
    const load = await bring('bdt.edition', {
      'ruta.csv': csv(HOUSEHOLDS, ['P1', former, 'SATU', 'JL UJI'], ['P2', village!.code, 'DUA', 'JL UJI']),
      'art.csv': csv(MEMBERS, ['P1', 'P101', 1, 'SATU', '9271015203909931', '', 2]),
    })
    const checked = await run(load, NEW())
    assert.deepEqual(checked.report!.mapped, [{ from: '92.71', to: '96.71', rows: 1 }])
    assert.deepEqual(
      checked.report!.regencies.map(({ code, records }) => [code, records]),
      [['96.71', 2]],
    )
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
