import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import { childrenOf } from '#services/regions'
import type { RecordDoc } from '#verification/instrument'
import { household } from '#tests/functional/imports/support'
import { openOffice, received, textOf, write, type Office } from '#tests/functional/review/support'

const shownKeys = (html: string) => [...html.matchAll(/<a href="\/bdt\/ruta\/([^"?]+)">/g)].map(([, key]) => key)
const shownTotal = (html: string) => /class="page-total">([^<]+)</.exec(html)?.[1]

const named = (key: string, village: string, n: number, name: string, values = {}): RecordDoc => {
  const doc = household(key, village, n, { nama_krt: name, ...values })
  doc.groups.members![0]!.nama = name
  return doc
}

/** A second kecamatan of the regency, with its first village. */
async function elsewhere({ regency }: Office): Promise<{ district: string; village: string }> {
  for (const { code } of await childrenOf(regency.code)) {
    const [village] = code === regency.district ? [] : await childrenOf(code)
    if (village) return { district: code, village: village.code }
  }
  throw new Error(`${regency.name} has one kecamatan only.`)
}

test.group('Lists', (group) => {
  group.each.teardown(() => clock.restore())

  test("the four spellings of Ma'ruf are found with and without the mark, and shown as they were given (S12)", async ({
    client,
    assert,
  }) => {
    const names = ["MA'RUF UJI", 'MA\u2019RUF UJI', 'MA\u02BCRUF UJI', 'MA`RUF UJI', 'ABDUL "UJI" CONTOH']
    const address = 'RT 01/RW 02 & SEKITARNYA'
    const office = await openOffice(([village]) =>
      names.map((name, n) => named(`S${n}`, village!, n + 1, name, n === 0 ? { alamat: address } : {})),
    )
    for (const word of ["ma'ruf", 'maruf', 'MA\u2019RUF']) {
      const page = await client.get('/bdt/perbaikan').qs({ cari: word }).loginAs(office.supervisor)
      assert.equal(shownTotal(page.text()), '4', word)
      assert.deepEqual(shownKeys(page.text()).sort(), ['S0', 'S1', 'S2', 'S3'])
    }
    const all = (await client.get('/bdt/perbaikan').loginAs(office.supervisor)).text()
    const unescaped = all
      .replaceAll('&#x27;', "'")
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&#96;', '`')
      .replaceAll('&#x60;', '`')
    for (const name of names) assert.include(unescaped, `>${name}<`)
    assert.include(all, 'RT 01/RW 02 &amp; SEKITARNYA')
    assert.notInclude(all, '&amp;amp;')
    const csv = await client.get('/bdt/perbaikan/unduh.csv').loginAs(office.supervisor)
    for (const word of [names[1]!, 'ABDUL ""UJI"" CONTOH', address]) assert.include(csv.text(), word)
  })

  test('a name is found as people type it: titles with commas, accents, signs that nobody sees (S12)', async ({
    client,
    assert,
  }) => {
    const names = [
      'H. NU\u02bcM\u0101N, S.Ag., M.Si.',
      'REN\u00c9E O\u2019NEIL',
      'SITI NUR-AINI',
      'I GD. \u00adMADE',
      'B\u00dcDI',
    ]
    const office = await openOffice(([village]) => names.map((name, n) => named(`S${n}`, village!, n + 1, name)))
    const found = async (asked: string) =>
      shownKeys((await client.get(`/bdt/perbaikan?${asked}`).loginAs(office.supervisor)).text())
        .sort()
        .join()
    for (const [word, keys] of [
      ['numan, s.ag', 'S0'],
      ["Nu'man, S.Ag., M.Si.", 'S0'],
      ['h numan sag msi', 'S0'],
      ['ren\u00e9e', 'S1'],
      ['renee oneil', 'S1'],
      ["RENEE\u00a0\u00a0O'NEIL\u200b", 'S1'],
      ['nur-aini', 'S2'],
      ['nuraini', 'S2'],
      ['gd made', 'S3'],
      ['bu\u0308di', 'S4'],
      ['budi', 'S4'],
      ['siti; drop', ''],
      ['%', ''],
      ['n_man', ''],
    ] as const) {
      assert.equal(await found(`cari=${encodeURIComponent(word)}`), keys, word)
    }
    assert.equal(await found('cari=numan,%20s.ag'), 'S0', 'a comma as it is typed into an address')
  })

  test('a person is found by NIK, No. KK and ID, written with or without blanks and dots', async ({ client, assert }) => {
    const registerId = '9971011003009901'
    const office = await openOffice(([village]) => [
      household('ID1', village!, 1),
      household('ID2', village!, 2),
      household(registerId, village!, 3),
    ])
    const { nik, no_kk: kk } = household('ID2', '', 2).groups.members![2]!
    for (const [word, key] of [
      ...[String(nik), String(nik).replace(/(\d{4})/g, '$1 '), String(kk), 'ID2'].map((text) => [text, 'ID2'] as const),
      ...[registerId, `'${registerId}\u200b`, registerId.replace(/(\d{4})/g, '$1 ')].map((text) => [text, registerId] as const),
    ]) {
      const page = await client.get('/bdt/perbaikan').qs({ cari: word }).loginAs(office.supervisor)
      assert.deepEqual(shownKeys(page.text()), [key], word)
    }
    const reads = await office.act((tx) =>
      query<{ purpose: string; object_id: string | null }>(
        tx,
        `select purpose, object_id from reads where regency_code = ? and action = 'search'`,
        [office.regency.code],
      ),
    )
    assert.lengthOf(reads, 7)
    assert.deepEqual(new Set(reads.map(({ object_id: id }) => id)), new Set([null]))
  })

  test('script in a name, an address or the search box is shown as typed (S13)', async ({ client, assert }) => {
    const nasty = ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'javascript:alert(1)', '{{ 7*7 }}', '${7*7}']
    const office = await openOffice(([village]) =>
      nasty.map((name, n) => named(`X${n}`, village!, n + 1, name, { alamat: name })),
    )
    const [village] = office.regency.villages
    await write(office, ...nasty.map((name, n) => received(named(`X${n}`, village!, n + 1, name, { alamat: `${name} 2` }))))
    const paths = [
      ...['/bdt/perbaikan', '/bdt/ruta/X0', '/bdt/ruta/X1?tab=blok-IV', '/bdt/ruta/X2?tab=riwayat', '/bdt/ruta/X3/ubah?blok=I'],
      ...['/bdt/ruta/X0/ubah?blok=IV', ...nasty.map((word) => `/bdt/perbaikan?cari=${encodeURIComponent(word)}`)],
    ]
    for (const path of paths) {
      const html = (await client.get(path).loginAs(office.supervisor)).text()
      assert.notInclude(html, '<img src=x', path)
      assert.notInclude(html, '<script>alert', path)
      assert.notMatch(textOf(html), /(?<![\d.])49(?![\d.])/, path)
    }
    const list = (await client.get('/bdt/perbaikan').loginAs(office.supervisor)).text()
    for (const text of ['&lt;img src=x onerror=alert(1)&gt;', '{{ 7*7 }}', '${7*7}', 'javascript:alert(1)'])
      assert.include(list, text)
    assert.notMatch(list, /href="javascript:/)
  })

  test('pages go forth and back by their cursors, and each size shows so many rows', async ({ client, assert }) => {
    const office = await openOffice(([a, b]) =>
      Array.from({ length: 61 }, (_, n) => household(`P${String(n).padStart(2, '0')}`, n % 2 ? a! : b!, n + 1)),
    )
    const open = async (path: string) => (await client.get(path).loginAs(office.supervisor)).text()
    const link = (html: string, rel: string) =>
      new RegExp(`rel="${rel}" href="([^"]+)"`).exec(html)?.[1]?.replaceAll('&amp;', '&')
    const first = await open('/bdt/perbaikan')
    assert.equal(shownTotal(first), '61')
    const second = await open(link(first, 'next')!)
    const third = await open(link(second, 'next')!)
    assert.isUndefined(link(third, 'next'))
    const pages = [first, second, third].map(shownKeys)
    assert.deepEqual(
      pages.map((keys) => keys.length),
      [25, 25, 11],
    )
    assert.lengthOf(new Set(pages.flat()), 61)
    const back = await open(link(third, 'prev')!)
    assert.deepEqual(shownKeys(back), pages[1])
    assert.deepEqual(shownKeys(await open(link(back, 'prev')!)), pages[0])
    assert.lengthOf(shownKeys(await open('/bdt/perbaikan?baris=50')), 50)
    assert.equal((await client.get('/bdt/perbaikan?sesudah=rusak&desil=x&status=apa').loginAs(office.supervisor)).status(), 200)
  })

  test('three kinds of empty: nothing yet, nothing that matches, no period', async ({ client, assert }) => {
    const office = await openOffice(([village]) => [household('K01', village!, 1)])
    const open = async (path: string) => (await client.get(path).loginAs(office.supervisor)).text()
    assert.include(await open('/bdt/usulan-baru'), 'Belum ada usulan baru')
    assert.include(await open('/bdt/perbaikan?cari=tidakada'), 'Tidak ada yang cocok')
    assert.include(await open('/bdt/perbaikan?cari=ab'), 'Ketik sedikitnya 3 huruf')
  })

  test('237 matches of a kecamatan are 237 rows of the export, in the order of the screen (S18)', async ({ client, assert }) => {
    const office = await openOffice(([a, b]) =>
      Array.from({ length: 237 }, (_, n) => bare(`E${String(n).padStart(3, '0')}`, n % 3 ? a! : b!, n)),
    )
    const other = await elsewhere(office)
    await write(office, received(bare('L1', other.village, 300), { kind: 'new', outcome: 'new' }))
    const screen: string[] = []
    for (let path = `/bdt/perbaikan?kecamatan=${office.regency.district}&baris=50`; path;) {
      const html = (await client.get(path).loginAs(office.supervisor)).text()
      assert.equal(shownTotal(html), '237')
      screen.push(...(shownKeys(html) as string[]))
      path = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    }
    const csv = await client.get(`/bdt/perbaikan/unduh.csv?kecamatan=${office.regency.district}`).loginAs(office.supervisor)
    const lines = csv.text().trim().split('\r\n').slice(1)
    assert.lengthOf(lines, 237)
    assert.deepEqual(
      lines.map((line) => line.split(';').at(-1)),
      screen,
    )
    csv.assertHeader(
      'content-disposition',
      `attachment; filename="BDT-${office.regency.code}-perbaikan-2026-11-25.csv"; filename*=UTF-8''BDT-${office.regency.code}-perbaikan-2026-11-25.csv`,
    )
    assert.notMatch(csv.text(), /\b\d{16}\b/, 'a NIK stands in full in an export')
  })
})

/** A household of one person, enough for a list. */
function bare(key: string, village: string, n: number): RecordDoc {
  const name = `KEPALA ${String((n * 7919) % 1000).padStart(3, '0')}`
  return {
    key,
    values: { idbdt: key, village_code: village, nama_krt: name, alamat: `JL UJI ${n}`, percentile: (n % 60) + 1 },
    groups: {
      families: [{ key: `${key}f`, nuk: 1 }],
      members: [
        {
          key: `${key}m`,
          family_key: `${key}f`,
          nama: name,
          hub_krt: 1,
          nuk: 1,
          nik: `32010112047${String(10000 + n)}`,
          sta_keberadaan_art: 1,
        },
      ],
    },
  }
}
