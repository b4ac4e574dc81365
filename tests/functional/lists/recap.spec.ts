import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { household, proposal } from '#tests/functional/imports/support'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { recap } from '#verification/lists/recap'
import { recapDifferences } from '#verification/store/index'
import { openOffice, received, textOf, waivableProblem, write } from '#tests/functional/review/support'
import { regencyForTest } from '#tests/support/places'

const CELL = /<a href="(\/bdt\/(?:perbaikan|usulan-baru)[^"]*)">\s*([\d.]+)\s*<\/a>/g
const TILE = /<a class="tile[^>]*href="(\/bdt\/[^"]*)"[^>]*>(?:(?!<\/a>)[\s\S])*?tile-value">\s*([\d.]+)\s*</g

const number = (text: string) => Number(text.replaceAll('.', ''))

test.group('Recap', (group) => {
  group.each.teardown(() => clock.restore())

  test('every figure opens a list with exactly that many rows', async ({ client, assert }) => {
    const office = await openOffice((villages) =>
      Array.from({ length: 14 }, (_, n) =>
        household(`R${String(n).padStart(2, '0')}`, villages[n % 2]!, n + 1, { percentile: n * 4 + 1 }),
      ),
    )
    const [a, b] = office.regency.villages
    const at = (n: number) =>
      household(`R${String(n).padStart(2, '0')}`, n % 2 ? b! : a!, n + 1, { percentile: n * 4 + 1, alamat: 'JL BARU' })
    await write(
      office,
      received(at(0)),
      received(at(1), { state: 'accepted' }),
      received(at(2), { outcome: 'well_off', state: 'accepted' }),
      received(at(3), { problems: [waivableProblem(office)] }),
      received(at(4), { state: 'returned', decided: { by: null, reason: 'Uji' } }),
      received(proposal('N1', a!, 40), { kind: 'new', outcome: 'new' }),
      received(proposal('N2', b!, 41), { kind: 'new', outcome: 'new', state: 'accepted' }),
    )
    const figures = new Map<string, number>()
    for (const kind of ['terdaftar', 'usulan-baru']) {
      for (const by of ['hasil', 'status', 'desil', 'masalah']) {
        for (const district of ['', office.regency.district]) {
          const asked = { jenis: kind, per: by, kecamatan: district }
          const html = (await client.get('/bdt/rekapitulasi').qs(asked).loginAs(office.supervisor)).text()
          for (const [, href, figure] of [...html.matchAll(CELL), ...html.matchAll(TILE)]) {
            const address = href!.replaceAll('&amp;', '&')
            assert.equal(figures.get(address) ?? number(figure!), number(figure!), `${address} stands with two figures`)
            figures.set(address, number(figure!))
          }
        }
      }
    }
    assert.isAbove(figures.size, 60)
    for (const [address, figure] of figures) {
      const list = (await client.get(address).qs({ baris: '100' }).loginAs(office.supervisor)).text()
      const rows = [...list.matchAll(/<th scope="row"[^>]*><a href="\/bdt\/ruta\//g)].length
      assert.deepEqual([number(/class="page-total">([^<]+)</.exec(list)![1]!), rows], [figure, figure], address)
    }
  })

  test('counts who lives there without a NIK, and whoever gets one no longer', async ({ client, assert }) => {
    const unnumbered = (doc: RecordDoc, ...places: number[]): RecordDoc => ({
      ...doc,
      groups: {
        ...doc.groups,
        members: doc.groups.members!.map(({ nik, ...row }, at) =>
          places.includes(at) || nik === undefined ? (row as ChildRow) : ({ ...row, nik } as ChildRow),
        ),
      },
    })
    const gone = ({ groups, ...doc }: RecordDoc): RecordDoc => ({
      ...doc,
      groups: { ...groups, members: groups.members!.map((row, at) => (at === 2 ? { ...row, sta_keberadaan_art: 2 } : row)) },
    })
    const office = await openOffice(([a, b]) => [
      unnumbered(household('R1', a!, 1), 1, 2),
      unnumbered(household('R2', b!, 2), 2),
      household('R3', b!, 3),
    ])
    const [a, b] = office.regency.villages
    const counted = async () => {
      const of = { dimension: 'outcome', kind: 'existing', district: office.regency.district } as const
      const { rows, total } = await office.act((tx) => recap(tx, office.place, of))
      const at = (village: string | undefined) => rows.find(({ code }) => code === village)!.unnumbered
      return [at(a), at(b), total.unnumbered]
    }
    assert.deepEqual(await counted(), [2, 1, 3])
    await write(office, received(unnumbered(household('R1', a!, 1), 2)), received(gone(unnumbered(household('R2', b!, 2), 2))))
    assert.deepEqual(await counted(), [1, 0, 1])
    assert.deepEqual(await office.act((tx) => recapDifferences(tx, office.place)), [])
    const page = (await client.get('/bdt/rekapitulasi').loginAs(office.supervisor)).text()
    assert.match(page, /<td class="is-number">1<\/td>\s*<\/tr>\s*<\/tfoot>/)
  })

  test('counts families beside households and persons, and keeps the records of a kecamatan that was moved away', async ({
    client,
    assert,
  }) => {
    const office = await openOffice(([a, b]) => [household('R1', a!, 1), household('R2', b!, 2)])
    const { regency, place } = office
    const regions = db.connection('owner').from('regions').where('code', regency.district)
    const before = await office.act((tx) => recap(tx, place, { dimension: 'outcome', kind: 'existing' }))
    const page = async () => (await client.get('/bdt/rekapitulasi').loginAs(office.supervisor)).text()
    const heads = [...(await page()).matchAll(/<th scope="col" class="is-number">([^<]+)</g)].map(([, head]) => head)
    assert.deepEqual(heads.slice(-4), ['Jumlah', 'Keluarga', 'Jumlah jiwa', 'Belum ber-NIK'])
    await regions.clone().update({ parent: (await regencyForTest()).code })
    try {
      const after = await office.act((tx) => recap(tx, place, { dimension: 'outcome', kind: 'existing' }))
      assert.deepEqual(after.total, before.total)
      assert.include(
        after.rows.find(({ code }) => code === regency.district),
        { records: 2, families: before.total.families },
      )
      const html = (await client.get('/bdt/rekapitulasi').qs({ kecamatan: regency.district }).loginAs(office.supervisor)).text()
      assert.include(textOf(html), 'Jumlah per desa/kelurahan di Kecamatan')
      const villages = await office.act((tx) =>
        recap(tx, place, { dimension: 'outcome', kind: 'existing', district: regency.district }),
      )
      assert.equal(villages.total.records, 2)
    } finally {
      await regions.clone().update({ parent: regency.code })
    }
  })
})
