import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { bdt, column, edition, HOUSEHOLD, load, MEMBER, reasons, stored, VILLAGE } from './support.js'

const home = (key: string, village = VILLAGE) => [key, village, 'SITI UJI', 'JL UJI 1']

test.group('edition:load, rows of the files', (group) => {
  group.each.setup(() => {
    clock.freeze(new Date('2026-11-25T12:00:00+07:00'))
    return () => clock.restore()
  })

  test('S10: rows that carry one key are all rejected, each naming the other, and the counts add up', async ({ assert }) => {
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, home('H1')],
      members: [
        MEMBER,
        ['H1', 'M1', 1, 'SATU UJI', '', '', 1],
        ['H1', 'M2', 1, 'DUA UJI', '', '', 1],
        ['H1', 'M3', 1, 'TIGA UJI', '3201013504789906', '', 1],
        ['H1', '0044', 1, 'EMPAT UJI', '', '', 1],
        ['H1', '0044', 1, '=1+1', '', '', 1],
      ],
    })
    assert.deepInclude(loaded.report.files.members, { read: 5, accepted: 3, rejected: 2 })
    assert.deepEqual(reasons(loaded), [
      '5 idartbdt: Ganda dalam berkas: kunci yang sama ada pada baris 6',
      '6 idartbdt: Ganda dalam berkas: kunci yang sama ada pada baris 5',
    ])
    const lines = (await loaded.rejected('members')).trim().split('\r\n')
    assert.equal(lines[0], 'baris;idbdt;idartbdt;nuk;nama;nik;tgl_lahir;jns_kel;alasan;reason')
    assert.equal(lines[1]!.split(';').slice(0, 5).join(';'), '5;H1;0044;1;EMPAT UJI')
    assert.include(lines[2], `"'=1+1"`, 'a name that is a formula is guarded')
    assert.lengthOf(lines, 3)
    const sum = loaded.report.accepted + loaded.report.rejected
    assert.equal(sum, loaded.report.read)
  })

  test('S10: the same files a second time add nothing and say why', async ({ assert }) => {
    const id = await edition('33.71')
    const files = { households: [HOUSEHOLD, home('H1')], members: [MEMBER, ['H1', 'M1', 1, 'SATU UJI', '', '', 1]] }
    await load(id, files)
    const again = await load(id, files)
    assert.deepInclude(again.report, { read: 2, accepted: 0, rejected: 2 })
    assert.deepEqual(reasons(again), [
      '2 idbdt: Kunci ini sudah dimuat dalam edisi ini.',
      '2 idartbdt: Kunci ini sudah dimuat dalam edisi ini.',
    ])
    assert.lengthOf(await stored('bdt_members', id, '33.71'), 1)
  })

  test('a dry run reports the same and stores nothing', async ({ assert }) => {
    const id = await edition('33.71')
    const files = { households: [HOUSEHOLD, home('H1'), home('H2', '33.71.01.9999')] }
    const dry = await load(id, files, { dryRun: true })
    assert.isTrue(dry.report.dry_run)
    assert.isNull(dry.report.files.households!.rejected_file)
    assert.deepInclude(dry.report, { read: 2, accepted: 1, rejected: 1 })
    assert.lengthOf(await stored('bdt_households', id, '33.71'), 0)
    const real = await load(id, files)
    assert.deepEqual({ ...real.report, dry_run: true, files: {} }, { ...dry.report, files: {} })
    const [noted] = await db.connection().from('edition_regencies').where('edition_id', id)
    assert.deepInclude(noted, { records: 1, persons: 0 })
  })

  test('members find their family by NUK, a family nobody listed is made without a card number, owners find their businesses', async ({
    assert,
  }) => {
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, home('H1')],
      families: [
        ['idbdt', 'nuk', 'NoKK'],
        ['H1', 1, '3371010101189901'],
      ],
      members: [
        MEMBER,
        ['H1', 'M1', 1, 'SATU UJI', '', '', 1],
        ['H1', 'M2', 2, 'DUA UJI', '', '', 1],
        ['H1', 'M3', '', 'TIGA UJI', '', '', 1],
      ],
      businesses: [
        ['idbdt', 'idartbdt', 'lapangan_usaha'],
        ['H1', 'M2', 12],
        ['H1', 'M2', 13],
        ['H1', 'M9', 1],
      ],
    })
    assert.deepEqual(await column('bdt_members', 'family_key', loaded.edition, '33.71'), { M1: 'H1-1', M2: 'H1-2', M3: 'H1-0' })
    assert.deepEqual(await column('bdt_families', 'nokk', loaded.edition, '33.71'), {
      'H1-0': null,
      'H1-1': '3371010101189901',
      'H1-2': null,
    })
    assert.deepEqual(await column('bdt_businesses', 'lapangan_usaha', loaded.edition, '33.71'), { 'M2-1': 12, 'M2-2': 13 })
    assert.equal(loaded.report.files.families!.made, 2)
    assert.deepEqual(reasons(loaded), ['4 idartbdt: Anggota rumah tangga ini tidak ada di antara baris yang diterima.'])
  })

  test('no number of a family, however it is written, stops the load: it is rejected or loads under that number', async ({
    assert,
  }) => {
    const numbers = ['-', '-1', '1.000', '100000', '', '1,5', 'satu', '\uff10\uff11', '\u200b2', 0]
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, home('H1'), home('H2')],
      families: [['idbdt', 'nuk', 'nokk'], ...numbers.map((nuk) => ['H1', nuk, ''])],
      members: [MEMBER, ...numbers.map((nuk, at) => ['H2', `M${at}`, nuk, 'UJI', '', '', 1])],
    })
    const keys = (await stored('bdt_families', loaded.edition, '33.71')).map(({ key }) => key)
    const shared = ['0', '1', '2', '-1', '1000', '100000']
    assert.sameMembers(keys, [...shared.map((nuk) => `H1-${nuk}`), ...shared.map((nuk) => `H2-${nuk}`)])
    assert.deepInclude(loaded.report.files.families, { read: 10, accepted: 6, rejected: 4 })
    assert.deepInclude(loaded.report.files.members, { read: 10, accepted: 8, rejected: 2 }, 'two have no number and are kept')
    assert.deepEqual(reasons(loaded).slice(0, 2), ['2 nuk: Kolom kunci kosong.', '6 nuk: Kolom kunci kosong.'])
  })

  test('a key that a spreadsheet spoilt is rejected with one reason, one that it only marked as text is that key', async ({
    assert,
  }) => {
    const keys = ['3,37103E+15', '3371011003000003.0', "'3371011003000001", '3371011003000002\u200b', '']
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, ...keys.map((key) => home(key)), ['H9', '', 'UJI', 'JL']],
    })
    assert.deepEqual(await column('bdt_households', 'idbdt', loaded.edition, '33.71'), {
      '3371011003000001': '3371011003000001',
      '3371011003000002': '3371011003000002',
    })
    assert.deepEqual(
      reasons(loaded).map((reason) => reason.slice(0, 40)),
      [
        '2 idbdt: Nomor tertulis dalam notasi ilm',
        '3 idbdt: Nomor tersimpan sebagai bilanga',
        '6 idbdt: Kolom kunci kosong. Nomornya di',
        '7 village_code: Kode desa/kelurahan tidak diisi.'.slice(0, 40),
      ],
    )
  })

  test('rows of a rejected or unknown household are rejected with it', async ({ assert }) => {
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, home('H1', 'bukan kode')],
      members: [MEMBER, ['H1', 'M1', 1, 'SATU UJI', '', '', 1], ['H7', 'M7', 1, 'TUJUH UJI', '', '', 1]],
    })
    assert.equal(loaded.report.accepted, 0)
    assert.deepEqual(reasons(loaded).slice(1), [
      '2 idbdt: Rumah tangga ini ditolak pada baris 2.',
      '3 idbdt: Rumah tangga ini tidak ada di berkasnya.',
    ])
  })

  test('S09: rows that are only numbered for later are no rows; one with anything that is read is', async ({ assert }) => {
    const numbered = Array.from({ length: 40 }, (_, at) => ['', '\u200b', ' ', '', at + 3])
    const loaded = await load(await edition('33.71'), {
      households: [[...HOUSEHOLD, 'No. Baris'], [...home('H1'), 1], ['', '', 'SITI UJI', '', 2], ...numbered],
    })
    assert.deepInclude(loaded.report.files.households, { read: 2, accepted: 1, rejected: 1 })
    assert.sameMembers(reasons(loaded), [
      '3 idbdt: Kolom kunci kosong. Nomornya diberikan pusat: usulan baru suatu hasil masuk lewat "Edisi dari hasil yang diterima".',
      '3 village_code: Kode desa/kelurahan tidak diisi.',
    ])
  })

  test('S17: a text that is a formula is stored as it was typed, and comes back from a file of ours without its guard', async ({
    assert,
  }) => {
    const typed: Record<string, string> = { F1: '+62811000000', F2: '-UJI', F3: '@SUM(1,1)', F4: '\t=1+1', F5: "'=1+1" }
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, ...Object.entries(typed).map(([key, address]) => [key, VILLAGE, 'SITI UJI', address])],
    })
    assert.deepEqual(await column('bdt_households', 'alamat', loaded.edition, '33.71'), { ...typed, F5: '=1+1' })
  })

  test('a text with a sign that no keyboard types is rejected, tabs and line breaks are text', async ({ assert }) => {
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, ['C1', VILLAGE, 'SITI\u001fUJI', 'JL UJI 1'], ['C2', VILLAGE, 'SITI UJI', 'JL UJI\t1\nRT 02']],
    })
    assert.deepEqual(await column('bdt_households', 'alamat', loaded.edition, '33.71'), { C2: 'JL UJI\t1\nRT 02' })
    assert.deepEqual(reasons(loaded), ['2 nama_krt: Isian memuat karakter yang tidak dapat dibaca.'])
  })

  test('a declared foreign code list is translated, an unknown one is refused', async ({ assert }) => {
    const files = {
      households: [
        [...HOUSEHOLD, 'ada_tv', 'ada_ac'],
        [...home('H1'), 1, 2],
      ],
    }
    const loaded = await load(await edition('33.71'), files, { codeList: 'bdt-ya1-tidak2' })
    const [row] = await stored('bdt_households', loaded.edition, '33.71')
    assert.deepInclude(row, { ada_tv: 3, ada_ac: 2, code_list_version: bdt().instrument.codeListVersion })
    const flags = {
      households: [
        [...HOUSEHOLD, 'ada_tv', 'ada_ac', 'ada_laptop', 'ada_emas'],
        [...home('H1'), 1, 1, 0, 0],
      ],
    }
    const flagged = await load(await edition('33.71'), flags, { codeList: 'bdt-ya1-tidak0' })
    const [other] = await stored('bdt_households', flagged.edition, '33.71')
    assert.deepInclude(other, { ada_tv: 3, ada_ac: 1, ada_laptop: 4, ada_emas: 2 })
    await assert.rejects(
      async () => load(await edition('33.71'), files, { codeList: 'lain' }),
      /Daftar kode "lain" tidak dikenal/,
    )
  })

  test('an edition keeps its rows apart from others and is closed once published', async ({ assert }) => {
    const id = await edition('33.71')
    await load(id, { households: [HOUSEHOLD, home('H1')] })
    await db.connection('owner').from('editions').where('id', id).update({ state: 'published' })
    await assert.rejects(() => load(id, { households: [HOUSEHOLD, home('H2')] }), /tidak dapat diubah/)
    const other = await load(await edition('33.71'), { households: [HOUSEHOLD, home('H1')] })
    assert.equal(other.report.accepted, 1)
  })
})
