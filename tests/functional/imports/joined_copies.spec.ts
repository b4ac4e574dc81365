import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { Work } from '../../../resources/offline/work/work.js'
import { changed, household, importPaths, openDesk, take, working, writeExport, type Desk } from './support.js'

/** A work whose clock goes on by a minute with each question. */
function begun(minute: number): Work {
  let at = minute
  return new Work('uji', () => `2026-11-25T09:${String(at++).padStart(2, '0')}:00+07:00`)
}

function copyOf(work: Work, minute: number): Work {
  const copy = begun(minute)
  copy.join(work.head, [...work.lines()])
  return copy
}

function answer(desk: Desk, work: Work, n: number, alamat: string): void {
  const { key, values, groups } = changed(household(`H${n}`, desk.village, n), { alamat })
  work.finish({ module: desk.place.module.name, kind: 'repair', outcome: 'repaired', key, values, groups })
}

/** What the application would export now. */
function exportOf(work: Work) {
  const records = [...work.records.values()].map(({ key, values, groups, rev, edited_at }) => ({
    ...{ doc: { key, values, groups }, rev, edited_at },
  }))
  return { device: work.head.device, sequence: work.head.sequence + 1, previous: work.head.previous, records }
}

/** The work after its export of these bytes. */
function exported(work: Work, sha256: string): void {
  const sequence = work.head.sequence + 1
  work.exported({
    ...{
      sequence,
      sha256,
      records: work.records.size,
      at: '2026-11-25T09:00:00+07:00',
      name: 'hasil.siks',
      outcomes: {},
      left: 0,
    },
  })
}

test.group('Both work files opened on one computer', () => {
  test('their next export is taken whole, whichever of the two joined the other and whichever was accepted', async ({
    assert,
  }) => {
    for (const accepted of ['home', 'village'] as const) {
      const desk = await openDesk((village) => [1, 2, 3].map((n) => household(`H${n}`, village, n)))
      const stick = begun(0)
      answer(desk, stick, 1, 'RT 01')
      exported(stick, (await take(desk, exportOf(stick))).sha256!)
      const [home, village] = [copyOf(stick, 10), copyOf(stick, 30)]
      answer(desk, home, 1, 'RT 10')
      answer(desk, home, 2, 'RT 11')
      answer(desk, village, 1, 'RT 30')
      answer(desk, village, 3, 'RT 31')
      const [first, second] = accepted === 'home' ? [home, village] : [village, home]
      const [firstExport, path] = [exportOf(first), await writeExport(desk, exportOf(second))]
      exported(first, (await take(desk, firstExport)).sha256!)
      exported(second, createHash('sha256').update(readFileSync(path)).digest('hex'))
      const [twin] = await importPaths(desk, path)
      assert.include(twin, { state: 'refused', reasonCode: 'E_IMPORT_SAME_EXPORT' })

      second.join(first.head, [...first.lines()])
      const both = await take(desk, exportOf(second))
      assert.deepEqual(both.notes, [{ code: 'gap', count: 1 }])
      assert.include(both, { read: 3, conflicts: 0, rejected: 0 })
      const alamat = await Promise.all(['H1', 'H2', 'H3'].map(async (key) => (await working(desk, key))!.doc.values.alamat))
      assert.deepEqual(alamat, ['RT 30', 'RT 11', 'RT 31'])
    }
  })
})
