import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import User from '#models/user'
import { clock } from '#services/clock'
import { blockers } from '#verification/finalise/blockers'
import { takeMinutes } from '#verification/minutes/index'
import { decideUpdates } from '#verification/review/decide'
import { periodOf } from '#tests/functional/finalisation/support'
import { changed, household, inDesk, issueFor, openDesk, proposal, take, type Desk } from '#tests/functional/imports/support'
import { textOf } from '#tests/functional/review/support'
import { pageTexts } from '#tests/unit/documents/support'

/** A village of which two packages were issued and one file came in, with a return, a problem and a clash; the others have nothing. */
async function desk(): Promise<Desk> {
  const office = await openDesk((village) => [1, 2, 3, 4].map((n) => household(`H${n}`, village, n)))
  const { village, place, own, regency } = office
  await issueFor(own, place, [village])
  await db
    .connection('owner')
    .from('issues')
    .where('regency_code', regency.code)
    .update({ made_at: clock.now(), simulated: false })
  const edited = (n: number, values: Record<string, string | number>) => ({
    doc: changed(household(`H${n}`, village, n), values),
  })
  await take(office, {
    device: 'PC-1',
    records: [
      ...[edited(1, { alamat: 'RT 07' }), edited(2, { alamat: 'RT 08' }), edited(3, { luas_lantai: 0, alamat: '' })],
      { doc: proposal('B1', village, 8), kind: 'new' as const, outcome: 'new' },
    ],
  })
  await take(office, { device: 'PC-2', records: [edited(1, { alamat: 'RT 99' })] })
  await inDesk(office, (tx) => decideUpdates(tx, place, ['H2', 'B1'], { take: 'return', reason: 'Lengkapi' }))
  return office
}

const number = (text: string) => Number(text.replace(/\./g, ''))
const linksOf = (html: string) =>
  [...html.matchAll(/<a (?:class="counted" )?href="(\/bdt\/(?:perbaikan|usulan-baru)[^"]*)">\s*(\d[\d.]*)/g)].map(
    ([, href, text]) => ({
      href: href!.replaceAll('&amp;', '&'),
      count: number(text!),
    }),
  )

test.group('The cockpit of a regency', (group) => {
  group.each.teardown(() => clock.restore())

  test('every number opens an equal list, blockers are those of the rehearsal, and files hold the rows of the screen', async ({
    client,
    assert,
  }) => {
    const office = await desk()
    const supervisor = await User.findOrFail(office.own.actor.id)
    const open = async (path: string) => (await client.get(path).loginAs(supervisor)).text()
    const page = await open(`/bdt/kemajuan?kecamatan=${office.regency.district}`)
    const links = linksOf(page)
    assert.isAbove(links.length, 10)
    assert.isTrue(
      links.every(({ count }) => count > 0),
      'nothing leads to an empty list',
    )
    for (const { href, count } of links) {
      const total = /class="page-total">([^<]+)</.exec(await open(href))![1]!
      assert.equal(number(total), count, href)
    }
    const of = (more: string) => links.find(({ href }) => href.includes(`desa=${office.village}`) && href.includes(more))?.count
    assert.deepEqual(
      ['tersentuh=1', 'status=untouched', 'masalah=conflict', 'perbaikan?desa', 'usulan-baru?desa'].map(of),
      [3, 1, 1, 4, 1],
    )
    assert.isAbove(of('masalah=block')!, 0)
    assert.deepEqual(
      links.filter(({ href }) => href.includes('status=returned')).map(({ count }) => count),
      [1, 1],
    )
    const village = textOf(await open(`/bdt/kemajuan/desa/${office.village}`))
    assert.include(textOf(page), '1/2 paket kembali')
    assert.include(village, 'Paket yang diterbitkan (2)')
    assert.include(textOf(page), '2 berkas masuk')
    assert.include(village, 'Berkas masuk (2)')
    assert.include(textOf(page), 'Operator PC-2')

    const standing = await inDesk(office, (tx) => blockers(tx, office.place))
    assert.isAbove(standing.counts.conflict, 0)
    assert.include(textOf(page), `Penghalang finalisasi saat ini: ${standing.total}`)
    assert.include(textOf(await open('/bdt/finalisasi')), String(standing.total))

    for (const query of ['', '?perlu=returned', `?urut=-sisa&kecamatan=${office.regency.district}`]) {
      const codes = []
      for (let path: string | undefined = `/bdt/kemajuan${query}`; path;) {
        const shown = await open(path)
        const rows = [...shown.matchAll(/<th scope="row" class="is-name"><a href="\/bdt\/kemajuan\/desa\/([^"?]+)"/g)]
        assert.isAtMost(rows.length, 25, path)
        codes.push(...rows.map(([, code]) => code))
        path = /rel="next" href="([^"]+)"/.exec(shown)?.[1]?.replaceAll('&amp;', '&')
      }
      const csv = (await client.get(`/bdt/kemajuan/unduh.csv${query}`).loginAs(supervisor)).text()
      const lines = csv
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(';'))
      assert.deepEqual(
        lines.map(([code]) => code?.replace(/^\W+/, '')),
        codes,
        query,
      )
      if (query !== '?perlu=returned') continue
      assert.lengthOf(lines, 1)
      assert.deepEqual(lines[0]!.slice(3, 11), ['4', '3', '1', '1', '2', '1', '2', '0'])
    }
    const paper = await client.get('/bdt/kemajuan/pengingat.pdf').loginAs(supervisor)
    paper.assertHeader('content-type', 'application/pdf')
    const printed = (await pageTexts(paper.body() as Buffer)).join(' ')
    assert.include(printed, 'Minta berita acara musyawarah')
    assert.include(printed, 'memuat data pribadi')
    assert.notInclude(printed, 'NIK disamarkan', 'no number stands on it')
    const workbook = await client.get('/bdt/kemajuan/unduh.xlsx').loginAs(supervisor)
    workbook.assertStatus(200)
    assert.equal((await client.get('/bdt/kemajuan/desa/99.99.99.9999').loginAs(supervisor)).status(), 404)
    assert.match(printed, /Batas akhir[ :]+\d\d-\d\d-\d{4} \(\d+ hari lagi\)/)
    await db.connection('owner').from('periods').where('id', office.place.periodId).update({ closed_at: clock.now() })
    const late = (await client.get('/bdt/kemajuan/pengingat.pdf').loginAs(supervisor)).body() as Buffer
    assert.match((await pageTexts(late)).join(' '), /Batas akhir[ :]+\d\d-\d\d-\d{4}; finalisasi sampai \d\d-\d\d-\d{4}/)
  })

  test('minutes that are missing are counted as their list counts them, and those in force stand beside the village', async ({
    client,
    assert,
  }) => {
    const office = await openDesk((village) => [household('H1', village, 1)])
    const supervisor = await User.findOrFail(office.own.actor.id)
    const open = async (path: string) => (await client.get(path).loginAs(supervisor)).text()
    const missing = async () => {
      const tile = /href="(\/bdt\/berita-acara\?kurang=1)"[\s\S]*?tile-value">([\d.]+)</.exec(await open('/bdt/kemajuan'))!
      const list = await open(tile[1]!)
      assert.equal([...list.matchAll(/<tr>\s*<th scope="row"/g)].length, number(tile[2]!))
      return number(tile[2]!)
    }
    assert.equal(await missing(), 1)
    assert.include(await open('/bdt/kemajuan?perlu=no_minutes'), `/bdt/kemajuan/desa/${office.village}"`)
    const scan = { kind: 'pdf' as const, contentType: 'application/pdf' as const, pages: 1, code: null }
    const minutes = { village: office.village, number: '1/UJI', heldOn: '2019-01-10', content: Buffer.from('uji'), scan }
    await inDesk(office, async (tx) => takeMinutes(tx, await periodOf(office.place), minutes))
    assert.equal(await missing(), 0)
    assert.notInclude(await open('/bdt/kemajuan?perlu=no_minutes'), `/bdt/kemajuan/desa/${office.village}"`)
    const row = textOf(await open(`/bdt/kemajuan?kecamatan=${office.regency.district}`))
    assert.include(row, '1/UJI')
    const csv = (await client.get('/bdt/kemajuan/unduh.csv').loginAs(supervisor)).text()
    assert.match(csv, /;1\/UJI;/)
  })
})
