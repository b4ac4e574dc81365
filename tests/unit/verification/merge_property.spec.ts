import { test } from '@japa/runner'
import { sameDoc } from '#verification/canonical'
import { diff } from '#verification/diff'
import type { RecordDoc, Value } from '#verification/instrument'
import { merge, type Conflict, type Version } from '#verification/merge'
import { resolve } from '#verification/resolve'
import { checkShape } from '#verification/shape'
import { house, mini, miniForm, remove, set } from './support/mini.js'

const ROUNDS = 1500

/** A small seeded generator (mulberry32), so that a failing round can be run again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Random = (below: number) => number

const FIELDS = ['address', 'wall', 'fridge', 'area']
const PERSON_FIELDS = ['name', 'age', 'nik']

function editValue(random: Random, target: Record<string, Value>, names: readonly string[]): void {
  const name = names[random(names.length)] ?? ''
  const texts = name === 'address' || name === 'name' || name === 'nik'
  set(target, { [name]: random(4) === 0 && name !== 'name' ? undefined : texts ? `isi ${random(3)}` : random(3) + 1 })
}

/** One act of an operator; a removal takes what hangs on the row, as the forms do. */
function act(random: Random, doc: RecordDoc, mark: string): void {
  const people = doc.groups.people ?? []
  const person = people[random(Math.max(people.length, 1))]
  const kind = random(10)
  if (kind < 3) editValue(random, doc.values, FIELDS)
  else if (kind < 6 && person) editValue(random, person, PERSON_FIELDS)
  else if (kind === 6 && person) set(person, { presence: [1, 2, 3, 4][random(4)] })
  else if (kind === 7 && person) removePerson(doc, person.key)
  else if (kind === 8) addPerson(random, doc, mark)
  else removeFamily(random, doc)
}

function removePerson(doc: RecordDoc, key: string): void {
  for (const shop of doc.groups.shops ?? []) if (shop.person_key === key) remove(doc, 'shops', shop.key)
  remove(doc, 'people', key)
}

function addPerson(random: Random, doc: RecordDoc, mark: string): void {
  const family = doc.groups.families?.[random(doc.groups.families.length)]
  if (!family || (doc.groups.people?.length ?? 0) > 4) return
  const key = `${mark}${random(1000)}`
  doc.groups.people = [
    ...(doc.groups.people ?? []).filter((row) => row.key !== key),
    { key, family_key: family.key, name: `UJI ${key}`, sex: 1 },
  ]
}

function removeFamily(random: Random, doc: RecordDoc): void {
  const family = doc.groups.families?.[random(doc.groups.families.length)]
  if (!family) return
  for (const person of [...(doc.groups.people ?? [])]) if (person.family_key === family.key) removePerson(doc, person.key)
  remove(doc, 'families', family.key)
}

function edited(random: Random, from: Version, mark: string): Version {
  const doc = structuredClone(from.doc)
  for (let count = random(4); count > 0; count--) act(random, doc, mark)
  const outcome = ['open', 'repaired', 'repaired', 'repaired', 'gone'][random(5)] ?? 'open'
  return { outcome, doc }
}

const sameVersion = (a: Version, b: Version) => a.outcome === b.outcome && sameDoc(a.doc, b.doc)

/** Acts of a side as `place value`: every one of them must be found again in the merge, or in a conflict. */
function actsOf(base: Version, side: Version): Map<string, string> {
  const { fields, added, removed } = diff(base.doc, side.doc)
  const acts = new Map(fields.map(({ group = '', key = '', field, after }) => [`${group}/${key}/${field}`, String(after)]))
  for (const { group, key } of added) acts.set(`${group}/${key}/key`, key)
  for (const { group, key } of removed) acts.set(`${group}/${key}/key`, 'undefined')
  if (base.outcome !== side.outcome) acts.set('//outcome', side.outcome)
  return acts
}

function explains(conflicts: readonly Conflict[], place: string): boolean {
  const [group = '', key = '', field = ''] = place.split('/')
  return conflicts.some((conflict) => {
    if (conflict.group === undefined) return group === '' && conflict.field === field
    return conflict.group === group && conflict.key === key && (conflict.field === field || conflict.field === 'key')
  })
}

interface Round {
  seed: number
  base: Version
  theirs: Version
  ours: Version
}

function* rounds(): Generator<Round> {
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const random = randomOf(seed)
    const base = { outcome: 'open', doc: house() }
    yield { seed, base, theirs: edited(random, base, 'T'), ours: edited(random, base, 'O') }
  }
}

test.group('Merge, over random edits of two devices', () => {
  test('no update is lost: each act is in the merge or in a conflict', ({ assert }) => {
    let conflicting = 0
    for (const { seed, base, theirs, ours } of rounds()) {
      const result = merge(miniForm, base, theirs, ours)
      if (result.conflicts.length > 0) conflicting++
      const done = actsOf(base, result.merged)
      for (const side of [theirs, ours]) {
        for (const [place, value] of actsOf(base, side)) {
          if (done.get(place) === value || explains(result.conflicts, place)) continue
          const markedInstead = place.startsWith('people/') && place.endsWith('/key') && value === 'undefined'
          const key = place.split('/')[1] ?? ''
          const kept = result.merged.doc.groups.people?.find((person) => person.key === key)
          assert.isTrue(markedInstead && [2, 3].includes(Number(kept?.presence)), `seed ${seed}: ${place} = ${value}`)
        }
      }
    }
    assert.isAbove(conflicting, ROUNDS / 10)
    assert.isBelow(conflicting, ROUNDS)
  })

  test('it makes no difference which device comes first', ({ assert }) => {
    for (const { seed, base, theirs, ours } of rounds()) {
      const [one, other] = [merge(miniForm, base, theirs, ours), merge(miniForm, base, ours, theirs)]
      const places = (conflicts: readonly Conflict[]) =>
        conflicts.map(({ group, key, field }) => `${group}/${key}/${field}`).sort()
      assert.deepEqual(places(one.conflicts), places(other.conflicts), `seed ${seed}`)
      if (one.conflicts.length === 0) assert.isTrue(sameVersion(one.merged, other.merged), `seed ${seed}`)
    }
  })

  test('the same file again changes nothing', ({ assert }) => {
    for (const { seed, base, theirs, ours } of rounds()) {
      const first = merge(miniForm, base, theirs, ours)
      if (first.conflicts.length > 0) continue
      assert.equal(merge(miniForm, base, theirs, first.merged).status, 'same', `seed ${seed}, from the edition`)
      assert.equal(merge(miniForm, theirs, theirs, first.merged).status, 'same', `seed ${seed}, from its own last record`)
    }
  })

  test('a device that changed nothing never clashes', ({ assert }) => {
    for (const { seed, base, ours } of rounds()) {
      const result = merge(miniForm, base, base, ours)
      assert.isTrue(result.status === 'same' && sameVersion(result.merged, ours), `seed ${seed}`)
      assert.isTrue(sameVersion(merge(miniForm, base, ours, base).merged, ours), `seed ${seed}`)
    }
  })

  test('whatever is decided, no row is left without its parent', ({ assert }) => {
    for (const { seed, base, theirs, ours } of rounds()) {
      const result = merge(miniForm, base, theirs, ours)
      for (const version of [resolve(mini, result, 'file'), resolve(mini, result, 'ours')]) {
        const faults = checkShape(mini, version.doc)
        assert.isTrue(faults.ok, `seed ${seed}: ${JSON.stringify(faults)}`)
      }
    }
  })
})
