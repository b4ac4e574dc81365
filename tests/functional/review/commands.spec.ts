import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { changed, household, inDesk, openDesk, take, working } from '#tests/functional/imports/support'
import { decideUpdates } from '#verification/review/decide'
import { openConflictsOf } from '#verification/review/conflicts'
import User from '#models/user'
import { aceHere } from '#tests/support/ace'
import { openOffice, received, waivableProblem, workingOf, write } from './support.js'

interface Listed {
  total: number
  updates: { id: string; household: string; state: string; conflict: boolean; fields?: string[] }[]
}

test.group('Commands that decide', (group) => {
  group.each.teardown(() => clock.restore())

  test('list, accept the clean of a village, decide one, waive; each prints one JSON object', async ({ assert }) => {
    const office = await openOffice(([a]) => ['K01', 'K02', 'K03'].map((key, n) => household(key, a!, n + 1)))
    const [village] = office.regency.villages
    const problem = waivableProblem(office)
    const edit = (key: string, n: number) => changed(household(key, village!, n), { alamat: `JL ${key}` })
    await write(office, received(edit('K01', 1)), received(edit('K02', 2)), received(edit('K03', 3), { problems: [problem] }))
    const as = ['--as', office.supervisor.login, '--json']
    const list = (state: string) => aceHere<Listed>('update:list', '--regency', office.regency.code, '--state', state, ...as)

    assert.containsSubset((await list('received')).json, {
      total: 3,
      updates: [{ id: 'K01', household: 'K01', state: 'received' }],
    })
    const blocked = await aceHere('update:decide', 'K03', '--take', 'accept', ...as)
    assert.equal(blocked.code, 1)
    assert.containsSubset(blocked.json, { error: { code: 'E_UPDATE_BLOCKED' } })
    const waived = await aceHere('update:decide', 'K03', '--take', 'waive', '--reason', 'Dicek', ...as)
    assert.containsSubset(waived.json, { household: 'K03', take: 'waive', state: 'received', rules: [problem.rule] })
    const returned = await aceHere('update:decide', 'K02', '--take', 'return', '--reason', 'Foto buram', ...as)
    assert.deepEqual(returned.json, {
      ...{ module: 'bdt', household: 'K02', take: 'return', state: 'returned', version: 2, changed: true },
    })
    const accepted = await aceHere('update:accept', '--clean', '--village', village!, ...as)
    assert.deepEqual(accepted.json, { module: 'bdt', village, accepted: 2 })
    assert.equal((await list('accepted')).json.total, 2)
    assert.equal((await list('returned')).json.total, 1)
    assert.equal((await workingOf(office, 'K03'))?.state, 'accepted')
    for (const [id, code] of [
      ['TIDAK-ADA', 'E_UPDATE_MISSING'],
      ['0191f000-0000-7000-8000-000000000000:3', 'E_CONFLICT_MISSING'],
    ] as const) {
      const missing = await aceHere('update:decide', id, '--take', 'accept', ...as)
      assert.equal(missing.code, 1)
      assert.containsSubset(missing.json, { error: { code } })
    }
    const unknown = await aceHere('update:decide', 'K01', '--take', 'perhaps', ...as)
    assert.containsSubset(unknown.json, { error: { code: 'E_INVALID_FLAG' } })
  })

  test('returns are listed and reminded of; a decision on many is shown, tried and taken back', async ({ assert }) => {
    const office = await openOffice(([a]) => ['K01', 'K02', 'K03'].map((key, n) => household(key, a!, n + 1)))
    const [village] = office.regency.villages
    const edit = (key: string, n: number) => changed(household(key, village!, n), { alamat: `JL ${key}` })
    await write(office, received(edit('K01', 1)), received(edit('K02', 2)), received(edit('K03', 3)))
    await office.act((tx) => decideUpdates(tx, office.place, ['K01', 'K02'], { take: 'return', reason: 'Foto buram' }))
    const as = ['--as', office.supervisor.login, '--json']
    const here = ['--regency', office.regency.code]
    const returns = await aceHere('return:list', ...here, '--village', village!, ...as)
    assert.containsSubset(returns.json, {
      ...{ module: 'bdt', state: 'waiting', total: 2, groups: [{ village, operator: '', waiting: 2, back: 0 }] },
      returns: [{ household: 'K01', reason: 'Foto buram', reminders: 0, answered_at: null }],
    })
    const undotted = ['--regency', office.regency.code.replace('.', ''), '--village', village!.replaceAll('.', '')]
    assert.containsSubset((await aceHere('return:list', ...undotted, ...as)).json, { regency: office.regency.code, total: 2 })
    for (const [command, unknown] of [
      ['return:list', '33.71.99.9999'],
      ['return:remind', '33.71'],
      ['duplicate:list', '3,37E+09'],
    ] as const) {
      const at = command === 'return:remind' ? [] : here
      const refused = await aceHere(command, ...at, '--village', unknown, ...as)
      assert.equal(refused.code, 1, command)
      const message = `"${unknown}" bukan kode desa/kelurahan yang berlaku. Tulis seperti 33.71.01.1003.`
      assert.deepEqual(refused.json, { error: { code: 'E_REGION_UNKNOWN', message } })
    }
    assert.deepEqual((await aceHere('return:remind', '--operator=', ...as)).json, { module: 'bdt', reminded: 2 })
    assert.deepEqual((await aceHere('return:remind', '--operator', 'Orang lain', ...as)).json, { module: 'bdt', reminded: 0 })

    const listed = await aceHere<{ decisions: { id: string }[] }>('decision:list', ...here, ...as)
    assert.containsSubset(listed.json, { decisions: [{ take: 'return', count: 2, household: null, undone_by: null }] })
    const [{ id }] = listed.json.decisions as [{ id: string }]
    await office.act((tx) => decideUpdates(tx, office.place, ['K02'], { take: 'reopen', reason: 'Sudah jelas' }))
    const tried = await aceHere('decision:undo', id, '--dry-run', ...as)
    assert.containsSubset(tried.json, { id, undone: false, restored: 1, left: 1, left_examples: [{ household: 'K02' }] })
    assert.equal((await workingOf(office, 'K01'))?.state, 'returned')
    assert.containsSubset((await aceHere('decision:undo', id, ...as)).json, { id, undone: true, restored: 1, left: 1 })
    assert.equal((await workingOf(office, 'K01'))?.state, 'received')
    const again = await aceHere('decision:undo', id, ...as)
    assert.equal(again.code, 1)
    assert.containsSubset(again.json, { error: { code: 'E_UNDO_CHANGED' } })
    assert.containsSubset((await aceHere('return:list', ...here, '--state', 'taken_back', ...as)).json, { total: 2 })
  })

  test('a clash is listed with its fields and solved by file and line', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1, { alamat: 'JL ASLI' })])
    const doc = household('H1', desk.village, 1, { alamat: 'JL ASLI' })
    await take(desk, { device: 'PC-1', records: [{ doc: changed(doc, { alamat: 'JL SATU' }) }] })
    await take(desk, { device: 'PC-2', records: [{ doc: changed(doc, { alamat: 'JL DUA' }) }] })
    const { login } = (await User.find(desk.own.actor.id))!
    const listed = await aceHere<Listed>(
      'update:list',
      '--regency',
      desk.regency.code,
      '--state',
      'conflict',
      '--as',
      login,
      '--json',
    )
    const [open] = await inDesk(desk, (tx) => openConflictsOf(tx, desk.place, 'H1'))
    const id = `${open!.fileId}:${open!.line}`
    assert.containsSubset(listed.json, { total: 1, updates: [{ id, household: 'H1', conflict: true, fields: ['alamat'] }] })
    const decided = await aceHere('update:decide', id, '--take', 'file', '--reason', 'Terbaru', '--as', login, '--json')
    assert.containsSubset(decided.json, { household: 'H1', take: 'file', state: 'received', changed: true })
    assert.equal((await working(desk, 'H1'))?.doc.values.alamat, 'JL DUA')
    const again = await aceHere('update:decide', id, '--take', 'ours', '--as', login, '--json')
    assert.containsSubset(again.json, { error: { code: 'E_CONFLICT_DECIDED' } })
  })
})
