import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { EditionError } from '#verification/editions/index'
import { column, edition, HOUSEHOLD, load, MEMBER, reasons, stored, VILLAGE } from './support.js'

const home = (key: string, village = VILLAGE) => [key, village, 'SITI UJI', 'JL UJI 1']

test.group('edition:load, regions and files', (group) => {
  group.each.setup(() => {
    clock.freeze(new Date('2026-11-25T12:00:00+07:00'))
    return () => clock.restore()
  })

  test('S04: a region code that lost its zero is rejected with the code it probably was, never read as another', async ({
    assert,
  }) => {
    const heading = [...HOUSEHOLD, 'kode_kab']
    const loaded = await load(await edition('11.10', '33.20', '36.03'), {
      households: [
        heading,
        [...home('A1', '11.10.01.2001'), '11.10'],
        [...home('A2', '1110012001'), '1110'],
        [...home('A3', '11.10.01.2001'), '11.1'],
        [...home('A4', '33.20.01.2001'), '33.2'],
        [...home('A5', '36.03.01.1001'), '36. 03'],
        [...home('A6', '11.10.99.2001'), ''],
        [...home('A7', '11.01.01.2001'), ''],
        [...home('A8', '11.10.01.2001'), '33.20'],
        [...home('A9', '11.10.1.2001'), ''],
      ],
    })
    assert.deepEqual(Object.keys(await column('bdt_households', 'key', loaded.edition, '11.10')), ['A1', 'A2'])
    assert.deepEqual(await column('bdt_households', 'village_code', loaded.edition, '36.03'), { A5: '36.03.01.1001' })
    const found = reasons(loaded)
    assert.lengthOf(found, 6)
    assert.match(found[5]!, /^10 village_code: .*"11\.10\.1\.2001" kurang angka\. Mungkin maksudnya 11\.10\.01\.2001 /)
    assert.include(found[0], '4 kode_kab:')
    assert.include(found[0], '11.10 Kab. Aceh Singkil?')
    assert.include(found[1], '33.20 Kab. Jepara?')
    assert.equal(found[2], '7 village_code: Desa/kelurahan 11.10.99.2001 tidak ada dalam daftar wilayah.')
    assert.equal(found[3], '8 village_code: 11.01 Kab. Aceh Selatan tidak termasuk edisi ini.')
    assert.equal(found[4], '9 kode_kab: Kabupaten/kota tidak sama dengan desa/kelurahannya (11.10).')
    assert.deepEqual(
      loaded.report.regencies.map(({ code, records }) => [code, records]),
      [
        ['11.10', 2],
        ['36.03', 1],
      ],
    )
  })

  test('S05: a former code is mapped to its successor and reported; the NIK stays', async ({ assert }) => {
    const loaded = await load(await edition('92.71'), {
      households: [HOUSEHOLD, home('P1', '92.71.01.1001'), home('P2', '96.71.01.1001')],
      members: [
        [...MEMBER, 'NoArtPBDTKemsos'],
        ['P1', 'P101', 1, 'SITI UJI', '9271015203909931', '12-03-1990', 2, '0092710110010000010000000000101'],
      ],
    })
    assert.deepEqual(await column('bdt_members', 'no_art_pbdtkemsos', loaded.edition, '96.71'), {
      P101: '0092710110010000010000000000101',
    })
    assert.deepEqual(loaded.report.mapped, [{ from: '92.71', to: '96.71', rows: 1 }])
    assert.deepEqual(await column('bdt_households', 'village_code', loaded.edition, '96.71'), {
      P1: '96.71.01.1001',
      P2: '96.71.01.1001',
    })
    assert.deepEqual(await column('bdt_members', 'nik', loaded.edition, '96.71'), { P101: '9271015203909931' })
    assert.lengthOf(await stored('bdt_households', loaded.edition, '92.71'), 0)
    const provinces = await db.connection().from('regions').where('level', 1)
    assert.lengthOf(provinces, 38)
  })

  test('S05: a village of a new kecamatan is reported from its former code to its own new one', async ({ assert, cleanup }) => {
    const owner = db.connection('owner')
    const alias = { old_code: '33.71.01.1099', new_code: VILLAGE, valid_from: '2026-01-01', decree: 'Perda' }
    cleanup(async () => void (await owner.from('region_aliases').where('old_code', alias.old_code).delete()))
    await owner.table('region_aliases').insert(alias)
    const loaded = await load(await edition('33.71'), { households: [HOUSEHOLD, home('P1', alias.old_code), home('P2')] })
    assert.deepEqual(loaded.report.mapped, [{ from: alias.old_code, to: VILLAGE, rows: 1 }])
  })

  test('S08: a file of Indonesian Excel is read rightly, decimal comma and thousands included', async ({ assert }) => {
    const areas: Record<string, string> = { K1: '1250', K2: '1.250', K3: '1250,5', K4: '1.25', K5: '1,250.50', K6: '12.50.00' }
    const lines = [
      'sep=;',
      'IDBDT;Village_Code;Nama_KRT;Luas_Lantai',
      ...Object.entries(areas).map(([key, area]) => `${key};${VILLAGE};SITI UJI;${area}`),
    ]
    const households = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(`${lines.join('\r\n')}\r\n`)])
    const loaded = await load(await edition('33.71'), { households })
    assert.deepEqual(await column('bdt_households', 'luas_lantai', loaded.edition, '33.71'), { K1: 1250, K2: 1250, K3: 1250.5 })
    assert.deepInclude(loaded.report.files.households, { read: 6, accepted: 3, rejected: 3 })
  })

  test('headings in common use are known to the command as they are at the desk (S09)', async ({ assert }) => {
    const loaded = await load(await edition('33.71'), {
      households: [
        ['No', 'ID Ruta', 'Kode Desa', 'Nama Kepala Rumah Tangga', 'Alamat Lengkap', 'Catatan', 'Kode Kab/Kota'],
        ['1', 'N1', VILLAGE, 'SITI UJI', 'JL UJI 1', 'x', '33.71'],
      ],
      members: [
        ['ID Ruta', 'ID ART', 'NUK', 'Nama Lengkap', 'Nomor KTP', 'Tanggal Lahir', 'Jenis Kelamin', 'No. KK'],
        ['N1', 'N101', '1', 'SITI UJI', '3201014507859901', '05/07/1985', '2', '3201010101189901'],
      ],
    })
    assert.deepEqual([loaded.report.accepted, loaded.report.rejected], [2, 0])
    assert.deepEqual(loaded.report.files.households!.unknown_headings, ['no', 'catatan'])
    const [member] = await stored('bdt_members', loaded.edition, '33.71')
    assert.deepInclude(member, { nama: 'SITI UJI', nik: '3201014507859901', tgl_lahir: '1985-07-05', no_kk: '3201010101189901' })
  })

  test('a file without a required heading is refused whole and names it; headings nobody knows are reported', async ({
    assert,
  }) => {
    const id = await edition('33.71')
    const refused = await load(id, {
      households: [
        ['idbdt', 'nama_krt'],
        ['H1', 'SITI'],
      ],
    }).catch((error: unknown) => error)
    assert.instanceOf(refused, EditionError)
    assert.equal((refused as EditionError).code, 'E_LOAD_HEADING')
    assert.include((refused as EditionError).message, '"village_code"')
    const noNik = await load(id, { households: [HOUSEHOLD], members: [['idbdt', 'idartbdt', 'nuk', 'nama']] }).catch(
      (error: unknown) => error,
    )
    assert.include((noNik as EditionError).message, '"nik"')
    assert.lengthOf(await stored('bdt_households', id, '33.71'), 0)
    const loaded = await load(id, {
      households: [
        [...HOUSEHOLD, 'Catatan RT'],
        [...home('H1'), 'x'],
      ],
    })
    assert.deepEqual(loaded.report.files.households!.unknown_headings, ['catatan_rt'])
  })
})
