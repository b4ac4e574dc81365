import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { AT_ONCE } from '#verification/lists/export'
import { tableNames } from '#verification/store/index'
import { query } from '#services/scope'
import { household } from '#tests/functional/imports/support'
import { openOffice, type Office } from '#tests/functional/review/support'
import { multiplyRecord } from './support.js'

const keysOf = (html: string) => [...html.matchAll(/<a href="\/bdt\/ruta\/([^"?]+)">/g)].map(([, key]) => key!)
const addressOf = (html: string, pattern: RegExp) => pattern.exec(html)?.[1]?.replaceAll('&amp;', '&')
const NAMES = ['DEWI', 'AGUS', 'CITRA', 'BUDI']

/** 60 households in two villages whose names go round through the alphabet. */
function office(): Promise<Office> {
  return openOffice(([a, b]) =>
    Array.from({ length: 60 }, (_, n) => {
      const key = `R${String(n).padStart(2, '0')}`
      return household(key, n % 3 ? a! : b!, n + 1, { nama_krt: `${NAMES[n % 4]} ${String(n).padStart(2, '0')}` })
    }),
  )
}

test.group('Order of a list', (group) => {
  group.each.teardown(() => clock.restore())

  test('each order goes forward to the end, back and to the beginning without losing or doubling a row, and so goes the export', async ({
    client,
    assert,
  }) => {
    const { regency, supervisor, act, place } = await office()
    const open = async (path: string) => (await client.get(path).loginAs(supervisor)).text()
    const { current } = tableNames(place.module.instrument)
    for (const [sort, order] of [
      ['', 'village_code, name_key, key'],
      ['-desa', 'village_code desc, name_key desc, key desc'],
      ['nama', 'name_key, key'],
      ['-nama', 'name_key desc, key desc'],
    ] as const) {
      const wanted = await act((tx) =>
        query<{ key: string }>(tx, `select key from ${current} where regency_code = ? order by ${order}`, [regency.code]),
      )
      const keys = wanted.map(({ key }) => key)
      const begin = `/bdt/perbaikan?kecamatan=${regency.district}${sort && `&urut=${sort}`}`
      const [pages, firsts]: [string[][], string[]] = [[], []]
      let html = ''
      for (let path: string | undefined = begin; path; path = addressOf(html, /rel="next" href="([^"]+)"/)) {
        html = await open(path)
        pages.push(keysOf(html))
        firsts.push(path)
      }
      assert.deepEqual(pages.flat(), keys, sort)
      assert.deepEqual(
        pages.map(({ length }) => length),
        [25, 25, 10],
      )
      assert.deepEqual(keysOf(await open(firsts[1]!)), pages[1], 'an address opens the same page again')
      const second = await open(addressOf(html, /rel="prev" href="([^"]+)"/)!)
      assert.deepEqual(keysOf(second), pages[1], sort)
      assert.deepEqual(keysOf(await open(addressOf(second, /rel="prev" href="([^"]+)"/)!)), pages[0], sort)
      assert.deepEqual(keysOf(await open(addressOf(html, /rel="first" href="([^"]+)"/)!)), pages[0], sort)
      const csv = await client.get(addressOf(html, /href="([^"]+unduh\.csv[^"]*)"/)!).loginAs(supervisor)
      const lines = csv.text().trim().split('\r\n').slice(1)
      assert.deepEqual(
        lines.map((line) => line.split(';').at(-1)),
        keys,
        `export ${sort}`,
      )
    }
  })

  test('a heading sorts, a second press turns round, a filter keeps the order and a chip takes only itself away', async ({
    client,
    assert,
  }) => {
    const { regency, supervisor } = await office()
    const open = async (path: string) => (await client.get(path).loginAs(supervisor)).text()
    const plain = await open('/bdt/perbaikan')
    assert.match(plain, /aria-sort="ascending"[^>]*>\s*<a href="\/bdt\/perbaikan\?urut=-desa"/)
    const sorted = await open(addressOf(plain, /href="(\/bdt\/perbaikan\?urut=nama)"/)!)
    assert.equal(keysOf(sorted)[0], 'R01')
    assert.include(sorted, 'href="/bdt/perbaikan?urut=-nama"')
    assert.include(sorted, '<input type="hidden" name="urut" value="nama">')
    const filtered = await open(`/bdt/perbaikan?urut=nama&status=untouched&kecamatan=${regency.district}`)
    const chips = [...filtered.matchAll(/class="chip" href="([^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
    assert.deepEqual(chips, [
      '/bdt/perbaikan?urut=nama&status=untouched',
      `/bdt/perbaikan?urut=nama&kecamatan=${regency.district}`,
    ])
    const broken = await client.get('/bdt/perbaikan?urut=nama&sesudah=WyJhIl0&halaman=3').loginAs(supervisor)
    assert.deepEqual(keysOf(broken.text()), keysOf(sorted), 'a cursor of another order begins at the beginning')
    assert.include(broken.text(), 'Halaman 1')
  })

  test('all rows that one file brought are exported, also where the page counts them no further', async ({ client, assert }) => {
    const found = await openOffice(([village]) => [household('K1', village!, 1)])
    await multiplyRecord(found, 'K1', 1_500)
    const file = '01a20000-0000-7000-8000-000000000001'
    const { current } = tableNames(found.place.module.instrument)
    await found.act((tx) =>
      query(tx, `update ${current} set source_file_id = ? where regency_code = ? and key <> 'K1'`, [file, found.regency.code]),
    )
    assert.isBelow(1_500, AT_ONCE)
    const page = await client.get(`/bdt/perbaikan?berkas=${file}`).loginAs(found.supervisor)
    assert.match(page.text(), /class="page-total">[^<]*1\.000/)
    const asked = await client.get(`/bdt/perbaikan/unduh.csv?berkas=${file}`).loginAs(found.supervisor).redirects(0)
    assert.match(asked.header('location') ?? '', /^\/bdt\/unduhan\//)
  })
})
