import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { mapBpsCodes } from '#services/region_bps'
import { SYSTEM } from '#services/scope'
import { column, edition, load, reasons, VILLAGE } from './support.js'

let folder = ''

async function mapping(...lines: string[]) {
  const path = join(folder, 'bps.csv')
  await writeFile(path, ['Kode BPS;Kode Kemendagri', ...lines].join('\n'))
  return mapBpsCodes(path, { actor: SYSTEM })
}

const bpsOf = async (code: string) => (await db.connection().from('regions').where('code', code).first()).bps_code

test.group('BPS codes', (group) => {
  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-bps-'))
    return () => rm(folder, { recursive: true, force: true })
  })
  group.each.setup(async () => {
    const forget = async () => void (await db.connection().from('regions').whereNotNull('bps_code').update({ bps_code: null }))
    await forget()
    return forget
  })

  test('a mapping is taken, and one that moves a code moves it', async ({ assert }) => {
    assert.deepEqual(await mapping('3371010003;33.71.01.1003', '3371010;33.71.01'), { read: 2, changed: 2, mapped: 2 })
    assert.equal(await bpsOf('33.71.01'), '3371010')
    assert.deepEqual(await mapping('3371010003;33.71.01.1007'), { read: 1, changed: 1, mapped: 2 })
    assert.isNull(await bpsOf('33.71.01.1003'))
  })

  test('a list with a double, an unknown or an unreadable code is refused whole and the old one stays', async ({ assert }) => {
    await mapping('3371010003;33.71.01.1003')
    await assert.rejects(
      () => mapping('3371010004;33.71.01.1007', '3371010004;33.71.01.1008'),
      /Baris 3, kode_bps "3371010004": Ganda dalam berkas: kunci yang sama ada pada baris 2/,
    )
    await assert.rejects(
      () => mapping('3371010004;33.71.01.1007', '3371010005;33.71.01.9999'),
      /Baris 3, kode_kemendagri "33.71.01.9999": Wilayah 33.71.01.9999 tidak ada/,
    )
    await assert.rejects(
      () => mapping('3371010004;33.71.01.1007', '3371;33.71.01.1008', '3371010005;33.71'),
      /Baris 3, kode_bps "3371": Kode BPS ini kode kabupaten\/kota, .* kode desa\/kelurahan\. Baris 4/,
    )
    await assert.rejects(() => mapping('337101000X;33.71.01.1007'), /Baris 2, kode_bps "337101000X": Kode wilayah BPS/)
    assert.isNull(await bpsOf('33.71.01.1007'))
    assert.equal(await bpsOf('33.71.01.1003'), '3371010003')
  })

  test('edition:load takes BPS codes only through the mapping; an unmapped one is rejected with that reason', async ({
    assert,
  }) => {
    await mapping('3371010003;33.71.01.1003')
    const parts = ['idbdt', 'kdprop', 'kdkab', 'kdkec', 'kddesa', 'nama_krt']
    const loaded = await load(
      await edition('33.71'),
      { households: [parts, ['B1', '33', '71', '010', '003', 'SITI'], ['B2', '33', '71', '010', '004', 'BUDI']] },
      { codeSystem: 'bps' },
    )
    assert.deepEqual(await column('bdt_households', 'village_code', loaded.edition, '33.71'), { B1: VILLAGE })
    assert.include(reasons(loaded)[0], 'Kode BPS 3371010004 belum dipetakan')
  })

  test('a regency column beside BPS codes holds BPS digits as well, which after a split are those of no regency of the other system', async ({
    assert,
  }) => {
    await mapping('9107010003;96.71.01.1001', '3371010003;33.71.01.1003')
    const heading = ['idbdt', 'kode_kab', 'village_code', 'nama_krt']
    const files = {
      households: [
        heading,
        ...[['91.07'], ['9107'], [''], ['-'], ['9671'], ['910701'], ['96,71']].map(([kab], at) => [
          `B${at}`,
          kab!,
          '9107010003',
          'SITI',
        ]),
      ],
    }
    const loaded = await load(await edition('96.71'), files, { codeSystem: 'bps' })
    assert.deepEqual(Object.keys(await column('bdt_households', 'key', loaded.edition, '96.71')), ['B0', 'B1', 'B2', 'B3'])
    assert.deepEqual(reasons(loaded), [
      '6 kode_kab: Kabupaten/kota tidak sama dengan desa/kelurahannya (96.71).',
      '7 kode_kab: Kode wilayah BPS "910701" tidak dikenali. Contoh yang benar: 3371, dengan nol di depannya.',
      '8 kode_kab: Kode wilayah BPS "96,71" tidak dikenali. Contoh yang benar: 3371, dengan nol di depannya.',
    ])
  })

  test('a file of the other system is told so: codes that nobody knows are named as what they are there', async ({ assert }) => {
    await mapping('3371010003;33.71.01.1003')
    const file = (code: string) => ({
      households: [
        ['idbdt', 'village_code', 'nama_krt'],
        ['B1', code, 'SITI'],
      ],
    })
    const wrong = await load(await edition('33.71'), file('3371010003'))
    assert.include(reasons(wrong)[0], 'Dibaca sebagai kode BPS, ini desa/kelurahan 33.71.01.1003')
    const other = await load(await edition('33.71'), file('3371011003'), { codeSystem: 'bps' })
    assert.include(reasons(other)[0], 'Dibaca sebagai kode Kemendagri, ini desa/kelurahan 33.71.01.1003')
    const unknown = await load(await edition('33.71'), file('3371010099'))
    assert.notInclude(reasons(unknown)[0], 'BPS')
  })

  test('KDPROP to KDDESA of the form are BPS digits, from the mapping alone; without one they stay empty', async ({ assert }) => {
    await mapping('3371010003;33.71.01.1003')
    const kemendagri = ['idbdt', 'kdprop', 'kdkab', 'kdkec', 'kddesa', 'nama_krt']
    const loaded = await load(await edition('33.71'), {
      households: [kemendagri, ['B1', '33', '71', '01', '1003', 'SITI'], ['B2', '33', '71', '01', '1007', 'BUDI']],
    })
    const parts = async (key: string) => {
      const columns = ['village_code', 'kdprop', 'kdkab', 'kdkec', 'kddesa']
      return Promise.all(columns.map(async (name) => (await column('bdt_households', name, loaded.edition, '33.71'))[key]))
    }
    assert.deepEqual(await parts('B1'), ['33.71.01.1003', '33', '71', '010', '003'])
    assert.deepEqual(await parts('B2'), ['33.71.01.1007', null, null, null, null])
  })

  test('nothing is guessed: the same ten digits are another village in the other system, and a system must be named', async ({
    assert,
  }) => {
    await mapping('3371011003;33.71.01.1007')
    const files = {
      households: [
        ['idbdt', 'village_code', 'nama_krt'],
        ['B1', '3371011003', 'SITI'],
      ],
    }
    const [bps, kemendagri] = [await edition('33.71'), await edition('33.71')]
    await load(bps, files, { codeSystem: 'bps' })
    await load(kemendagri, files)
    assert.deepEqual(await column('bdt_households', 'village_code', bps, '33.71'), { B1: '33.71.01.1007' })
    assert.deepEqual(await column('bdt_households', 'village_code', kemendagri, '33.71'), { B1: '33.71.01.1003' })
    await assert.rejects(async () => load(await edition('33.71'), files, { codeSystem: 'auto' }), /tidak ada yang ditebak/)
  })
})
