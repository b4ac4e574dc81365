import { test } from '@japa/runner'
import { ministryStaff, supervisorOf } from '#tests/support/people'
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
})
