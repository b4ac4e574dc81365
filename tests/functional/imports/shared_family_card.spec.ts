import { test } from '@japa/runner'
import { clock } from '#services/clock'
import type { RecordDoc } from '#verification/instrument'
import { readWorking } from '#verification/store/index'
import { applyFile, household, importPaths, inDesk, NOON, openDesk, recordsOf, writeExport } from './support.js'

const CARD = '3201010101200004'

/** The number of a household's card: with its family alone, as block I.11 has it, or with its members alone. */
function carded(doc: RecordDoc, at: 'family' | 'member', number: string): RecordDoc {
  const { families = [], members = [] } = doc.groups
  const without = ({ no_kk: _own, ...person }: (typeof members)[number]) => person
  return {
    ...doc,
    groups: {
      ...doc.groups,
      families: families.map(({ nokk: _own, ...family }) => (at === 'family' ? { ...family, nokk: number } : family)),
      members: members.map(without).map((person) => (at === 'member' ? { ...person, no_kk: number } : person)),
    },
  }
}

const told = (problems: readonly { rule: string; params?: Record<string, unknown> }[]) => [
  ...new Set(problems.filter(({ rule, params }) => rule === 'BDT-R04' && params?.other).map(({ params }) => params!.other)),
]

test.group('A family card of two households', (group) => {
  group.each.setup(() => clock.freeze(NOON))
  group.each.teardown(() => clock.restore())

  test('is found wherever its number stands: with the family or with its members, in register and file', async ({ assert }) => {
    const desk = await openDesk((village) => [
      carded(household('H1', village, 1), 'family', CARD),
      carded(household('H2', village, 2), 'family', CARD),
      ...[3, 4, 5].map((n) => household(`H${n}`, village, n)),
    ])
    const { village } = desk
    const records = [
      { doc: carded(household('H3', village, 3), 'family', '3201010101200005') },
      { doc: carded(household('H4', village, 4), 'member', '3201010101200005') },
      { doc: carded(household('H5', village, 5), 'member', CARD) },
    ]
    const [file] = await importPaths(desk, await writeExport(desk, { records }))
    const preview = await recordsOf(desk, file!)
    assert.deepEqual(Object.fromEntries(preview.map(({ key, setProblems }) => [key, told(setProblems)])), {
      ...{ H3: ['H4'], H4: ['H3'], H5: ['H1'] },
    })
    await applyFile(desk, file!)
    const after = await inDesk(desk, (tx) => readWorking(tx, desk.place, ['H3', 'H4', 'H5']))
    assert.deepEqual(Object.fromEntries([...after].map(([key, { setProblems }]) => [key, told(setProblems)]).sort()), {
      ...{ H3: ['H4'], H4: ['H3'], H5: ['H1'] },
    })
  })

  test('is found with a record that the same file calls off, for the edition stands then', async ({ assert }) => {
    const desk = await openDesk((village) => [carded(household('H1', village, 1), 'family', CARD), household('H2', village, 2)])
    const { village } = desk
    const records = [
      { doc: carded(household('H1', village, 1), 'family', CARD), outcome: 'cancelled' },
      { doc: carded(household('H2', village, 2), 'member', CARD) },
    ]
    const [file] = await importPaths(desk, await writeExport(desk, { records }))
    const preview = await recordsOf(desk, file!)
    assert.deepEqual(Object.fromEntries(preview.map(({ key, setProblems }) => [key, told(setProblems)])), { H1: [], H2: ['H1'] })
    await applyFile(desk, file!)
    const after = await inDesk(desk, (tx) => readWorking(tx, desk.place, ['H2']))
    assert.deepEqual(told(after.get('H2')!.setProblems), ['H1'])
  })
})
