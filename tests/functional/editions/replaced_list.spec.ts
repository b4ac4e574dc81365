import { test } from '@japa/runner'
import { runAndWait } from '#services/jobs/run_and_wait'
import { filesOfLoad, findLoad } from '#services/loads/loads'
import { query } from '#services/scope'
import { ministryStaff } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'
import { atDesk, bring, csv, run } from './desk_support.js'

const KIND = 'bsp.cutoff'
const HEADINGS = ['id_kpm', 'kode_desa', 'nama_pengurus']
const OPTIONS = { code_system: 'kemendagri' }

test.group('A list that a file replaces as a whole', () => {
  test('is chosen at the desk, which tells how many rows go and come before it is done, and puts them back', async ({
    client,
    assert,
  }) => {
    const { code, villages } = await regencyForTest()
    const [village] = villages
    const ids = async () =>
      (
        await inScope(code, (tx) =>
          query<{ id: string }>(tx, 'select id_kpm as id from bsp_cutoff where regency_code = ? order by 1', [code]),
        )
      ).map(({ id }) => id)
    const rows = ['T1', 'T2', 'T3'].map((id) => [id, village!, 'ANI'])
    await run(await bring(KIND, { 'lama.csv': csv(HEADINGS, ...rows) }), OPTIONS, { apply: true })
    const load = await bring(KIND, { 'baru.csv': csv(HEADINGS, ['T9', village!, 'EKO']) })
    const officer = await ministryStaff()
    const page = async (locale = 'id') =>
      (await client.get(`/admin/data/${load.id}`).withSession({ locale }).loginAs(officer)).text()
    assert.include(await page(), 'Menggantikan seluruh daftar setiap kabupaten/kota yang disebutnya')
    const [file] = await atDesk((tx) => filesOfLoad(tx, load.id))
    const form = { sistem_kode: 'kemendagri', isi_daftar: 'ganti', tabel_rows: file!.id }
    const columns = { kolom_rows: ['id_kpm', 'village_code', 'nama_pengurus'] }
    const post = (act: string, given: Record<string, string | string[]> = {}) =>
      client.post(`/admin/data/${load.id}/${act}`).form(given).loginAs(officer).withCsrfToken()
    const worked = async () => runAndWait((await atDesk((tx) => findLoad(tx, load.id))).jobId!)
    await post('periksa', { ...form, ...columns })
    await worked()
    for (const words of ['Ganti daftar: 3 baris keluar, 1 masuk', 'Daftar 1 kabupaten/kota menyusut lebih dari separuh', code])
      assert.include(await page(), words)
    assert.include(await page('en'), 'The whole list of 1 regency is replaced: 3 rows out and 1 rows in')
    assert.deepEqual(await ids(), ['T1', 'T2', 'T3'])
    await post('muat')
    await worked()
    assert.deepEqual(await ids(), ['T9'])
    const back = (await client.get(`/admin/data/${load.id}/tarik`).loginAs(officer)).text()
    for (const words of ['Semua baris muatan ini', '1 baris dihapus dan 3 baris kembali']) assert.include(back, words)
    await post('tarik', { reason: 'Berkas milik tahap lain.', act: 'tarik' })
    await worked()
    assert.deepEqual(await ids(), ['T1', 'T2', 'T3'])
  })

  test('is not offered where a list has one row for a region', async ({ client, assert }) => {
    const load = await bring('bsp.quota', { 'kuota.csv': csv(['kode_kab', 'kuota'], [(await regencyForTest()).code, 5]) })
    const page = await client.get(`/admin/data/${load.id}`).loginAs(await ministryStaff())
    assert.notInclude(page.text(), 'isi_daftar')
  })
})
