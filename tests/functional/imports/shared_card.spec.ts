import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { proposal, testList, type TestList } from '#plugins/pbi/tests/functional/support'
import { clock } from '#services/clock'
import { scope } from '#services/scope'
import { readWorking } from '#verification/store/index'
import { supervisorOf } from '#tests/support/people'
import { applyFile, importPaths, inDesk, issueFor, NOON, recordsOf, writeExport, type Desk } from './support.js'

async function deskOf({ regency, place }: TestList): Promise<Desk> {
  const supervisor = await supervisorOf(regency.code)
  const own = scope.of(regency.code, { id: supervisor.id, name: supervisor.name, role: supervisor.role })
  const village = regency.villages[0]!
  const folder = await mkdtemp(join(tmpdir(), 'siks-kartu-'))
  return { regency, village, place, own, issue: await issueFor(own, place, [village]), folder }
}

test.group('A file with numbers of cards that others have', (group) => {
  group.each.setup(() => clock.freeze(NOON))
  group.each.teardown(() => clock.restore())

  test('says before it is taken whom they stand with too, in the file and in the register, and the register says the same after', async ({
    assert,
  }) => {
    const list = await testList({ people: [5, 1] })
    const desk = await deskOf(list)
    const card = (key: string) => list.docs.get(key)!.values.no_bpjs!
    const cardOf = (key: string, owner: string) => {
      const doc = list.docs.get(key)!
      return { doc: { ...doc, values: { ...doc.values, no_bpjs: card(owner) } } }
    }
    const records = [
      cardOf('A001', 'A001'),
      cardOf('A002', 'A001'),
      cardOf('A003', 'A005'),
      cardOf('A004', 'A004'),
      { doc: proposal(desk.village, 'P1', { alasan_masuk: 3, no_bpjs: card('A001') }), kind: 'new' as const, outcome: 'new' },
    ]
    const [file] = await importPaths(desk, await writeExport(desk, { records }))
    const told = (problems: readonly { rule: string; params?: Record<string, unknown> }[]) =>
      problems.filter(({ rule }) => rule === 'PBI-R45').map(({ params }) => params?.other)
    const preview = await recordsOf(desk, file!)
    assert.deepEqual(Object.fromEntries(preview.map(({ key, setProblems }) => [key, told(setProblems)])), {
      ...{ A001: ['A002'], A002: ['A001'], A003: ['A005'], A004: [], P1: ['A001'] },
    })
    await applyFile(desk, file!)
    const after = await inDesk(desk, (tx) => readWorking(tx, desk.place, ['A001', 'A002', 'A003', 'A004', 'P1']))
    for (const { key, setProblems } of preview) assert.deepEqual(told(after.get(key)!.setProblems), told(setProblems), key)
  })
})
