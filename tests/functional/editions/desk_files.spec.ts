import { test } from '@japa/runner'
import { saveMapping } from '#services/loads/acts'
import { findLoad } from '#services/loads/loads'
import { reasonsOf, rejectedRows } from '#services/loads/rejections'
import { query } from '#services/scope'
import { ministryStaff } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { textOf } from '#tests/functional/review/support'
import { atDesk, bring, csv, formOf, kindNamed, run, workbook } from './desk_support.js'
import { HOUSEHOLDS, MEMBERS, NEW, register } from './desk_samples.js'

const faultsOf = async (id: string, part: string) => {
  const rows = await atDesk((tx) => rejectedRows(tx, id, part, { after: 0, size: 100 }))
  return rows.map(({ row, faults }) => `${row} ${faults[0]!.column}: ${faults[0]!.reason.id}`)
}

test.group('Files at the desk of base data', () => {
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
})
