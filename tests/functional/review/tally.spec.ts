import { test } from '@japa/runner'
import { household } from '#tests/functional/imports/support'
import { openOffice, received, textOf, write } from './support.js'

test.group('Figures on the page of a household', () => {
  test('stand beside each other, proposed beside what there is, with what does not agree in words', async ({
    client,
    assert,
  }) => {
    const doc = (village: string) => household('K01', village, 1, { jumlah_art: 3 })
    const office = await openOffice(([village]) => [doc(village!)])
    const figures = async () => {
      const page = await client.get('/bdt/ruta/K01').loginAs(office.supervisor)
      return textOf(/<details class="card tally"[\s\S]*?<\/details>/.exec(page.text())?.[0] ?? '')
    }
    assert.match(await figures(), /ART 3 Isian I\.9: 3 NIK 3 dari 3/)
    const proposed = doc(office.regency.villages[0]!)
    const [first] = proposed.groups.members!
    proposed.groups.members!.push({ ...first!, key: 'K01-B', nama: 'KEPALA KEDUA', ada_pkh: 1 })
    delete proposed.groups.members!.at(-1)!.nik
    proposed.values.sta_pkh = 2
    await write(office, received(proposed))
    const shown = await figures()
    assert.match(shown, /Hitungan \d+ perlu dilihat Sekarang → usulan/)
    assert.match(shown, /ART 3 → Sekarang 3, usulan 4 Tidak cocok: Isian I\.9: 3/)
    assert.match(shown, /NIK 3 → Sekarang 3 dari 3, usulan 3 dari 4 Tidak cocok: 1 belum terisi/)
    assert.match(shown, /Kepala ruta 1 → Sekarang 1, usulan 2 Tidak cocok: Seharusnya 1/)
    assert.match(shown, /ART PKH 0 → Sekarang 0, usulan 1 Tidak cocok: Isian V\.5g: Tidak/)
  })
})
