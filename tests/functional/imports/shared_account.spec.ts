import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { kpm } from '#plugins/bsp/tests/functional/support'
import { clock } from '#services/clock'
import { scope } from '#services/scope'
import { readWorking } from '#verification/store/index'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { openRegister } from '#tests/support/register'
import { applyFile, importPaths, inDesk, issueFor, NOON, recordsOf, writeExport, type Desk } from './support.js'

test.group('A file with numbers of accounts that other families have', (group) => {
  group.each.setup(() => clock.freeze(NOON))
  group.each.teardown(() => clock.restore())

  test('says so before it is taken, of families of the file and of the register, and the register says the same after', async ({
    assert,
  }) => {
    const regency = await regencyForTest()
    const village = regency.villages[0]!
    const account = (number: string) => ({ no_rekening: number })
    const docs = ['A001', 'A002', 'A003', 'A004'].map((key) => kpm(village, key, account(`77000${key.slice(1)}`)))
    await openRegister(regency.code, [], 'bdt')
    const place = await openRegister(regency.code, docs, 'bsp')
    const supervisor = await supervisorOf(regency.code)
    const own = scope.of(regency.code, { id: supervisor.id, name: supervisor.name, role: supervisor.role })
    const folder = await mkdtemp(join(tmpdir(), 'siks-rekening-'))
    const desk: Desk = { regency, village, place, own, issue: await issueFor(own, place, [village]), folder }
    const records = [
      { doc: kpm(village, 'A001', account('7700009901')) },
      { doc: kpm(village, 'A002', account('7700009901')) },
      { doc: kpm(village, 'A003', account('77000004')) },
    ]
    const [file] = await importPaths(desk, await writeExport(desk, { records }))
    const told = (problems: readonly { rule: string; params?: Record<string, unknown> }[]) =>
      problems.filter(({ rule }) => rule === 'BSP-R25').map(({ params }) => [params?.case, params?.other])
    const preview = await recordsOf(desk, file!)
    assert.deepEqual(Object.fromEntries(preview.map(({ key, setProblems }) => [key, told(setProblems)])), {
      A001: [['shared_account', 'A002']],
      A002: [['shared_account', 'A001']],
      A003: [['shared_account', 'A004']],
    })
    await applyFile(desk, file!)
    const after = await inDesk(desk, (tx) => readWorking(tx, desk.place, ['A001', 'A002', 'A003']))
    for (const { key, setProblems } of preview) assert.deepEqual(told(after.get(key)!.setProblems), told(setProblems), key)
  })
})
