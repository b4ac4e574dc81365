import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { regencyForTest, supervisorOf } from '#core/testing'
import { office } from './support.js'

/** Villages of the signed-in supervisor's regency, as the page counts them. */
async function villagesOf(client: ApiClient, { supervisor }: Awaited<ReturnType<typeof office>>): Promise<number> {
  const page = (await client.get('/kesos/rekap').loginAs(supervisor)).text()
  return Number(/page-total">([\d.]+)</.exec(page)![1]!.replace('.', ''))
}

/** An office of a regency whose villages take more than one page. */
async function largeOffice(client: ApiClient) {
  for (;;) {
    const found = await office()
    if ((await villagesOf(client, found)) > 25) return found
  }
}

test.group('Totals by region', () => {
  test('every figure is the list that it opens, and the file has a row for each village', async ({ client, assert }) => {
    const found = await office()
    const { regency, supervisor, register } = found
    const [village] = regency.villages
    const page = await client.get(`/kesos/rekap?kecamatan=${village!.slice(0, 8)}`).loginAs(supervisor)
    page.assertStatus(200)
    const link = new RegExp(`href="(/[^"]*desa=${village!.replaceAll('.', '\\.')}[^"]*)">(\\d+)</a>`).exec(page.text())
    assert.equal(link?.[2], String(register.records.length))
    const list = await client.get(link![1]!.replaceAll('&amp;', '&')).loginAs(supervisor)
    list.assertStatus(200)
    assert.lengthOf([...list.text().matchAll(/name="ids\[\]"/g)], register.records.length)
    const csv = (await client.get('/kesos/rekap/unduh.csv').loginAs(supervisor)).text().trim().split('\r\n')
    assert.match(
      csv.find((line) => line.includes(village!))!,
      new RegExp(`;${register.records.length};`),
    )
    assert.equal(csv.length - 1, await villagesOf(client, found), 'heading apart, the file has every village')
    const elsewhere = await client.get('/kesos/rekap').loginAs(await supervisorOf((await regencyForTest()).code))
    assert.notInclude(elsewhere.text(), `desa=${village!}`)
  })

  test('page and file call records and people what the reader calls them', async ({ client, assert }) => {
    const { supervisor } = await office()
    for (const [locale, headings] of [
      ['id', ['Rumah tangga BDT', 'Anggota rumah tangga BDT']],
      ['en', ['Households BDT', 'Household members BDT']],
    ] as const) {
      const asked = (path: string) => client.get(path).loginAs(supervisor).withSession({ locale })
      const page = (await asked('/kesos/rekap')).text()
      const [head] = (await asked('/kesos/rekap/unduh.csv')).text().split('\r\n')
      for (const heading of headings) {
        assert.include(page, `>${heading}</th>`)
        assert.include(head!.split(';'), heading)
      }
    }
  })

  test('the page has 25 villages, leads to the others, and has the totals of all or of one kecamatan', async ({
    client,
    assert,
  }) => {
    const { regency, supervisor, register } = await largeOffice(client)
    const shown = async (asked: string) => {
      const page = (await client.get(`/kesos/rekap?${asked}`).loginAs(supervisor)).text()
      const [body = '', foot = ''] = page.split('<tfoot>')
      const figure = /data-label="[^"]*">\s*([\d.]+)/.exec(foot)?.[1]
      return { villages: [...body.matchAll(/<th scope="row">([^<]+)/g)].map(([, name]) => name), figure, page }
    }
    const first = await shown('')
    assert.lengthOf(first.villages, 25)
    assert.include(first.page, 'sesudah=25')
    const second = await shown('sesudah=25')
    assert.notDeepEqual(second.villages, first.villages)
    assert.equal(second.figure, String(register.records.length), 'the totals are of all villages on every page')
    assert.equal((await shown(`kecamatan=${regency.district}`)).figure, String(register.records.length))
    assert.equal((await shown(`kecamatan=${regency.code}.99`)).figure, '0')
  })
})
