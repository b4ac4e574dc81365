import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { household } from '#tests/functional/imports/support'
import { openOffice, received, textOf, write } from '#tests/functional/review/support'

test.group('Pages of lists', (group) => {
  group.each.teardown(() => clock.restore())

  test('recap, lists and a household open, each naming its figures', async ({ client, assert }) => {
    const office = await openOffice(([village]) => [household('K01', village!, 1), household('K02', village!, 2)])
    await write(office, received(household('K01', office.regency.villages[0]!, 1, { alamat: 'JL BARU 7' })))
    for (const path of ['/bdt/rekapitulasi', '/bdt/perbaikan', '/bdt/usulan-baru', '/bdt/ruta/K01', '/bdt/ruta/K01/ubah']) {
      const answer = await client.get(path).loginAs(office.supervisor)
      assert.equal(answer.status(), 200, `${path}\n${textOf(answer.text()).slice(0, 1500)}`)
    }
    for (const tab of ['blok-I', 'blok-II', 'blok-III', 'blok-IV', 'blok-V', 'blok-A', 'masalah', 'riwayat']) {
      const answer = await client.get(`/bdt/ruta/K01?tab=${tab}`).loginAs(office.supervisor)
      assert.equal(answer.status(), 200, tab)
      const form = await client.get(`/bdt/ruta/K01/ubah?blok=${tab.slice(5)}`).loginAs(office.supervisor)
      assert.equal(form.status(), tab.startsWith('blok') ? 200 : 404, tab)
    }
    const bare = await client.get('/bdt').loginAs(office.supervisor).redirects(0)
    assert.equal(bare.header('location'), '/bdt/rekapitulasi')
  })

  test('Beranda counts the records of the running period, those looked at and those accepted, and leads to them', async ({
    client,
    assert,
  }) => {
    const office = await openOffice(([village]) => [1, 2, 3, 4].map((n) => household(`K${n}`, village!, n)))
    const [village] = office.regency.villages
    await write(office, received(household('K1', village!, 1, { alamat: 'JL BARU 7' }), { state: 'accepted' }))
    await write(office, received(household('K2', village!, 2, { alamat: 'JL BARU 8' })))
    await write(office, received(household('N1', village!, 9), { kind: 'new', outcome: 'new', state: 'accepted' }))
    const page = (await client.get('/beranda').loginAs(office.supervisor)).text()
    const tiles = [...page.matchAll(/<a class="overview-figure[^"]*" href="([^"]+)">([\s\S]*?)<\/a>/g)].map(([, href, text]) => [
      href,
      textOf(text!).trim(),
    ])
    const ofModule = tiles.filter(([href]) => href!.startsWith('/bdt/'))
    assert.deepEqual(ofModule, [
      ['/bdt/rekapitulasi', '4 Jumlah data Edisi Uji'],
      ['/bdt/rekapitulasi?per=status', '50,0% Sudah diverifikasi 2 dari 4'],
      ['/bdt/perbaikan?status=accepted', '1 Diterima ditambah 1 Usulan Baru BDT'],
    ])
    assert.include(
      (await client.get('/bdt/perbaikan?status=accepted').loginAs(office.supervisor)).text(),
      'class="page-total">1<',
    )
  })
})
