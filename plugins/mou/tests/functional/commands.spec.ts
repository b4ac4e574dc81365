import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { aceHere, inScope } from '#core/testing'
import gate from '../../gate.js'
import { cast, day, facts, signedPapers } from './support.js'

test.group('mou:upload and mou:decide', (group) => {
  let folder = ''
  group.setup(async () => {
    folder = mkdtempSync(join(tmpdir(), 'siks-mou-'))
    for (const [name, content] of Object.entries(await signedPapers())) writeFileSync(join(folder, `${name}.pdf`), content)
    writeFileSync(join(folder, 'facts.json'), JSON.stringify(facts()))
  })
  group.teardown(() => rmSync(folder, { recursive: true, force: true }))

  test('drive the whole loop, with the same refusals as the pages', async ({ assert }) => {
    const { regency, supervisor, reviewer } = await cast()
    const papers = ['--request', join(folder, 'request.pdf'), '--agreement', join(folder, 'agreement.pdf')]
    const upload = (...more: string[]) => aceHere('mou:upload', '--regency', regency.code, '--json', ...more)
    const decide = (...more: string[]) => aceHere('mou:decide', '--regency', regency.code, '--json', ...more)

    const bare = await upload('--as', supervisor.login)
    assert.equal(bare.code, 1)
    assert.containsSubset(bare.json, { error: { code: 'E_MOU_INCOMPLETE' } })
    const forbidden = await upload('--as', reviewer.login)
    assert.containsSubset(forbidden.json, { error: { code: 'E_FORBIDDEN' } })
    const none = await decide('--take', 'approve', '--as', reviewer.login)
    assert.containsSubset(none.json, { error: { code: 'E_MOU_NONE_WAITING' } })

    const sent = await upload('--as', supervisor.login, ...papers, '--facts', join(folder, 'facts.json'))
    assert.deepEqual(sent.json, { regency: regency.code, round: 1, state: 'waiting' })
    const noteless = await decide('--take', 'return', '--as', reviewer.login)
    assert.containsSubset(noteless.json, { error: { code: 'E_MOU_NOTE_MISSING' } })
    const returned = await decide('--take', 'return', '--note-agreement', 'Belum bermeterai.', '--as', reviewer.login)
    assert.deepEqual(returned.json, { regency: regency.code, round: 1, state: 'returned' })
    assert.deepEqual((await upload('--as', supervisor.login)).json, { regency: regency.code, round: 2, state: 'waiting' })
    const approved = await decide('--take', 'approve', '--as', reviewer.login)
    assert.deepEqual(approved.json, { regency: regency.code, round: 2, state: 'approved' })
    assert.deepEqual(await inScope(regency.code, (tx) => gate(tx, regency.code)), { allowed: true, until: day(400) })
  })
})
