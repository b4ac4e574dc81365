import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { decideUpdates } from '#verification/review/decide'
import { changed, household } from '#tests/functional/imports/support'
import { openOffice, received, workingOf, write } from '#tests/functional/review/support'
import { aceHere } from '#tests/support/ace'

test.group('Commands of one outcome for many records', (group) => {
  group.each.teardown(() => clock.restore())

  test('show what it would do, give it to exactly those, list it and take it back but for what was worked on since', async ({
    assert,
  }) => {
    const office = await openOffice(([a]) => ['K01', 'K02', 'K03', 'K04'].map((key, n) => household(key, a!, n + 1)))
    const [village] = office.regency.villages
    await write(office, received(changed(household('K04', village!, 4), { alamat: 'JL BARU' })))
    await office.act((tx) => decideUpdates(tx, office.place, ['K04'], { take: 'accept' }))
    const as = ['--as', office.supervisor.login, '--json']
    const give = (...more: string[]) => aceHere<{ id: string }>('outcome:give', 'not_found', ...more, ...as)
    const refused = async (code: string, ...more: string[]) => {
      const answer = await give(...more)
      assert.equal(answer.code, 1)
      assert.containsSubset(answer.json, { error: { code } })
    }

    const shown = await give('--village', village!, '--dry-run')
    assert.containsSubset(shown.json, { id: null, chosen: 4, able: 3, untouched: 3, changed: 0, left_out: { decided: 1 } })
    await refused('E_REASON_MISSING', '--village', village!)
    await refused('E_SELECTION_CHANGED', '--village', village!, '--reason', 'Musdes', '--expect', '4')
    await refused('E_SELECTION_EMPTY', '--reason', 'Musdes')
    await refused('E_SELECTION_EMPTY', '--key', 'K04', '--reason', 'Musdes')
    await refused('E_FILTER_UNKNOWN', '--state', 'perhaps', '--reason', 'Musdes')
    await refused('E_FILTER_UNKNOWN', '--decile', '99', '--dry-run')
    assert.isUndefined(await workingOf(office, 'K01'))

    const given = await give('--village', village!, '--state', 'untouched', '--reason', 'Musdes', '--expect', '3')
    assert.containsSubset(given.json, { module: 'bdt', outcome: 'not_found', able: 3, changed: 3 })
    assert.include(await workingOf(office, 'K01'), { outcome: 'not_found', state: 'received' })
    const { id } = given.json
    const list = () => aceHere('outcome:list', '--regency', office.regency.code, ...as)
    assert.containsSubset((await list()).json, {
      outcomes: [{ id, state: 'done', changed: 3, reason: 'Musdes', undone_by: null }],
    })

    await office.act((tx) => decideUpdates(tx, office.place, ['K02'], { take: 'accept' }))
    const tried = await aceHere('outcome:undo', id, '--dry-run', ...as)
    assert.containsSubset(tried.json, { undone: false, restored: 2, removed: 2, left: 1, left_examples: [{ household: 'K02' }] })
    assert.containsSubset((await aceHere('outcome:undo', id, ...as)).json, { id, undone: true, restored: 2, left: 1 })
    assert.isUndefined(await workingOf(office, 'K01'))
    assert.include(await workingOf(office, 'K02'), { outcome: 'not_found', state: 'accepted' })
    assert.containsSubset((await aceHere('outcome:undo', id, ...as)).json, { error: { code: 'E_BULK_STATE' } })
    assert.containsSubset((await aceHere('outcome:undo', 'x', ...as)).json, { error: { code: 'E_UNDO_MISSING' } })
    assert.containsSubset((await list()).json, { outcomes: [{ id, state: 'undone', restored: 2, left: 1 }] })
  })
})
