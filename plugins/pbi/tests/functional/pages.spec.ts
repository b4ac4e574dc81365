import { test } from '@japa/runner'
import type { DemoStage } from '#core/plugin'
import { inScope, supervisorOf } from '#core/testing'
import story from '../../demo/story.js'
import { matchCounts } from '../../services/match.js'
import { pairCounts } from '../../services/pairs.js'
import { balanceOf } from '../../services/quota.js'
import { accept, bring, decideOutcome, proposal, testList } from './support.js'

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

test.group('Pages of the premium list', () => {
  test('no page counts the persons of records that are one person each', async ({ client, assert }) => {
    const list = await testList({ quota: 6 })
    const user = await supervisorOf(list.regency.code)
    const headings = async (path: string) => {
      const page = await client.get(path).loginAs(user)
      page.assertStatus(200)
      return [...page.text().matchAll(/<th scope="col"[^>]*>([^<]*)</g)].map(([, word]) => word!.trim())
    }
    assert.includeMembers(await headings('/pbi/rekapitulasi'), ['Kecamatan', 'Jumlah'])
    assert.includeMembers(await headings('/kesos/rekap'), ['Peserta PBI'])
    for (const path of ['/pbi/rekapitulasi', '/pbi/daftar-peserta', '/pbi/per-sk', '/kesos/rekap']) {
      const counted = (await headings(path)).filter((word) => /jiwa|anggota/i.test(word))
      assert.deepEqual(counted, [], path)
    }
  })

  test('the balance stands on every page of the module and on Beranda, the same everywhere', async ({ client, assert }) => {
    const list = await testList({ quota: 6 })
    await decideOutcome(list, 'A001', 'removed', { alasan_keluar: 1 })
    await decideOutcome(list, 'A002', 'replaced', { alasan_keluar: 3 })
    const user = await supervisorOf(list.regency.code)
    const expected = {
      'Kuota usulan': '6',
      Keluar: '2',
      Masuk: '0',
      Kosong: '3',
      Melebihi: '0',
      'Usul ganti tanpa pengganti': '1',
      'Tidak padan BPJS': '0',
    }
    for (const path of [
      'rekapitulasi',
      'daftar-peserta',
      'usulan-perubahan',
      'usulan-masuk',
      'penggantian',
      'bayi',
      'padanan',
      'kuota',
      'finalisasi',
      'hasil',
      'riwayat',
    ]) {
      const page = await client.get(`/pbi/${path}`).loginAs(user)
      page.assertStatus(200)
      assert.deepEqual(strip(page.text()), expected, path)
    }
    const home = await client.get('/beranda').loginAs(user)
    for (const [label, value] of [
      ['Kuota usulan', '6'],
      ['Keluar', '2'],
      ['Masuk', '0'],
      ['Hasil', '3'],
    ] as const)
      assert.match(home.text(), new RegExp(`tile-label">${label}</span>\\s*<strong class="tile-value">${value}</strong>`), label)
    for (const layer of ['progress', 'leaving']) {
      const map = await client.get(`/peta?modul=pbi&tingkat=district&lapis=pbi.${layer}`).loginAs(user)
      assert.deepEqual(onMap(map.text()), ['40,0% (2 / 5)'], layer)
    }
    const rehearsal = await client.get('/pbi/finalisasi').loginAs(user)
    rehearsal.assertTextIncludes('penggantinya belum diterima')
  })

  test('the villages of the balance stand on pages, of one kecamatan too', async ({ client, assert }) => {
    const list = await testList()
    const [a, b] = list.regency.villages as [string, string]
    const user = await supervisorOf(list.regency.code)
    const shown = async (asked: string) => {
      const page = (await client.get(`/pbi/kuota?${asked}`).loginAs(user)).text()
      return [...page.matchAll(/<th scope="row">.*?<small>([\d.]+)<\/small>/g)].map(([, code]) => code)
    }
    assert.deepEqual(await shown(''), [a, b])
    assert.deepEqual(await shown('sesudah=1'), [b])
    assert.deepEqual(await shown(`kecamatan=${a.slice(0, 5)}.99`), [])
  })

  test('a substitute is paired and let go from its page, a newborn proposed from its own, and the history tells', async ({
    client,
    assert,
  }) => {
    const list = await testList({ quota: 6 })
    await decideOutcome(list, 'A001', 'replaced', { alasan_keluar: 3 }, 'received')
    await accept(list, 'A001')
    await bring(list, 'substitute', [proposal(list.regency.villages[0]!, 'S1', {})])
    const user = await supervisorOf(list.regency.code)
    const post = (path: string, form: Record<string, string>) =>
      client.post(path).header('referer', '/pbi/bayi').form(form).loginAs(user).withCsrfToken()
    ;(await client.get('/pbi/penggantian').loginAs(user)).assertTextIncludes('PESERTA S1')
    ;(await post('/pbi/penggantian/A001/pasang', { substitute: 'S1' })).assertTextIncludes('Pengganti dipasangkan')
    ;(await post('/pbi/penggantian/A001/pasang', { substitute: 'S1' })).assertTextIncludes('sudah dipasangkan oleh')
    ;(await post('/pbi/penggantian/A001/lepas', { reason: 'x' })).assertTextIncludes('Tulis alasannya')
    ;(await post('/pbi/penggantian/A001/lepas', { reason: 'Salah orang' })).assertTextIncludes('Pasangan dilepas')
    const refused = await post('/pbi/bayi', { mother: 'ZZ', name: 'BAYI UJI', sex: '1', birth: '02-11-2026', nik: '' })
    refused.assertTextIncludes('Tidak ada peserta PBI perempuan')
    refused.assertTextIncludes('value="BAYI UJI"')
    assert.match(
      (await client.get('/pbi/bayi').loginAs(user)).text(),
      /name="nik"[^>]*maxlength="40"/,
      'a number in groups is not cut',
    )
    const proposed = await post('/pbi/bayi', {
      ...{ mother: ' A002', name: 'BAYI UJI', sex: '1', birth: '02-11-2026', nik: '3201 0102 1126 9901' },
    })
    proposed.assertTextIncludes('Bayi diusulkan')
    const total = async (path: string) => /page-total">([\d.]+)/.exec((await client.get(path).loginAs(user)).text())?.[1]
    const counts = await inScope(list.regency.code, (tx) => pairCounts(tx, list.place))
    assert.equal(await total('/pbi/penggantian'), String(counts.open))
    assert.equal(await total('/pbi/penggantian?tampil=all'), String(counts.all))
    assert.equal(await total('/pbi/penggantian?tampil=paired'), '0')
    const history = await client.get('/pbi/riwayat').loginAs(user)
    assert.include(history.text(), 'Usul ganti (keluar) diterima')
  })

  test('the demonstration leaves a list in the middle of its work', async ({ assert }) => {
    const list = await testList({ people: [40, 6], quota: null })
    const { code, name } = list.regency
    const stage: DemoStage = {
      ...{ today: '2026-11-25', regencies: [{ code, name }], profile: async () => undefined },
      ...{ asSupervisor: (regency, _days, act) => inScope(regency, act), asReviewer: (_days, act) => inScope(code, act) },
    }
    await story.later?.(stage)
    const found = await inScope(code, async (tx) => ({
      balance: await balanceOf(tx, list.place),
      pairs: await pairCounts(tx, list.place),
      matches: await matchCounts(tx, list.place),
    }))
    assert.deepEqual([found.balance.out, found.balance.in, found.balance.quota.limit, found.balance.quota.used], [9, 1, 49, 38])
    assert.deepEqual(found.pairs, { all: 5, open: 4, held: 0 })
    assert.isAbove(found.matches.verdicts.matched, 30)
    assert.isAbove(found.matches.persons - found.matches.verdicts.matched, 0)
  })

  test('of more substitutes than the page lists it says how many there are', async ({ client }) => {
    const list = await testList()
    const village = list.regency.villages[0]!
    const keys = Array.from({ length: 101 }, (_, at) => `S${at + 1}`)
    await bring(
      list,
      'substitute',
      keys.map((key) => proposal(village, key, {})),
    )
    const page = await client.get('/pbi/penggantian').loginAs(await supervisorOf(list.regency.code))
    page.assertTextIncludes('101 pengganti belum dipasangkan')
    page.assertTextIncludes('Menampilkan 100 yang pertama dari 101.')
  })
})
