import { test } from '@japa/runner'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'

test.group('The menu', () => {
  test('leads to a page with every entry, for the ministry as for a regency', async ({ client, assert }) => {
    for (const person of [await ministryStaff(), await supervisorOf((await regencyForTest()).code)]) {
      const page = (await client.get('/beranda').loginAs(person)).text()
      const menu = /<nav[\s\S]*?<\/nav>/g
      const hrefs = [...page.matchAll(menu)].flatMap(([nav]) => [...nav.matchAll(/href="(\/[^"#]*)"/g)].map(([, href]) => href!))
      assert.isNotEmpty(hrefs)
      for (const href of new Set(hrefs)) {
        ;(await client.get(href.replaceAll('&amp;', '&')).loginAs(person)).assertStatus(200)
      }
    }
  })

  test('names whom the person works for, whatever regency the page shows', async ({ client, assert }) => {
    const { code, province } = await regencyForTest()
    const institution = async (person: Awaited<ReturnType<typeof ministryStaff>>, path: string) =>
      /<span class="person-text"><strong>([^<]+)</.exec((await client.get(path).loginAs(person)).text())?.[1]
    const page = `/bdt/rekapitulasi?regency=${code}`
    assert.equal(await institution(await ministryStaff(), page), 'Kementerian Sosial')
    assert.match(String(await institution(await supervisorOf(code), '/bdt/rekapitulasi')), /^Dinas Sosial /)
    const above = await provinceSupervisorOf(province)
    assert.equal(await institution(above, `/peta?modul=bdt&regency=${code}`), await institution(above, '/beranda'))
  })

  test('stays open at the module whose page is open, also where no entry is that page', async ({ client, assert }) => {
    const person = await supervisorOf((await regencyForTest()).code)
    const open = async (path: string) =>
      [
        ...(await client.get(path).loginAs(person))
          .text()
          .matchAll(/<details class="side-group"([^>]*)>\s*<summary>.*?<span>([^<]+)</g),
      ]
        .filter(([, attributes]) => attributes!.includes('open'))
        .map(([, , title]) => title)
    assert.deepEqual(await open('/bdt/perbaikan'), ['Verifikasi Validasi BDT'])
    assert.deepEqual(await open('/bdt/massal'), ['Verifikasi Validasi BDT'])
    assert.deepEqual(await open('/import/riwayat'), ['Beranda'])
    assert.isEmpty(await open('/notifikasi'))
  })
})
