import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { query } from '#core/plugin'
import { aceHere, inScope, ministryStaff, openRegister, regencyForTest, supervisorOf } from '#core/testing'
import { givenQuota } from '../../services/quota.js'
import { kpm } from './support.js'

interface Undone {
  id: string
  removed: number
  restored: number
  regencies: string[]
  error?: { code: string; message: string }
}

const REASON = 'Berkas yang dimuat milik tahap lain.'

async function load(kind: string, lines: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'siks-bsp-'))
  try {
    const file = join(folder, 'daftar.csv')
    writeFileSync(file, lines.join('\r\n'))
    const { json } = await aceHere<{ id: string }>('list:load', kind, file, '--code-system', 'kemendagri', '--json')
    return json.id
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const undo = (id: string, ...more: string[]) => aceHere<Undone>('list:undo', id, '--reason', REASON, '--json', ...more)
const quotaOf = async (regency: string) => (await inScope(regency, (tx) => givenQuota(tx, regency)))?.quota ?? null
const quotas = (...rows: string[]) => load('bsp.quota', ['kode_kab;kuota;tahap_bpnt', ...rows])
const cutoff = (...rows: string[]) => load('bsp.cutoff', ['id_kpm;kode_desa;nama_pengurus;nik', ...rows])

test.group('A load of a list that was the wrong one', () => {
  test('is taken back: what it replaced stands again, what it brought goes, and who was told of it is told', async ({
    client,
    assert,
  }) => {
    const [one, other] = [await regencyForTest(), await regencyForTest()]
    await quotas(`${one.code};1.250;II`)
    const wrong = await quotas(`${one.code};900;III`, `${other.code};40;`)
    const effect = { removed: 1, restored: 1, regencies: [one.code, other.code].sort() }
    const dry = await undo(wrong, '--dry-run')
    assert.deepInclude(dry.json, effect)
    assert.equal(await quotaOf(one.code), 900)
    const done = await undo(wrong)
    assert.equal(done.code, 0, done.stdout)
    assert.deepInclude(done.json, effect)
    assert.equal(await quotaOf(one.code), 1250)
    assert.isNull(await quotaOf(other.code))
    const told = async (code: string) => (await client.get('/notifikasi').loginAs(await supervisorOf(code))).text()
    assert.include(await told(one.code), 'Kuota BSP wilayah ini kini 1.250, sebelumnya 900.')
    assert.include(await told(other.code), 'Kuota BSP wilayah ini ditarik kembali oleh pusat; sebelumnya 40.')
    const page = (await client.get(`/admin/data/${wrong}`).loginAs(await ministryStaff())).text()
    for (const word of ['Ditarik kembali', REASON]) assert.include(page, word)
    const again = await undo(wrong)
    assert.equal(again.code, 1)
    assert.equal(again.json.error!.code, 'E_LOAD_STATE')
  })

  test('rows that a later load replaced hold it, until that one is taken back', async ({ assert }) => {
    const regency = await regencyForTest()
    const [village] = regency.villages
    const rows = (name: string) =>
      inScope(regency.code, (tx) =>
        query<{ id: string; nama: string }>(
          tx,
          `select id_kpm as id, ${name} as nama from bsp_cutoff where regency_code = ? order by id_kpm`,
          [regency.code],
        ),
      )
    const first = await cutoff(`S1;${village};ANI;`, `S2;${village};BUDI;`)
    const second = await cutoff(`S2;${village};BUDI SANTOSO;`, `S3;${village};CITRA;`)
    const held = await undo(first)
    assert.equal(held.code, 1)
    assert.equal(held.json.error!.code, 'E_LOAD_KEPT')
    assert.match(held.json.error!.message, /^Muatan yang lebih baru .* mengganti 1 baris dari muatan ini\./)
    assert.deepInclude((await undo(second)).json, { removed: 1, restored: 1 })
    assert.deepEqual(await rows('nama_pengurus'), [
      { id: 'S1', nama: 'ANI' },
      { id: 'S2', nama: 'BUDI' },
    ])
    assert.deepInclude((await undo(first)).json, { removed: 2, restored: 0 })
    assert.lengthOf(await rows('nama_pengurus'), 0)
    assert.lengthOf(
      await inScope(regency.code, (tx) => query(tx, 'select 1 from load_changes where load_id = any (?)', [[first, second]])),
      0,
    )
  })

  test('a quota by which a period was finalised stays; one that came after it goes', async ({ assert }) => {
    const regency = await regencyForTest()
    await openRegister(regency.code, [kpm(regency.villages[0]!, 'K1')], 'bsp')
    const before = await quotas(`${regency.code};10;I`)
    const seal = (state: string) =>
      inScope(regency.code, (tx) =>
        query(
          tx,
          `update finalisations set state = ?, sealed_at = case when ? = 'open' then null else clock_timestamp() end where module = 'bsp' and regency_code = ?`,
          [state, state, regency.code],
        ),
      )
    await seal('finalised')
    const held = await undo(before)
    assert.equal(held.json.error!.code, 'E_LOAD_KEPT')
    assert.include(held.json.error!.message, `Sudah difinalisasi berdasarkan muatan ini: ${regency.code} `)
    await seal('open')
    assert.equal((await undo(before)).code, 0)
    assert.isNull(await quotaOf(regency.code))
  })

  test('the desk shows what would happen, wants a reason, and says why an old one stays', async ({ client, assert }) => {
    const regency = await regencyForTest()
    const id = await quotas(`${regency.code};10;I`)
    const officer = await ministryStaff()
    const page = await client.get(`/admin/data/${id}`).loginAs(officer)
    assert.include(page.text(), `/admin/data/${id}/tarik`)
    const shown = (await client.get(`/admin/data/${id}/tarik`).loginAs(officer)).text()
    for (const word of ['Baris dihapus', 'Baris kembali', regency.code]) assert.include(shown, word)
    const post = (reason: string) =>
      client.post(`/admin/data/${id}/tarik`).form({ reason, act: 'tarik' }).loginAs(officer).withCsrfToken()
    assert.include((await post('ya')).text(), 'Tuliskan alasan penarikan')
    assert.include((await post(REASON)).text(), 'ditarik kembali')
    const old = await quotas(`${regency.code};11;I`)
    await inScope('00', (tx) => query(tx, `update loads set applied_at = applied_at - interval '91 days' where id = ?`, [old]))
    assert.include(
      (await client.get(`/admin/data/${old}/tarik`).loginAs(officer)).text(),
      'Muatan ini lebih dari 90 hari yang lalu',
    )
  })
})
