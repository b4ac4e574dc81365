import { test } from '@japa/runner'
import type { SiksRecord } from '#siks/format'
import type { BackRecord } from '#siks/back'
import { OfflineError } from '../../../resources/offline/errors.js'
import { takeBackRecord } from '../../../resources/offline/work/returned.js'
import { oldWorkOf } from '../../../resources/offline/work/unfinished.js'
import { Work } from '../../../resources/offline/work/work.js'

const ISSUE = '0199c2f4-7a10-7000-8000-000000003371'
const record = (key: string, alamat: string): Omit<SiksRecord, 'rev' | 'edited_at'> => ({
  ...{ module: 'uji', key, kind: 'repair', outcome: 'repaired', values: { alamat }, groups: {} },
})
const draft = (key: string, alamat = 'SETENGAH') => ({ ...record(key, alamat), typed: {} })
const made = (sequence: number, letter: string) => ({
  ...{ sequence, sha256: letter.repeat(64), records: 1, at: `2026-11-25T09:0${sequence}:00+07:00` },
  ...{ name: 'hasil.siks', outcomes: {}, left: 0 },
})

/** A work whose clock can be set. */
function clocked() {
  const clock = { now: '2026-11-25T09:00:00+07:00' }
  return { clock, work: new Work(ISSUE, () => clock.now) }
}

function copyOf(work: Work, now: string): Work {
  const copy = new Work(ISSUE, () => now)
  copy.join(work.head, [...work.lines()])
  return copy
}

const back = (change: Partial<BackRecord>): BackRecord => ({
  ...{ module: 'uji', key: 'A', kind: 'repair', outcome: 'repaired', values: { alamat: 'KANTOR' }, groups: {} },
  ...{ device: null, rev: null, note: 'Lengkapi', fields: [], problems: [], returned_by: null },
  ...{ returned_at: '2026-11-25T10:00:00+07:00', ...change },
})

test.group('Copies of one work', () => {
  test('a clock set back, or written with another offset, never lets an older answer stand', ({ assert }) => {
    const { clock, work } = clocked()
    work.finish(record('A', 'RT 01'))
    const old = copyOf(work, '2026-11-25T09:00:30+07:00')
    clock.now = '2026-11-24T08:00:00+07:00'
    work.draft(draft('A'))
    assert.isAbove(Date.parse(work.drafts.get('uji/A')!.edited_at), Date.parse('2026-11-25T09:00:00+07:00'))
    work.join(old.head, [...old.lines()])
    assert.isTrue(work.drafts.has('uji/A'), 'a draft begun after the clock was set back stays')
    work.finish(record('A', 'RT 02'))
    work.join(old.head, [...old.lines()])
    assert.equal(work.records.get('uji/A')!.values.alamat, 'RT 02')
    const west = copyOf(work, '2026-11-25T03:00:00+00:00')
    west.finish(record('A', 'RT 03'))
    work.join(west.head, [...west.lines()])
    assert.equal(work.records.get('uji/A')!.values.alamat, 'RT 03')
  })

  test('what was saved or thrown away here does not come back with an older copy, in either order', ({ assert }) => {
    const { clock, work } = clocked()
    work.draft(draft('A'))
    work.draft({ ...draft('N'), kind: 'new' })
    work.finish(record('B', 'RT 01'))
    work.draft(draft('B', 'RT 09'))
    work.finish(record('C', 'RT 01'))
    work.draft(draft('C'))
    const old = copyOf(work, '2026-11-25T09:00:30+07:00')
    clock.now = '2026-11-25T09:05:00+07:00'
    work.discard('uji', 'A')
    work.discard('uji', 'N')
    work.finish(record('B', 'RT 02'))
    work.finish(record('C', 'RT 01'))
    const other = copyOf(old, '2026-11-25T09:06:00+07:00')
    other.join(work.head, [...work.lines()])
    work.join(old.head, [...old.lines()])
    for (const joined of [work, other]) {
      assert.deepEqual([...joined.drafts.keys()], [])
      assert.equal(joined.records.get('uji/B')!.values.alamat, 'RT 02')
    }
    other.draft({ ...draft('N'), kind: 'new' })
    work.join(other.head, [...other.lines()])
    assert.deepEqual([...work.drafts.keys()], ['uji/N'], 'begun again after it was thrown away')
  })

  test('an answered return of before does not answer a newer one', ({ assert }) => {
    const { work } = clocked()
    takeBackRecord(work, () => true, back({ returned_at: '2026-11-25T10:00:00+07:00' }))
    const old = copyOf(work, '2026-11-25T10:01:00+07:00')
    old.finish(record('A', 'RT 02'))
    takeBackRecord(work, () => true, back({ returned_at: '2026-11-25T04:00:00+00:00' }))
    work.join(old.head, [...old.lines()])
    assert.isFalse(work.returns.get('uji/A')!.answered)
  })

  test('joining a copy that holds nothing new marks nothing as changed', ({ assert }) => {
    const { work } = clocked()
    work.finish(record('A', 'RT 01'))
    const copy = copyOf(work, '2026-11-25T09:01:00+07:00')
    const told: unknown[] = []
    work.changed = (what) => told.push(what)
    work.join(copy.head, [...copy.lines()])
    assert.deepEqual(told, [])
  })

  test('works begun apart are joined while one has no export, and refused untouched when both have one', ({ assert }) => {
    const { work } = clocked()
    work.finish(record('A', 'RT 01'))
    work.exported(made(1, 'a'))
    const apart = clocked().work
    apart.finish(record('B', 'RT 02'))
    const fresh = copyOf(apart, '2026-11-25T09:01:00+07:00')
    fresh.join(work.head, [...work.lines()])
    assert.equal(fresh.head.device, work.head.device)
    assert.sameMembers([...fresh.records.keys()], ['uji/A', 'uji/B'])
    apart.exported(made(1, 'b'))
    const before = JSON.stringify([work.head, [...work.lines()]])
    assert.throws(() => work.join(apart.head, [...apart.lines()]), OfflineError)
    assert.equal(JSON.stringify([work.head, [...work.lines()]]), before)
  })

  test('two exports of the same number leave out the next one, whichever copy joins the other', ({ assert }) => {
    const { work } = clocked()
    work.finish(record('A', 'RT 01'))
    work.exported(made(1, 'a'))
    const [one, two] = ['2026-11-25T09:10:00+07:00', '2026-11-25T09:11:00+07:00'].map((now) => copyOf(work, now)) as [Work, Work]
    one.exported(made(2, 'b'))
    two.exported(made(2, 'c'))
    const [here, there] = [copyOf(one, ''), copyOf(two, '')]
    here.join(two.head, [...two.lines()])
    there.join(one.head, [...one.lines()])
    for (const { head } of [here, there]) {
      assert.equal(head.sequence, 3, 'the next export is the fourth: a gap, not a copy of the work')
      assert.deepEqual(
        head.exports.map(({ sha256 }) => sha256[0]),
        ['a', 'b', 'c'],
      )
    }
    here.join(two.head, [...two.lines()])
    assert.equal(here.head.sequence, 3, 'joined once')
  })
})

test.group('What the office sends back', () => {
  test('what is begun here stays, and what this computer lost is taken as the office has it', ({ assert }) => {
    const { work } = clocked()
    const inPackage = (id: string) => id !== 'uji/N'
    work.draft({ ...draft('N'), kind: 'new' })
    takeBackRecord(work, inPackage, back({ key: 'N', kind: 'new' }))
    assert.equal(work.drafts.get('uji/N')!.values.alamat, 'SETENGAH')
    takeBackRecord(work, inPackage, back({ key: 'B', device: work.head.device, rev: 4 }))
    assert.equal(work.drafts.get('uji/B')!.values.alamat, 'KANTOR')
    assert.equal(work.finish(record('B', 'RT 05')).rev, 5)
    takeBackRecord(work, inPackage, back({ key: 'C', device: 'LR-LAIN', rev: 7 }))
    assert.isFalse(work.drafts.has('uji/C'))
    assert.equal(work.finish(record('C', 'RT 05')).rev, 1)
  })

  test('rev rises to what the office has seen from this device', ({ assert }) => {
    const { work } = clocked()
    work.finish(record('A', 'RT 01'))
    takeBackRecord(work, () => true, back({ device: work.head.device, rev: 3 }))
    assert.equal(work.finish(record('A', 'RT 02')).rev, 4)
  })
})

test.group('Old work for a new package', () => {
  test('everything the new package does not show is carried, exported or not, and the rest is settled', ({ assert }) => {
    const { work } = clocked()
    for (const key of ['A', 'B', 'C']) work.finish(record(key, 'RT 02'))
    work.exported(made(1, 'a'))
    work.draft(draft('C', 'RT 03'))
    const doc = (key: string, alamat: string) => ({ module: 'uji', doc: { key, values: { alamat }, groups: {} } })
    const records = new Map(['A', 'B', 'C'].map((key) => [`uji/${key}`, doc(key, key === 'B' ? 'RT 01' : 'RT 02')]))
    const old = oldWorkOf([...work.lines()], { records })
    assert.deepEqual([...old.settled.keys()], ['uji/A'])
    assert.deepEqual(
      [...old.open].map(([id, { values, rev }]) => [id, values.alamat, rev]),
      [
        ['uji/B', 'RT 02', 1],
        ['uji/C', 'RT 03', 1],
      ],
    )
    const fresh = clocked().work
    fresh.draft(old.open.get('uji/B')!)
    fresh.draft(draft('B', 'RT 04'))
    assert.equal(fresh.finish(record('B', 'RT 04')).rev, 2, 'above the rev the office knows')
  })
})
