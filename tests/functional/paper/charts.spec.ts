import i18nManager from '@adonisjs/i18n/services/main'
import { test } from '@japa/runner'
import { namedModule } from '#services/named_module'
import { compositionCharts, countComposition, keptComposition, type Composition } from '#services/charts/composition'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { inPlace, testRegister, update, write } from '../finalisation/support.js'

interface Drawn {
  labels: string[]
  series: { label: string; values: number[] }[]
}

/** Figures of the charts on a page, by their title. */
function chartsOn(html: string): Map<string, Drawn> {
  const found = html.matchAll(/<figcaption>([^<]+)<\/figcaption>[\s\S]*?data-chart="([^"]+)"/g)
  const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#39;', "'")
  return new Map([...found].map(([, title, figures]) => [plain(title!), JSON.parse(plain(figures!)) as Drawn]))
}

test.group('Charts', () => {
  test('of a composition are those that the form of the module can tell', ({ assert }) => {
    const figures = { sizes: [[1, 3]], families: [[1, 3]], ages: [[4, 1, 3]] } satisfies Composition
    const drawn = (module: string) =>
      compositionCharts(namedModule(module), figures, i18nManager.locale('id')).map(({ title }) => title)
    const ages = 'Anggota menurut umur dan jenis kelamin'
    assert.deepEqual(drawn('bdt'), ['Besar rumah tangga: jumlah anggota', 'Jumlah keluarga dalam satu rumah tangga', ages])
    assert.deepEqual(drawn('bsp'), ['Besar KPM: jumlah anggota', ages])
    assert.deepEqual(drawn('pbi'), [ages])
  })

  test('draw the recapitulation, the composition of households and what the module adds, each with its table', async ({
    client,
    assert,
  }) => {
    const { place, docs } = await testRegister(4)
    const supervisor = await supervisorOf(place.regency)
    await write(place, [update(docs[0]!, { outcome: 'deceased' }), update(docs[1]!, { state: 'returned' })])
    const page = await client.get('/bdt/grafik').loginAs(supervisor)
    page.assertStatus(200)
    const charts = chartsOn(page.text())
    const total = (title: string) =>
      charts
        .get(title)!
        .series.flatMap(({ values }) => values)
        .reduce((sum, value) => sum + value, 0)
    for (const title of ['Status verifikasi per wilayah', 'Hasil verval per wilayah', 'Desil per wilayah']) {
      assert.equal(total(title), 4, title)
    }
    assert.deepEqual(charts.get('Besar rumah tangga: jumlah anggota'), {
      ...charts.get('Besar rumah tangga: jumlah anggota')!,
      labels: ['2'],
      series: [{ label: 'Jumlah rumah tangga', values: [4] }],
    })
    const ages = charts.get('Anggota menurut umur dan jenis kelamin')!
    assert.equal(total('Anggota menurut umur dan jenis kelamin'), 8)
    assert.deepEqual(
      ages.series.map(({ label }) => label),
      ['Laki-laki', 'Perempuan'],
    )
    const leaving = charts.get('Keluar dari daftar menurut alasan')!
    assert.equal(leaving.series[0]!.values[leaving.labels.indexOf('Meninggal seluruhnya')], 1)
    assert.include(page.text(), '<caption class="visually-hidden">Anggota menurut umur dan jenis kelamin</caption>')

    const before = (await inPlace(place, (tx) => keptComposition(tx, place)))!
    const again = await client.post('/bdt/grafik').loginAs(supervisor).withCsrfToken().redirects(0)
    again.assertStatus(302)
    const after = (await inPlace(place, (tx) => keptComposition(tx, place)))!
    assert.deepEqual(after.figures, before.figures)
    assert.isTrue(after.madeAt >= before.madeAt)
  })

  test('show nothing of another regency, and an empty one says so', async ({ client, assert }) => {
    const { place } = await testRegister(2)
    const stranger = await supervisorOf((await regencyForTest()).code)
    const page = await client.get('/bdt/grafik').loginAs(stranger)
    assert.include(page.text(), 'Belum ada periode yang dibuka')
    await inPlace(place, (tx) => countComposition(tx, place, '2026-11-25'))
    const { figures } = (await inPlace(place, (tx) => keptComposition(tx, place)))!
    assert.deepEqual(figures.ages, [
      [3, 2, 2],
      [9, 1, 2],
    ])
  })
})
