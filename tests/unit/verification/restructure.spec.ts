import { test } from '@japa/runner'
import type { RecordDoc } from '#verification/instrument'
import { readForm } from '#verification/review/form_input'
import { withTyped } from '#verification/review/typed_rows'
import { ActRefused, restructure, type StructureAct } from '#verification/review/restructure'
import { household } from '#plugins/bdt/tests/unit/support/household'
import { instrument } from '#plugins/bdt/instrument/index'
import { instrument as bsp } from '#plugins/bsp/instrument/index'

const NEW_KEY = '01980000-0000-7000-8000-000000000001'

function faultOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof ActRefused) return `${error.fault} ${error.input ?? ''}`.trim()
    throw error
  }
  return 'done'
}

const TODAY = '2019-06-15'
const member = (doc: RecordDoc, key: string) => doc.groups.members!.find((row) => row.key === key)!
const act = (doc: RecordDoc, wanted: StructureAct, base: RecordDoc | null = household()) =>
  restructure(instrument, doc, wanted, base, TODAY)

test.group('Acts on the rows of a record', () => {
  test('who dies keeps his row, and his successor takes every role in the same act', ({ assert }) => {
    const doc = household()
    const gone = { type: 'gone', row: 'm1', presence: 2 } as const
    assert.equal(
      faultOf(() => act(doc, { ...gone, heirs: {} })),
      'heir pengganti-hub_krt',
    )
    assert.equal(
      faultOf(() => act(doc, { ...gone, heirs: { hub_krt: 'm2' } })),
      'heir pengganti-hubkel',
    )
    assert.equal(
      faultOf(() => act(doc, { ...gone, presence: 1, heirs: {} })),
      'presence keberadaan',
    )
    const nowhere = { group: 'no-group', row: 'm1', to: 'm2', role: null, heirs: {} }
    for (const type of ['move', 'remove'] as const)
      assert.equal(
        faultOf(() => act(doc, { type, ...nowhere })),
        'row',
      )
    const after = act(doc, { ...gone, heirs: { hub_krt: 'm2', hubkel: 'm2' } })
    assert.equal(member(after, 'm1').sta_keberadaan_art, 2)
    assert.containsSubset(member(after, 'm2'), { hub_krt: 1, hubkel: 1 })
    assert.equal(after.values.nama_krt, 'UJI ISTRI')
    assert.deepEqual(act(after, { ...gone, heirs: {} }), after)
    assert.equal(member(doc, 'm1').sta_keberadaan_art, 1)
  })

  test('who held a role that the form asks everybody about answers that he holds it no more', ({ assert }) => {
    const doc: RecordDoc = {
      key: 'K1',
      values: { nama_pengurus: 'UJI SUAMI' },
      groups: {
        members: [
          { key: 'm1', nama: 'UJI SUAMI', hubkel: 1, pengurus: 1, sta_keberadaan: 1 },
          { key: 'm2', nama: 'UJI ISTRI', hubkel: 2, pengurus: 2, sta_keberadaan: 1 },
        ],
      },
    }
    const after = restructure(
      bsp,
      doc,
      { type: 'gone', row: 'm1', presence: 2, heirs: { pengurus: 'm2', hubkel: 'm2' } },
      doc,
      TODAY,
    )
    assert.containsSubset(after.groups.members, [
      { key: 'm1', pengurus: 2, hubkel: 1, sta_keberadaan: 2 },
      { key: 'm2', pengurus: 1, hubkel: 1 },
    ])
    assert.equal(after.values.nama_pengurus, 'UJI ISTRI')
  })

  test('a child takes no card, whether it is left to him or handed to him, and takes it on the birthday that makes him old enough', ({
    assert,
  }) => {
    const doc: RecordDoc = {
      key: 'K1',
      values: { nama_pengurus: 'UJI SUAMI' },
      groups: {
        members: [
          { key: 'm1', nama: 'UJI SUAMI', hubkel: 1, pengurus: 1, sta_keberadaan: 1 },
          { key: 'm2', nama: 'UJI ISTRI', hubkel: 2, pengurus: 2, sta_keberadaan: 1 },
          { key: 'm3', nama: 'UJI ANAK', hubkel: 3, pengurus: 2, sta_keberadaan: 1, tgl_lahir: '2002-06-16' },
        ],
      },
    }
    const gone: StructureAct = { type: 'gone', row: 'm1', presence: 2, heirs: { pengurus: 'm3', hubkel: 'm2' } }
    const handed: StructureAct = { type: 'head', variable: 'pengurus', to: 'm3', role: 2 }
    for (const [wanted, input] of [
      [gone, 'pengganti-pengurus'],
      [handed, 'ke'],
    ] as const) {
      assert.equal(
        faultOf(() => restructure(bsp, doc, wanted, doc, TODAY)),
        `heir ${input}`,
      )
      assert.containsSubset(restructure(bsp, doc, wanted, doc, '2019-06-16').groups.members, [{ key: 'm3', pengurus: 1 }])
    }
  })

  test('a person moves to a new family with its number, and the family without its head gets one', ({ assert }) => {
    const doc = household()
    const move = { type: 'move', group: 'members', row: 'm1', to: `+${NEW_KEY}`, role: 1 } as const
    assert.equal(
      faultOf(() => act(doc, { ...move, heirs: {} })),
      'heir pengganti-hubkel',
    )
    const after = act(doc, { ...move, heirs: { hubkel: 'm2' } })
    assert.containsSubset(after.groups.families, [{ key: NEW_KEY, nuk: 2 }])
    assert.containsSubset(member(after, 'm1'), { family_key: NEW_KEY, nuk: 2, hubkel: 1, hub_krt: 1 })
    assert.containsSubset(member(after, 'm2'), { hubkel: 1, hub_krt: 2 })
    assert.deepEqual(act(after, { ...move, heirs: { hubkel: 'm2' } }), after)
    assert.equal(
      faultOf(() => act(doc, { ...move, to: 'f9', heirs: {} })),
      'place ke',
    )
  })

  test('a family that is taken out gives its people to another and closes the gap in the numbers', ({ assert }) => {
    const first = act(household(), { type: 'move', group: 'members', row: 'm3', to: `+${NEW_KEY}`, role: null, heirs: {} })
    const remove = { type: 'remove', group: 'families', row: 'f1', to: null } as const
    assert.equal(
      faultOf(() => act(first, remove)),
      'place ke',
    )
    const after = act(first, { ...remove, to: NEW_KEY })
    assert.deepEqual(
      after.groups.families!.map(({ key, nuk }) => [key, nuk]),
      [[NEW_KEY, 1]],
    )
    assert.deepEqual(
      after.groups.members!.map(({ family_key: family, nuk }) => [family, nuk]),
      Array(3).fill([NEW_KEY, 1]),
    )
    assert.equal(
      faultOf(() => act(after, { ...remove, row: NEW_KEY })),
      'register',
    )
  })

  test('a person of the register is not taken out, one that was typed is, with what hangs on him', ({ assert }) => {
    const remove = { type: 'remove', group: 'members', row: 'm1', to: null } as const
    assert.equal(
      faultOf(() => act(household(), remove)),
      'register',
    )
    const after = act(household(), remove, null)
    assert.deepEqual(
      after.groups.members!.map(({ key }) => key),
      ['m2', 'm3'],
    )
    assert.notProperty(after.groups, 'businesses')
    assert.deepEqual(act(after, remove, null), after)
  })

  test('a role changes hands only where it is told what its former holder is now', ({ assert }) => {
    const head = { type: 'head', variable: 'hub_krt', to: 'm2', role: null } as const
    assert.equal(
      faultOf(() => act(household(), head)),
      'role hubungan',
    )
    assert.equal(
      faultOf(() => act(household(), { ...head, to: 'm9', role: 2 })),
      'heir ke',
    )
    const after = act(household(), { ...head, role: 2 })
    assert.deepEqual([member(after, 'm1').hub_krt, member(after, 'm2').hub_krt, after.values.nama_krt], [2, 1, 'UJI ISTRI'])
  })

  test('a form without families knows the same acts', ({ assert }) => {
    const doc: RecordDoc = {
      ...{ key: 'k', values: { nama_pengurus: 'SATU' } },
      groups: {
        members: [
          { key: 'a', nama: 'SATU', pengurus: 1, hubkel: 1, sta_keberadaan: 1 },
          { key: 'b', nama: 'DUA', pengurus: 2, hubkel: 3, sta_keberadaan: 1 },
        ],
      },
    }
    const gone = { type: 'gone', row: 'a', presence: 2, heirs: { pengurus: 'b', hubkel: 'b' } } as const
    const after = restructure(bsp, doc, gone, null, TODAY)
    assert.containsSubset(after.groups.members![1]!, { pengurus: 1, hubkel: 1 })
    assert.equal(after.values.nama_pengurus, 'DUA')
  })
})

test.group('Rows in a form', () => {
  const typed = (fields: Record<string, string>, block = 'IV') => readForm(instrument, block, fields, 'id').rows

  test('a row is made under its family with its number, once however often the form is sent', ({ assert }) => {
    const rows = typed({ 'k-members-0': NEW_KEY, 'b-members-0': '1', 'p-members-0': 'f1', 'q-members-0-nama': 'BARU' })
    const once = withTyped(instrument, household(), rows)
    assert.containsSubset(member(once, NEW_KEY), { nama: 'BARU', family_key: 'f1', nuk: 1 })
    assert.deepEqual(withTyped(instrument, once, rows), once)
  })

  test('only a key of our own making becomes a row', ({ assert }) => {
    for (const key of ['m9', 'K01-1', '01980000-0000-4000-8000-000000000001']) {
      const rows = typed({ 'k-members-0': key, 'b-members-0': '1', 'q-members-0-nama': 'BARU' })
      assert.lengthOf(withTyped(instrument, household(), rows).groups.members!, 3)
    }
  })

  test('a family that is renumbered takes its people along, and a number typed at a person leads to that family', ({
    assert,
  }) => {
    const base = act(household(), { type: 'move', group: 'members', row: 'm3', to: `+${NEW_KEY}`, role: null, heirs: {} })
    const renumbered = withTyped(instrument, base, typed({ 'k-families-0': NEW_KEY, 'q-families-0-nuk': '3' }, 'I'))
    assert.equal(member(renumbered, 'm3').nuk, 3)
    const moved = withTyped(instrument, base, typed({ 'k-members-0': 'm3', 'q-members-0-nuk': '1' }))
    assert.equal(member(moved, 'm3').family_key, 'f1')
  })
})
