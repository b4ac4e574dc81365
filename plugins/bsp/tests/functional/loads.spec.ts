import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { query } from '#core/plugin'
import { aceHere, inScope, ministryStaff, regencyForTest, supervisorOf } from '#core/testing'
import { givenQuota } from '../../services/quota.js'

interface Loaded {
  id: string | null
  read: number
  accepted: number
  rejected: number
  figures: Record<string, number>
  faults: { row: number; column: string; value: string; reason: string }[]
}

async function load(kind: string, lines: readonly string[], ...more: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'siks-bsp-'))
  try {
    const file = join(folder, 'daftar.csv')
    writeFileSync(file, lines.join('\r\n'))
    return await aceHere<Loaded>('list:load', kind, file, '--code-system', 'kemendagri', '--json', ...more)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const quotaOf = (regency: string) => inScope(regency, (tx) => givenQuota(tx, regency))

test.group('Lists that the centre loads for the food aid', () => {
  test('quota and stage of a regency are taken, with what stood there before in the history, and its supervisor is told', async ({
    client,
    assert,
  }) => {
    const [one, other] = [await regencyForTest(), await regencyForTest()]
    const first = await load('bsp.quota', ['kode_kab;kuota;tahap_bpnt', `${one.code};1.250;II`, `${other.code};40;`])
    assert.equal(first.code, 0)
    assert.deepInclude(first.json, { read: 2, accepted: 2, rejected: 0 })
    assert.include(await quotaOf(one.code), { quota: 1250, stage: 'II' })
    assert.include(await quotaOf(other.code), { quota: 40, stage: null })
    const second = await load('bsp.quota', ['kode_kab;kuota;tahap_bpnt', `${one.code};1.000;III`])
    assert.include(second.json.figures, { regencies: 1, quota: 1000, lowered: 1 })
    const [taken] = await inScope(one.code, (tx) =>
      query<{ load: string }>(tx, 'select load_id as load from bsp_quotas where regency_code = ?', [one.code]),
    )
    assert.equal(taken!.load, second.json.id)
    const [act] = await inScope('00', (tx) =>
      query<{ action: string }>(tx, 'select action from activities where object_id = ?', [second.json.id]),
    )
    assert.equal(act?.action, 'load.applied')
    const officer = await ministryStaff()
    const report = async (locale: string) =>
      (await client.get(`/admin/data/${second.json.id}`).withSession({ locale }).loginAs(officer)).text()
    for (const word of ['Kabupaten/kota', 'Jumlah kuota', 'Kuota diturunkan']) assert.include(await report('id'), word)
    for (const word of ['Regencies', 'Sum of quotas', 'Quotas lowered']) assert.include(await report('en'), word)
    const history = await inScope(one.code, (tx) =>
      query(
        tx,
        `select quota, before_quota as before, stage from bsp_quota_changes where regency_code = ? order by set_at, quota desc`,
        [one.code],
      ),
    )
    assert.deepEqual(history, [
      { quota: 1250, before: null, stage: 'II' },
      { quota: 1000, before: 1250, stage: 'III' },
    ])
    assert.include(await quotaOf(other.code), { quota: 40 }, 'a regency that the file leaves out keeps what it has')
    const told = async (code: string) => (await client.get('/notifikasi').loginAs(await supervisorOf(code))).text()
    assert.include(await told(one.code), 'Kuota BSP wilayah ini kini 1.000, sebelumnya 1.250.')
    assert.notInclude(await told(other.code), 'Kuota BSP wilayah ini')
  })

  test('a dry run stores nothing, a bad row is rejected with its reason, a regency stands once', async ({ assert }) => {
    const [one, other] = [await regencyForTest(), await regencyForTest()]
    const dry = await load('bsp.quota', ['Kode Kab/Kota;Kuota', `${one.code};10`], '--dry-run')
    assert.deepInclude(dry.json, { id: null, read: 1, accepted: 1 })
    assert.isNull(await quotaOf(one.code))
    const bad = await load('bsp.quota', ['kode_kab;kuota', `${one.code};10`, '99.99;5', `${other.code};-1`, `${one.code};12`])
    assert.deepInclude(bad.json, { read: 4, accepted: 0, rejected: 4 })
    assert.include(bad.json.faults.find(({ row }) => row === 4)!.reason, 'di luar batas: paling kecil 0')
    assert.equal(bad.json.faults.find(({ row }) => row === 4)!.value, '-1')
    assert.isNull(await quotaOf(one.code))
  })

  test('in the list of 27-12-2017 a number of another length and a spoilt key reject their rows, a dressed key is that key', async ({
    assert,
  }) => {
    const village = (await regencyForTest()).villages[0]!
    const cells = (id: string, nik: string, card = '') => `${id};${village};ISTRI UJI;${nik};;${card};JL UJI;BPNT`
    const { json } = await load('bsp.cutoff', [
      'id_kpm;kode_desa;nama_pengurus;nik;no_kk;no_kks;alamat;jenis_bsp',
      cells('A1', '320101450785990'),
      cells('A2', '32010145078599011'),
      cells('A3', '', '6'.repeat(21)),
      cells('3,37101E+15', ''),
      cells('3371011003000001.0', ''),
      cells('-', ''),
      cells(' A4', ''),
      cells("'A4\u200b", ''),
      cells("'3371011003000002", '-', '601300000000990'),
    ])
    assert.deepInclude(json, { read: 9, accepted: 1, rejected: 8 })
    assert.deepEqual(
      json.faults.map(({ row, column, reason }) => `${row} ${column}: ${reason}`),
      [
        '2 nik: Nomor harus 16 angka, tetapi berisi 15 angka. Periksa pada dokumennya.',
        '3 nik: Nomor harus 16 angka, tetapi berisi 17 angka. Periksa pada dokumennya.',
        '4 no_kks: Nomor paling banyak 20 angka, tetapi berisi 21 angka. Periksa pada dokumennya.',
        '5 id_kpm: Nomor tertulis dalam notasi ilmiah sehingga sebagian angkanya hilang. Ketik ulang sebagai teks.',
        '6 id_kpm: Nomor tersimpan sebagai bilangan sehingga angka terakhirnya tidak dapat dipercaya. Ketik ulang sebagai teks.',
        '7 id_kpm: Kolom ini harus diisi.',
        '8 id_kpm: Ganda dalam berkas: kunci yang sama ada pada baris 9.',
        '9 id_kpm: Ganda dalam berkas: kunci yang sama ada pada baris 8.',
      ],
    )
    assert.deepEqual(
      json.faults.slice(0, 4).map(({ value }) => value),
      ['3201••••••90', '3201••••••11', '6666••••••66', '3,37101E+15'],
    )
  })

  test('the list of 27-12-2017 is read and downloaded only by its own regency', async ({ assert, client }) => {
    const [one, other] = [await regencyForTest(), await regencyForTest()]
    const rows = [one, other].map(
      ({ villages }, index) => `KPM-${index};${villages[0]};ISTRI UJI ${index};;;6013000000009901;JL UJI;BPNT`,
    )
    const loaded = await load('bsp.cutoff', ['id_kpm;kode_desa;nama_pengurus;nik;no_kk;no_kks;alamat;jenis_bsp', ...rows])
    assert.deepInclude(loaded.json, { read: 2, accepted: 2 })
    const own = await client.get('/bsp/acuan-2017.csv').loginAs(await supervisorOf(one.code))
    own.assertStatus(200)
    assert.include(own.text(), 'KPM-0')
    assert.notInclude(own.text(), 'KPM-1')
    ;(await client.get('/beranda').loginAs(await supervisorOf(one.code))).assertTextIncludes('href="/bsp/acuan-2017.csv"')
    const reads = await inScope(one.code, (tx) =>
      query(tx, `select action, object_type from reads where regency_code = ? and object_type = 'bsp.cutoff'`, [one.code]),
    )
    assert.deepEqual(reads, [{ action: 'download', object_type: 'bsp.cutoff' }])
    const none = await client.get('/bsp/acuan-2017.csv').loginAs(await supervisorOf((await regencyForTest()).code))
    none.assertStatus(404)
  })
})
