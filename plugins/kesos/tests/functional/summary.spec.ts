import { test } from '@japa/runner'
import { regencyForTest, supervisorOf } from '#core/testing'
import { office } from './support.js'

test.group('Totals by region', () => {
  test('every figure is the list that it opens, and the file has a row for each village', async ({ client, assert }) => {
    const { regency, supervisor, register } = await office()
    const page = await client.get('/kesos/rekap').loginAs(supervisor)
    page.assertStatus(200)
    const [village] = regency.villages
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
    const rows = [...page.text().matchAll(/<th scope="row">/g)].length
    assert.equal(csv.length - 1, rows - 1, 'heading and total apart, the file has the rows of the page')
    const elsewhere = await client.get('/kesos/rekap').loginAs(await supervisorOf((await regencyForTest()).code))
    assert.notInclude(elsewhere.text(), `desa=${village!}`)
  })
})
