import { test } from '@japa/runner'
import { merge, type Version } from '#verification/merge'
import { conflictId, resolve, UndecidedConflict } from '#verification/resolve'
import type { RecordDoc } from '#verification/instrument'
import { house, mini, miniForm, remove, row, set, version } from './support/mini.js'

const base = version(undefined, 'open')
const run = (theirs: Version, ours: Version | null, from: Version | null = base) => merge(miniForm, from, theirs, ours)
const ids = (theirs: Version, ours: Version) => run(theirs, ours).conflicts.map(conflictId)
const person = (key: string, answers: Parameters<typeof set>[1]) => (doc: RecordDoc) => set(row(doc, 'people', key), answers)

test.group('Three-way merge', () => {
  test('a record that is not with us yet is new, whole', ({ assert }) => {
    const file = version((doc) => set(doc.values, { area: 50 }))
    assert.deepEqual(run(file, null, null), { status: 'new', merged: file, conflicts: [] })
  })

  test('a file against the untouched edition changes it', ({ assert }) => {
    const file = version((doc) => set(doc.values, { area: 50, address: undefined }))
    const result = run(file, base)
    assert.equal(result.status, 'changed')
    assert.deepEqual(result.merged, file)
  })

  test('the same file again is the same; so is one that says what we already have', ({ assert }) => {
    const file = version((doc) => set(doc.values, { area: 50 }))
    assert.equal(run(file, file, file).status, 'same')
    assert.equal(run(file, file).status, 'same')
    const later = version((doc) => set(doc.values, { area: 50, address: 'RT 09' }))
    const result = run(file, later, file)
    assert.equal(result.status, 'same', 'nothing new from the device, so our later edit stands')
    assert.deepEqual(result.merged, later)
  })

  test('edits of different fields, rows and people come together', ({ assert }) => {
    const file = version((doc) => {
      set(doc.values, { area: 50 })
      person('P1', { age: 41 })(doc)
      doc.groups.people?.push({ key: 'P4', family_key: 'F2', name: 'UJI EMPAT', sex: 1, presence: 4 })
    })
    const ours = version((doc) => {
      set(doc.values, { address: 'RT 09' })
      person('P1', { nik: '3201011204789902' })(doc)
      remove(doc, 'shops', 'S1')
    })
    const { status, merged } = run(file, ours)
    assert.equal(status, 'changed')
    assert.deepEqual([merged.doc.values.area, merged.doc.values.address], [50, 'RT 09'])
    assert.deepInclude(row(merged.doc, 'people', 'P1'), { age: 41, nik: '3201011204789902' })
    assert.equal(row(merged.doc, 'people', 'P4').name, 'UJI EMPAT')
    assert.notProperty(merged.doc.groups, 'shops')
  })

  test('the same field with different values clashes, and ours stands until somebody decides', ({ assert }) => {
    const file = version((doc) => set(doc.values, { area: 50, address: undefined }))
    const ours = version((doc) => set(doc.values, { area: 60, address: 'RT 09' }))
    const { status, merged, conflicts } = run(file, ours)
    assert.equal(status, 'conflict')
    assert.deepEqual(conflicts, [
      { field: 'address', base: 'RT 01', ours: 'RT 09' },
      { field: 'area', base: 36, theirs: 50, ours: 60 },
    ])
    assert.deepEqual(merged, ours)
  })

  test('both making the same change is no clash', ({ assert }) => {
    const both = version((doc) => set(doc.values, { area: 50 }))
    assert.equal(
      run(
        both,
        version((doc) => set(doc.values, { area: 50, fridge: 3 })),
      ).status,
      'same',
    )
  })

  test('without a common base only answers that differ clash', ({ assert }) => {
    const file = version((doc) => set(doc.values, { area: 50, rank: 3 }))
    const ours = version((doc) => set(doc.values, { visited: '2026-11-01' }))
    const { conflicts, merged } = run(file, ours, null)
    assert.deepEqual(conflicts.map(conflictId), ['area'])
    assert.deepEqual([merged.doc.values.rank, merged.doc.values.visited], [3, '2026-11-01'])
  })
})

test.group('Removing against editing', () => {
  test('a row that one leaves out and the other edits clashes; untouched it goes', ({ assert }) => {
    const without = version((doc) => remove(doc, 'people', 'P3'))
    const edited = version(person('P3', { age: 13 }))
    assert.deepEqual(run(without, edited).conflicts, [{ group: 'people', key: 'P3', field: 'key', base: 'P3', ours: 'P3' }])
    assert.deepEqual(run(edited, without).conflicts, [
      { group: 'people', key: 'P3', field: 'key', base: 'P3', theirs: 'P3', row: row(edited.doc, 'people', 'P3') },
    ])
    const { merged, status } = run(without, version())
    assert.equal(status, 'changed')
    assert.deepEqual(
      merged.doc.groups.people?.map(({ key }) => key),
      ['P1', 'P2'],
    )
  })

  test('a person marked as gone against an edit of that person clashes, against any other edit it does not', ({ assert }) => {
    const gone = version(person('P2', { presence: 2 }))
    assert.deepEqual(ids(gone, version(person('P2', { age: 39 }))), ['people/P2/presence'])
    assert.deepEqual(ids(version(person('P2', { age: 39 })), gone), ['people/P2/presence'])
    assert.deepEqual(
      ids(
        gone,
        version((doc) => set(row(doc, 'shops', 'S1'), { kind: 2 })),
      ),
      ['people/P2/presence'],
    )
    assert.deepEqual(ids(gone, version(person('P1', { age: 41 }))), [])
    assert.deepEqual(ids(gone, version(person('P2', { presence: 2, age: 39 }))), [])
    assert.deepEqual(ids(gone, version(person('P2', { presence: 3 }))), ['people/P2/presence'])
  })

  test('leaving a person out and marking the person as gone mean the same: the mark stays', ({ assert }) => {
    const { status, merged } = run(
      version((doc) => remove(doc, 'people', 'P3')),
      version(person('P3', { presence: 3 })),
    )
    assert.equal(status, 'same')
    assert.equal(row(merged.doc, 'people', 'P3').presence, 3)
  })

  test('a family that one removes while the other adds a person to it clashes, so that nobody is orphaned', ({ assert }) => {
    const removed = version((doc) => {
      remove(doc, 'people', 'P3')
      remove(doc, 'families', 'F2')
    })
    const joined = version((doc) => doc.groups.people?.push({ key: 'P4', family_key: 'F2', name: 'UJI EMPAT', sex: 1 }))
    assert.deepEqual(ids(removed, joined), ['families/F2/key'])
    const moved = version(person('P2', { family_key: 'F2' }))
    assert.deepEqual(ids(removed, moved), ['families/F2/key'])
  })

  test('an outcome that takes the household out clashes with edits, not with an untouched household', ({ assert }) => {
    const gone = { ...version(), outcome: 'gone' }
    const edited = { ...version((doc) => set(doc.values, { area: 50 })), outcome: 'open' }
    assert.deepEqual(run(gone, edited).conflicts, [{ field: 'outcome', base: 'open', theirs: 'gone', ours: 'open' }])
    assert.deepEqual(ids(edited, gone), ['outcome'])
    assert.deepEqual(ids({ ...version(), outcome: 'cancelled' }, edited), ['outcome'])
    assert.equal(run(gone, base).status, 'changed')
    assert.equal(run(gone, gone).status, 'same')
  })

  test('the outcome is a field: two different ones clash, one alone is taken', ({ assert }) => {
    assert.deepEqual(ids(version(undefined, 'unchanged'), version(undefined, 'repaired')), ['outcome'])
    const result = run(version(undefined, 'unchanged'), base)
    assert.deepEqual([result.status, result.merged.outcome], ['changed', 'unchanged'])
  })
})

test.group('Deciding a clash', () => {
  const file = version((doc) => {
    set(doc.values, { area: 50, fridge: 3, wall: undefined })
    person('P1', { age: 41 })(doc)
    remove(doc, 'people', 'P3')
    remove(doc, 'families', 'F2')
  })
  const ours = version((doc) => {
    set(doc.values, { area: 60, wall: 2 })
    person('P1', { age: 44 })(doc)
    person('P3', { age: 13 })(doc)
  })

  test('ours keeps ours and what the file changed beside it', ({ assert }) => {
    const result = run(file, ours)
    const decided = resolve(mini, result, 'ours')
    assert.deepEqual(decided, result.merged)
    assert.deepInclude(decided.doc.values, { area: 60, wall: 2, fridge: 3 })
  })

  test('file takes the file and what we changed beside it', ({ assert }) => {
    const { doc } = resolve(mini, run(file, ours), 'file')
    assert.deepInclude(doc.values, { area: 50, fridge: 3 })
    assert.notProperty(doc.values, 'wall')
    assert.deepEqual(
      doc.groups.families?.map(({ key }) => key),
      ['F1'],
    )
    assert.deepEqual(
      doc.groups.people?.map(({ key }) => key),
      ['P1', 'P2'],
    )
  })

  test('field by field, and nothing is decided by silence', ({ assert }) => {
    const result = run(file, ours)
    const all = result.conflicts.map(conflictId)
    assert.sameMembers(all, ['area', 'wall', 'people/P1/age', 'people/P3/key', 'families/F2/key'])
    assert.throws(() => resolve(mini, result, { area: 'file' }), UndecidedConflict)
    const kept = Object.fromEntries(all.map((id) => [id, 'ours' as const]))
    const { doc } = resolve(mini, result, { ...kept, 'people/P1/age': 'file' })
    assert.equal(row(doc, 'people', 'P1').age, 41)
    assert.equal(doc.values.area, 60)
    assert.equal(row(doc, 'people', 'P3').age, 13)
  })

  test('who removes a family removes the people in it, whatever was chosen for them', ({ assert }) => {
    const result = run(file, ours)
    const choice = Object.fromEntries(result.conflicts.map((conflict) => [conflictId(conflict), 'ours' as const]))
    const { doc } = resolve(mini, result, { ...choice, 'families/F2/key': 'file' })
    assert.notInclude(doc.groups.people?.map(({ key }) => key) ?? [], 'P3')
  })

  test('a row that only the file still has comes back with the file', ({ assert }) => {
    const { doc } = resolve(mini, run(ours, file), 'file')
    assert.equal(row(doc, 'people', 'P3').age, 13)
    assert.deepEqual(
      doc.groups.families?.map(({ key }) => key),
      ['F1', 'F2'],
    )
  })

  test('deciding leaves the merge result as it was', ({ assert }) => {
    const result = run(file, ours)
    const before = structuredClone(result)
    resolve(mini, result, 'file')
    assert.deepEqual(result, before)
    assert.deepEqual(house(), base.doc)
  })
})
