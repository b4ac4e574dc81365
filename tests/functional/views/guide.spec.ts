import { test } from '@japa/runner'
import { ROLES } from '#kernel/roles'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'

const HEADINGS: Record<string, string> = {
  supervisor_regency: 'Panduan supervisor kabupaten/kota',
  supervisor_province: 'Panduan supervisor provinsi',
  pfm_reviewer: 'Panduan pemeriksa DitJen PFM',
  pusdatin: 'Panduan Pusdatin Kesos',
  auditor: 'Panduan auditor',
}

test.group('The guide', () => {
  test('is that of the desk of whoever reads it', async ({ client, assert }) => {
    const { code, province } = await regencyForTest()
    const people = [
      await supervisorOf(code),
      await provinceSupervisorOf(province),
      await ministryStaff('pfm_reviewer'),
      await ministryStaff(),
      await ministryStaff('auditor'),
    ]
    assert.sameMembers(
      people.map(({ role }) => role),
      [...ROLES],
    )
    for (const person of people) {
      const page = await client.get('/panduan').loginAs(person)
      page.assertStatus(200)
      page.assertTextIncludes(`<h1>${HEADINGS[person.role]}</h1>`)
      assert.notMatch(page.text(), /guide\.\w/, 'every word stands in the catalogue')
    }
    const own = await client.get('/panduan').loginAs(people[3]!)
    assert.notInclude(own.text(), 'Ketentuan Import')
  })

  test('begins with the regencies for a visitor, and opens every other by its link', async ({ client, assert }) => {
    const home = await client.get('/panduan')
    home.assertTextIncludes(`<h1>${HEADINGS.supervisor_regency}</h1>`)
    const links = [...home.text().matchAll(/href="(\/panduan\?peran=(\w+))"/g)]
    assert.lengthOf(links, ROLES.length - 1)
    for (const [, href, role] of links) (await client.get(href!)).assertTextIncludes(`<h1>${HEADINGS[role!]}</h1>`)
    ;(await client.get('/panduan?peran=nobody')).assertTextIncludes(`<h1>${HEADINGS.supervisor_regency}</h1>`)
  })
})
