import { test } from '@japa/runner'
import { clock } from '#core/testing'
import { query } from '#core/plugin'
import night from '../../night.js'
import { lookUpList } from '../../services/list.js'
import { niksOfText } from '../../services/niks.js'
import { NIK, office } from './support.js'

test.group('Results whose time is over', (group) => {
  group.each.teardown(() => clock.restore())

  test('go in the night with the rows of their lists, and not before', async ({ assert }) => {
    const { as, regency } = await office()
    await as((tx) => lookUpList(tx, { regency: regency.code, address: '::1' }, 'verval', niksOfText(NIK)))
    const rows = () => as((tx) => query(tx, 'select 1 from kesos_list_rows where regency_code = ?', [regency.code]))
    assert.deepEqual(await as((tx) => night.due(tx)), [])
    assert.lengthOf(await rows(), 1)
    clock.freeze(new Date(Date.now() + 5 * 3_600_000))
    assert.deepEqual(await as((tx) => night.due(tx)), [regency.code])
    assert.equal(await as((tx) => night.run(tx, regency.code)), 1)
    assert.lengthOf(await rows(), 0)
  })
})
