import { test } from '@japa/runner'
import { records } from '#core/plugin'
import { inScope, supervisorOf } from '#core/testing'
import { quotaSheet } from '../../services/quota.js'
import { looseSubstitutes } from '../../services/vacancies.js'
import { acting, decideOutcome, kpm, testList } from './support.js'
import { takeFamily } from '../../services/substitutes.js'

/** Every figure of the strip under the head of a page, by its label. */
function strip(html: string): Record<string, string> {
  const box = /class="period-figures"[\s\S]*?<\/ul>/.exec(html)?.[0] ?? ''
  return Object.fromEntries(
    [...box.matchAll(/>\s*([A-Za-z ]+?)\s*<strong>([^<]*)<\/strong>/g)].map(([, label, value]) => [label!, value!]),
  )
}

/** What the map tells of each area that has a figure. */
function onMap(html: string): string[] {
  return [...html.matchAll(/data-state="value"[^>]*data-text="([^"]*)"/g)].map(([, text]) => text!)
}

test.group('Pages of the food aid', () => {
  test('the quota stands on every page of the module and on Beranda, the same everywhere', async ({ client, assert }) => {
    const list = await testList({ quota: 6 })
    await decideOutcome(list, 'A001', 'well_off')
    const user = await supervisorOf(list.regency.code)
    const expected = { Kuota: '6', Terpakai: '4', Kosong: '2', Melebihi: '0', 'Lowongan terbuka': '1' }
    for (const path of [
      'rekapitulasi',
      'daftar-kpm',
      'perbaikan',
      'penggantian',
      'usulan-pengganti',
      'data-ganda',
      'kuota',
      'finalisasi',
      'surat-pengesahan',
      'hasil',
      'riwayat',
    ]) {
      const page = await client.get(`/bsp/${path}`).loginAs(user)
      page.assertStatus(200)
      assert.deepEqual(strip(page.text()), expected, path)
    }
    const home = await client.get('/beranda').loginAs(user)
    home.assertStatus(200)
    for (const [label, value] of [
      ['Kuota', '6'],
      ['Terpakai', '4'],
      ['Kosong', '2'],
      ['Melebihi', '0'],
    ] as const)
      assert.match(home.text(), new RegExp(`tile-label">${label}</span>\\s*<strong class="tile-value">${value}</strong>`), label)
    for (const [layer, text] of [
      ['families', '5 KPM'],
      ['progress', '20,0% (1 / 5)'],
      ['leaving', '20,0% (1 / 5)'],
    ] as const) {
      const map = await client.get(`/peta?modul=bsp&tingkat=district&lapis=bsp.${layer}`).loginAs(user)
      assert.deepEqual(onMap(map.text()), [text], layer)
    }
    const sheet = await inScope(list.regency.code, (tx) => quotaSheet(tx, list.place))
    assert.deepEqual([sheet.quota.limit, sheet.quota.used, sheet.quota.free, sheet.quota.excess], [6, 4, 2, 0])
  })

  test('the villages of the quota stand on pages, of one kecamatan too, beside the figures of all', async ({
    client,
    assert,
  }) => {
    const list = await testList({ quota: 6 })
    const [a, b] = list.regency.villages as [string, string]
    const user = await supervisorOf(list.regency.code)
    const shown = async (asked: string) => {
      const page = (await client.get(`/bsp/kuota?${asked}`).loginAs(user)).text()
      const figures = [...page.matchAll(/tile-value">(-?\d+)</g)].map(([, figure]) => Number(figure))
      assert.deepEqual(figures, [6, 5, 1, 0, 1], asked)
      return [...page.matchAll(/<th scope="row">.*?<small>([\d.]+)<\/small>/g)].map(([, code]) => code)
    }
    assert.deepEqual(await shown(''), [a, b])
    assert.deepEqual(await shown('sesudah=1'), [b])
    assert.deepEqual(await shown(`kecamatan=${a.slice(0, 8)}`), [a, b])
    assert.deepEqual(await shown(`kecamatan=${a.slice(0, 5)}.99`), [])
  })

  test('a vacancy is filled from its page, and the second click is told who was faster', async ({ client, assert }) => {
    const list = await testList()
    await decideOutcome(list, 'A001', 'pkh')
    const user = await supervisorOf(list.regency.code)
    const page = await client.get('/bsp/penggantian/A001').loginAs(user)
    page.assertStatus(200)
    page.assertTextIncludes('ISTRI HA001')
    page.assertTextIncludes('Persentil 1')
    const first = await client
      .post('/bsp/penggantian/A001/pilih')
      .form({ family: 'HA001F1' })
      .loginAs(user)
      .withCsrfToken()
      .redirects(0)
    first.assertStatus(302)
    first.assertHeader('location', '/bsp/penggantian')
    const second = await client.post('/bsp/penggantian/A001/pilih').form({ family: 'HA002F1' }).loginAs(user).withCsrfToken()
    second.assertTextIncludes('sudah diisi oleh')
    const filled = await client.get('/bsp/penggantian?tampil=filled').loginAs(user)
    filled.assertTextIncludes('ISTRI HA001')
    assert.equal(await inScope(list.regency.code, async (tx) => (await records.counts(tx, list.place))[0]?.notTaken.received), 1)
  })

  test('places are shifted and substitutes let go from their pages, what is refused is said above the form', async ({
    client,
    assert,
  }) => {
    const list = await testList({ quota: 6 })
    const [a, b] = list.regency.villages as [string, string]
    const user = await supervisorOf(list.regency.code)
    const shift = (form: Record<string, string>) =>
      client.post('/bsp/kuota/geser').header('referer', '/bsp/kuota').form(form).loginAs(user).withCsrfToken()
    ;(await shift({ from: a, to: b, places: '1', reason: 'Kesepakatan' })).assertTextIncludes('hanya mempunyai 0 tempat kosong')
    const tooMany = await shift({ from: 'cadangan', to: b, places: '1.000', reason: 'Kesepakatan' })
    tooMany.assertTextIncludes('1000 tempat tidak dapat')
    assert.match(
      tooMany.text(),
      /<details class="fold" open>[\s\S]*?name="places"[^>]*value="1\.?000"/,
      'open, with what was typed',
    )
    ;(await shift({ from: 'cadangan', to: b, places: '1', reason: 'Kesepakatan' })).assertTextIncludes('1 tempat digeser')
    await decideOutcome(list, 'A001', 'pkh')
    const { substitution } = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
    const filled = await client.get('/bsp/penggantian?tampil=filled').loginAs(user)
    filled.assertTextIncludes('<span class="page-total">1</span>')
    const open = await client.get('/bsp/penggantian').loginAs(user)
    open.assertTextIncludes('<span class="page-total">0</span>')
    const elsewhere = await client.get(`/bsp/penggantian?tampil=filled&desa=${b}`).loginAs(user)
    elsewhere.assertTextIncludes('<span class="page-total">0</span>')
    const short = await client
      .post('/bsp/penggantian/lepas')
      .header('referer', '/bsp/penggantian?tampil=filled')
      .form({ substitution, act: 'lepas-A001', reason: ' x ' })
      .loginAs(user)
      .withCsrfToken()
    short.assertTextIncludes('data-refused')
    const released = await client
      .post('/bsp/penggantian/lepas')
      .form({ substitution, reason: 'Keluarga menolak' })
      .loginAs(user)
      .withCsrfToken()
    released.assertTextIncludes('lowongan terbuka lagi')
    const history = await client.get('/bsp/riwayat').loginAs(user)
    for (const told of ['1 tempat digeser', 'dipilih untuk lowongan', 'dilepas dari lowongan'])
      assert.include(history.text(), told)
  })

  test('the rehearsal lists what the module holds together, each with the page on which it is solved', async ({ client }) => {
    const list = await testList({ quota: 4 })
    const page = await client.get('/bsp/finalisasi').loginAs(await supervisorOf(list.regency.code))
    page.assertStatus(200)
    page.assertTextIncludes('melebihi kuota kabupaten/kota 4')
    page.assertTextIncludes('href="/bsp/kuota"')
  })

  test('the structure names the card holder by the role, not by the yes that gives it', async ({ client, assert }) => {
    const list = await testList()
    const page = await client.get('/bsp/kpm/A001/susunan').loginAs(await supervisorOf(list.regency.code))
    page.assertStatus(200)
    assert.include(page.text(), 'aria-label="Ganti kepala: Pengurus (kartu atas namanya)"')
    assert.notMatch(page.text(), /Ganti kepala: Ya|>\s*(?:Ya|Tidak) ·/)
  })

  test('a substitute of another regency does not exist', async ({ client }) => {
    const [list, other] = [await testList(), await testList()]
    await decideOutcome(list, 'A001', 'pkh')
    const stranger = await supervisorOf(other.regency.code)
    ;(await client.get(`/bsp/penggantian/A001?regency=${list.regency.code}`).loginAs(stranger)).assertStatus(404)
  })

  test('of more proposals than the page lists it says how many there are, and a vacancy offers those of its village', async ({
    client,
    assert,
  }) => {
    const list = await testList()
    const [a, b] = list.regency.villages as [string, string]
    const docs = Array.from({ length: 51 }, (_, at) => kpm(at < 50 ? b : a, `usulan-${at + 1}`))
    await acting(list, (tx, place) =>
      records.write(
        tx,
        place,
        { type: 'edit', id: 'uji' },
        docs.map((doc) => ({ ...{ key: doc.key, version: 0, kind: 'new', outcome: 'new', state: 'received' }, doc }) as const),
      ),
    )
    const user = await supervisorOf(list.regency.code)
    const page = await client.get('/bsp/penggantian').loginAs(user)
    page.assertTextIncludes('51 usulan pengganti belum diikat pada lowongan')
    page.assertTextIncludes('Menampilkan 50 yang pertama dari 51.')
    const near = await inScope(list.regency.code, (tx) => looseSubstitutes(tx, list.place, { limit: 1, near: b }))
    assert.containsSubset(near, [{ village: b, total: 51 }])
    const other = await inScope(list.regency.code, (tx) => looseSubstitutes(tx, list.place, { limit: 1, near: a }))
    assert.containsSubset(other, [{ key: 'usulan-51', village: a, total: 51 }])
  })
})
