import { test } from '@japa/runner'
import { generateIssueKeys } from '#siks/issue_keys'
import { openWork } from '#siks/work'
import type { Base } from '../../../resources/offline/files/base.js'
import { Work } from '../../../resources/offline/work/work.js'
import { Shelf, StickFile } from './keeping.js'

const { Keeper } = await import('../../../resources/offline/work/keeper.js')
const ISSUE = '0199c2f4-7a10-7000-8000-000000003371'

const record = (key: string, alamat: string) => ({
  ...{ module: 'uji', key, kind: 'repair' as const, outcome: 'repaired', values: { alamat }, groups: {} },
})

/** Packages of an office, and works on them that are kept. */
async function office() {
  const keys = await generateIssueKeys()
  const manifest = { issue: ISSUE, return_identity: keys.returnIdentity, scope: ['33.71.01.1003'], number: 12 }
  const base = { manifest, records: new Map(), regions: new Map() } as unknown as Base
  const read = async (file: Blob, identity = keys.returnIdentity) => {
    const { manifest: head, lines } = await openWork(file.stream(), identity)
    const found = []
    for await (const line of lines) found.push(line)
    return { head, lines: found }
  }
  let minute = 0
  const begun = (shelf = new Shelf()) => {
    const work = new Work(ISSUE, () => `2026-11-25T09:${String(minute++).padStart(2, '0')}:00+07:00`)
    const keeper = new Keeper(base, work, shelf, () => undefined)
    const join = async (file: Blob) => {
      const { head, lines } = await read(file)
      work.join(head, lines)
    }
    return { work, keeper, shelf, join }
  }
  return { begun, read }
}

test.group('The work file', () => {
  test('a newer file on the stick is joined before it is written, and a file of something else is left as it is', async ({
    assert,
  }) => {
    const { begun, read } = await office()
    const stick = new StickFile()
    const first = begun()
    first.work.finish(record('A', 'RT 01'))
    await first.keeper.use(stick, first.join)
    const second = begun()
    second.work.finish(record('B', 'RT 02'))
    await second.keeper.use(stick, second.join)
    assert.sameMembers(
      (await read(stick.content)).lines.map(({ key }) => key),
      ['A', 'B'],
    )
    const other = (await office()).begun()
    other.work.finish(record('X', 'RT 09'))
    await assert.rejects(() => other.keeper.use(stick, other.join), /milik paket/)
    assert.isNull(other.keeper.safety.file)
    assert.lengthOf((await read(stick.content)).lines, 2)
  })

  test('what another computer wrote into the file meanwhile is joined before the next write', async ({ assert }) => {
    const { begun, read } = await office()
    const stick = new StickFile()
    const [here, there] = [begun(), begun()]
    here.work.finish(record('A', 'RT 01'))
    await here.keeper.use(stick, here.join)
    await there.keeper.use(stick, there.join)
    there.work.finish(record('B', 'RT 02'))
    await there.keeper.saveFile()
    here.work.finish(record('C', 'RT 03'))
    await here.keeper.saveFile()
    assert.sameMembers(
      (await read(stick.content)).lines.map(({ key }) => key),
      ['A', 'B', 'C'],
    )
    assert.equal(here.keeper.safety.unsaved, 0)
  })

  test('a stick that was pulled out makes a copy due, and the file is written again once it is back', async ({ assert }) => {
    const { begun, read } = await office()
    const stick = new StickFile()
    const { work, keeper, join } = begun()
    await keeper.use(stick, join)
    stick.isPulled = true
    for (let n = 0; n < 20; n++) work.finish(record(`K${n}`, 'RT 01'))
    await keeper.saveFile()
    assert.isNotNull(keeper.safety.fault)
    assert.isTrue(keeper.safety.due)
    stick.isPulled = false
    await keeper.retry()
    assert.isNull(keeper.safety.fault)
    assert.isFalse(keeper.safety.due)
    assert.lengthOf((await read(stick.content)).lines, 20)
  })

  test('after an export without a work file a copy is due at once', async ({ assert }) => {
    const { begun } = await office()
    const { work, keeper, join } = begun()
    work.finish(record('A', 'RT 01'))
    const made = { sequence: 1, sha256: 'a'.repeat(64), records: 1, at: '', name: '', outcomes: {}, left: 0 }
    assert.isFalse(keeper.safety.due)
    work.exported(made)
    keeper.demand()
    assert.isTrue(keeper.safety.due)
    await keeper.use(new StickFile(), join)
    assert.isFalse(keeper.safety.due)
    assert.isFalse(keeper.safety.exported)
  })
})

test.group('The browser’s copy', () => {
  test('reopening the page does not make unsaved changes count as saved', async ({ assert }) => {
    const { begun } = await office()
    const before = begun()
    for (let n = 0; n < 20; n++) before.work.finish(record(`K${n}`, 'RT 01'))
    await before.keeper.flush()
    const { kept } = before.shelf.saved.at(-1)!
    assert.lengthOf(kept!.unsaved, 20)
    const after = begun()
    after.work.join(before.work.head, [...before.work.lines()])
    after.keeper.resumed(kept)
    assert.isTrue(after.keeper.safety.due)
    const silent = begun()
    silent.work.join(before.work.head, [...before.work.lines()])
    silent.keeper.resumed(undefined)
    assert.isTrue(silent.keeper.safety.due, 'a copy that does not say counts as in no file')
  })

  test('with a work file chosen at opening, only what it lacks counts as unsaved', async ({ assert }) => {
    const { begun } = await office()
    const before = begun()
    before.work.finish(record('A', 'RT 01'))
    const inFile = [...before.work.lines()]
    before.work.finish(record('B', 'RT 02'))
    const after = begun()
    after.work.join(before.work.head, [...before.work.lines()])
    after.keeper.resumed({ unsaved: ['uji/A', 'uji/B'], since: null, savedAt: null, exported: false })
    after.work.join(before.work.head, inFile)
    after.keeper.settled('2026-11-25T09:30:00+07:00', 0, inFile)
    assert.equal(after.keeper.safety.unsaved, 1)
  })

  test('writes follow one another, so that an older state never comes last', async ({ assert }) => {
    const { begun } = await office()
    const { work, keeper, shelf } = begun()
    let go: () => void = () => undefined
    shelf.wait = new Promise((resolve) => (go = resolve))
    work.finish(record('A', 'RT 01'))
    const first = keeper.flush()
    await Promise.resolve()
    work.finish(record('B', 'RT 02'))
    shelf.wait = Promise.resolve()
    const second = keeper.flush()
    await new Promise((resolve) => setTimeout(resolve, 5))
    assert.lengthOf(shelf.saved, 0)
    go()
    await Promise.all([first, second])
    assert.deepEqual(
      shelf.saved.map(({ ids }) => ids),
      [['uji/A'], ['uji/B']],
    )
  })

  test('full storage is told, counts as not kept, and is tried again', async ({ assert }) => {
    const { begun } = await office()
    const { work, keeper, shelf } = begun()
    shelf.refusal = new DOMException('full', 'QuotaExceededError')
    work.finish(record('A', 'RT 01'))
    await keeper.flush()
    assert.equal(keeper.safety.fault, shelf.refusal)
    assert.isFalse(keeper.safety.cached)
    shelf.refusal = null
    await keeper.retry()
    assert.isNull(keeper.safety.fault)
    assert.deepEqual(shelf.saved.at(-1)!.ids, ['uji/A'])
  })
})
