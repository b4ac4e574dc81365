import { test } from '@japa/runner'
import type { SiksRecord } from '#siks/format'
import { generateIssueKeys } from '#siks/issue_keys'
import { openWork, writeWork, type WorkLine } from '#siks/work'
import { streamOf, chunksOf } from '#siks/streams'
import { Work } from '../../../resources/offline/work/work.js'

const ISSUE = '0199c2f4-7a10-7000-8000-000000003371'

/** A work whose clock goes on by a minute with each question. */
function begun(minute = 0): Work {
  let at = minute
  return new Work(ISSUE, () => `2026-11-25T09:${String(at++).padStart(2, '0')}:00+07:00`)
}

/** What else an export tells; of no matter here. */
const MADE = { name: 'hasil.siks', outcomes: {}, left: 0 }

const record = (key: string, alamat: string): Omit<SiksRecord, 'rev' | 'edited_at'> => ({
  ...{ module: 'uji', key, kind: 'repair', outcome: 'repaired', values: { alamat }, groups: {} },
})

const draft = (key: string, kind: 'repair' | 'new' = 'repair') => ({ ...record(key, 'SETENGAH'), kind, typed: {} })

/** Another copy of a work, as a file holds it. */
function copyOf(work: Work, minute: number): Work {
  const copy = begun(minute)
  copy.join(work.head, [...work.lines()])
  return copy
}

test.group('The work of an operator', () => {
  test('rev rises when a household is saved with other answers, and only then', ({ assert }) => {
    const work = begun()
    assert.equal(work.finish(record('A', 'RT 01')).rev, 1)
    assert.equal(work.finish(record('A', 'RT 01')).rev, 1)
    assert.equal(work.finish(record('A', 'RT 02')).rev, 2)
    assert.equal(work.finish({ ...record('A', 'RT 02'), outcome: 'unchanged' }).rev, 3)
  })

  test('a draft is kept beside what was saved and goes when it is saved or thrown away', ({ assert }) => {
    const work = begun()
    work.finish(record('A', 'RT 01'))
    work.draft(draft('A'))
    assert.equal(work.records.get('uji/A')!.values.alamat, 'RT 01')
    work.discard('uji', 'A')
    assert.isFalse(work.drafts.has('uji/A'))
    assert.isTrue(work.records.has('uji/A'))
    work.draft(draft('N', 'new'))
    work.discard('uji', 'N')
    assert.deepEqual(
      [...work.lines('uji/N')].map(({ t }) => t),
      ['dropped'],
    )
  })

  test('a return stays open until the household is saved again, and a later one opens it anew', ({ assert }) => {
    const work = begun()
    work.finish(record('A', 'RT 01'))
    const returned = { module: 'uji', key: 'A', note: 'Lengkapi', fields: [], returned_by: null, answered: false }
    work.takeReturn({ ...returned, returned_at: '2026-11-25T10:00:00+07:00' })
    work.finish(record('A', 'RT 01'))
    assert.isFalse(work.returns.get('uji/A')!.answered, 'nothing was corrected')
    work.finish(record('A', 'RT 02'))
    assert.isTrue(work.returns.get('uji/A')!.answered)
    work.takeReturn({ ...returned, returned_at: '2026-11-25T10:00:00+07:00' })
    assert.isTrue(work.returns.get('uji/A')!.answered)
    work.takeReturn({ ...returned, returned_at: '2026-11-25T11:00:00+07:00' })
    assert.isFalse(work.returns.get('uji/A')!.answered)
  })

  test('two copies that both went on are joined in either order: last edit, a rev above both, the longer chain', ({ assert }) => {
    const stick = begun()
    stick.finish(record('A', 'RT 01'))
    stick.finish(record('B', 'RT 01'))
    stick.exported({ sequence: 1, sha256: 'a'.repeat(64), records: 2, at: '2026-11-25T09:30:00+07:00', ...MADE })
    const home = copyOf(stick, 40)
    const village = copyOf(stick, 50)
    home.finish(record('A', 'RT 40'))
    home.finish(record('A', 'RT 41'))
    village.finish(record('A', 'RT 50'))
    village.finish(record('C', 'RT 51'))
    village.exported({ sequence: 2, sha256: 'b'.repeat(64), records: 3, at: '2026-11-25T09:55:00+07:00', ...MADE })
    const [here, there] = [copyOf(home, 0), copyOf(village, 0)]
    const joined = here.join(village.head, [...village.lines()])
    there.join(home.head, [...home.lines()])
    for (const work of [here, there]) {
      assert.equal(work.head.device, stick.head.device)
      assert.deepEqual([work.head.sequence, work.head.previous], [2, 'b'.repeat(64)])
      assert.deepEqual(work.records.get('uji/A')!.values, { alamat: 'RT 50' })
      assert.isAbove(work.records.get('uji/A')!.rev, 3)
      assert.sameMembers([...work.records.keys()], ['uji/A', 'uji/B', 'uji/C'])
    }
    assert.deepEqual(joined, { taken: 2, decided: 1 })
    assert.deepEqual(here.join(village.head, [...village.lines()]), { taken: 0, decided: 0 })
  })

  test('the work file opens with the key of the package and with no other', async ({ assert }) => {
    const [keys, others] = [await generateIssueKeys(), await generateIssueKeys()]
    const work = begun()
    work.setOperator('SITI OPERATOR')
    work.finish(record('A', 'RT 01'))
    work.draft(draft('B'))
    const head = { issue: ISSUE, ...work.head, app: 'siks-offline/1.0.0', saved_at: '2026-11-25T09:59:00+07:00' }
    const parts: Uint8Array[] = []
    for await (const part of chunksOf(await writeWork(head, keys.returnIdentity, work.lines()))) parts.push(part)
    const stream = () =>
      streamOf(
        (async function* () {
          yield* parts
        })(),
      )
    const text = Buffer.concat(parts).toString('latin1')
    assert.isTrue(text.startsWith(`SIKSWORK1 ${ISSUE}\n`))
    assert.notInclude(text, 'SITI')
    const { manifest, lines } = await openWork(stream(), keys.returnIdentity)
    const read: WorkLine[] = []
    for await (const line of lines) read.push(line)
    assert.deepInclude(manifest, { format: 'sikswork', version: 1, ...head })
    assert.deepEqual(read, [...work.lines()])
    await assert.rejects(() => openWork(stream(), others.returnIdentity), /milik paket/)
  })
})
