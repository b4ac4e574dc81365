import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import type { RecordDoc } from '#verification/instrument'
import { decideUpdates } from '#verification/review/decide'
import { waive } from '#verification/review/waive'
import { recapDifferences, RecordWriter, tableNames, type RecordWrite } from '#verification/store/index'
import { planActUndo } from '#verification/undo/plan'
import { undoAct } from '#verification/undo/undo'
import { changed, household } from '#tests/functional/imports/support'
import { openOffice, received, waivableProblem, workingOf, write, type Office } from './support.js'

/** Two households of one village, the first of which was accepted as `first` says. */
async function accepted(first: (office: Office) => Partial<RecordWrite> = () => ({})) {
  const office = await openOffice(([a]) => ['K01', 'K02'].map((key, n) => household(key, a!, n + 1)))
  const [village] = office.regency.villages
  const [one, two] = [1, 2].map((n) => changed(household(`K0${n}`, village!, n), { alamat: `JALAN BARU ${n}` }))
  const more = first(office)
  await write(office, received(one!, more), received(two!))
  if (more.problems) await office.act((tx) => waive(tx, office.place, 'K01', { reason: 'Dicek' }))
  await office.act((tx) => decideUpdates(tx, office.place, ['K01'], { take: 'accept' }))
  return { office, before: (await workingOf(office, 'K01'))!, two: two! }
}

async function edit(office: Office, doc: RecordDoc, more: Partial<RecordWrite> = {}): Promise<string> {
  const act = uuid()
  await office.act(async (tx) => {
    const writer = new RecordWriter(tx, office.place, { type: 'edit', id: act })
    await writer.write([received(doc, more)])
    await writer.finish()
  })
  return act
}

/** The same document, its first person with another NIK. */
function withNik(doc: RecordDoc, nik: unknown): RecordDoc {
  const [head, ...others] = doc.groups.members!
  return { ...doc, groups: { ...doc.groups, members: [{ ...head!, nik: nik as string }, ...others] } }
}

const nikOf = (doc: RecordDoc) => doc.groups.members![0]!.nik

async function undo(office: Office, act: string) {
  const plan = await office.act((tx) => planActUndo(tx, office.place, act))
  if (plan.restorable.length > 0) await office.act((tx) => undoAct(tx, office.place, act, plan.token))
  return plan
}

async function lastDecision(office: Office): Promise<string> {
  const { changes } = tableNames(office.place.module.instrument)
  const [row] = await office.act((tx) =>
    query<{ id: string }>(
      tx,
      `select cause_id as id from ${changes} where regency_code = ? and cause = 'decision' order by version desc, at desc limit 1`,
      [office.regency.code],
    ),
  )
  return row!.id
}

const differences = (office: Office) => office.act((tx) => recapDifferences(tx, office.place))

test.group('What was accepted stands again', (group) => {
  group.each.teardown(() => clock.restore())

  test('after an edit that brought a blocking problem of its own', async ({ assert }) => {
    const { office, before } = await accepted()
    const doc = changed(before.doc, { alamat: 'JALAN SALAH' })
    const act = await edit(office, doc, { version: before.version, problems: [waivableProblem(office)] })
    assert.deepInclude(await undo(office, act), { left: 0, removed: 0 })
    assert.deepInclude(await workingOf(office, 'K01'), { state: 'accepted', doc: before.doc, blocking: 0 })
    assert.deepEqual(await differences(office), [])
  })

  test('after an edit that gave somebody the NIK of another, and the other is free of that problem again', async ({ assert }) => {
    const { office, before, two } = await accepted()
    const act = await edit(office, withNik(before.doc, nikOf(two)), { version: before.version })
    for (const key of ['K01', 'K02']) assert.equal((await workingOf(office, key))!.blocking, 1)
    assert.deepInclude(await undo(office, act), { left: 0, removed: 0 })
    assert.deepInclude(await workingOf(office, 'K01'), { state: 'accepted', doc: before.doc, blocking: 0, setProblems: [] })
    assert.deepInclude(await workingOf(office, 'K02'), { blocking: 0, setProblems: [] })
    assert.deepEqual(await differences(office), [])
  })

  test('with a problem that is waived, after a decision and after an edit', async ({ assert }) => {
    const { office, before } = await accepted((opened) => ({ problems: [waivableProblem(opened)] }))
    await office.act((tx) => decideUpdates(tx, office.place, ['K01'], { take: 'return', reason: 'Periksa' }))
    assert.deepInclude(await undo(office, await lastDecision(office)), { left: 0 })
    const { version } = (await workingOf(office, 'K01'))!
    const act = await edit(office, changed(before.doc, { alamat: 'LAIN' }), { version })
    assert.deepInclude(await undo(office, act), { left: 0 })
    const standing = { state: 'accepted', doc: before.doc, problems: before.problems, blocking: 0 } as const
    assert.deepInclude(await workingOf(office, 'K01'), standing)
    assert.deepEqual(await differences(office), [])
  })

  test('but not where it would now clash with what others typed since', async ({ assert }) => {
    const { office, before, two } = await accepted()
    const freed = await edit(office, withNik(before.doc, '3201014403149977'), { version: before.version })
    await edit(office, withNik(two, nikOf(before.doc)), { version: 1 })
    assert.equal((await workingOf(office, 'K01'))!.blocking, 0)
    const plan = await undo(office, freed)
    assert.containsSubset(plan, { restorable: [], left: 1, examples: [{ key: 'K01', because: 'blocked' }] })
    await office.act((tx) => decideUpdates(tx, office.place, ['K02'], { take: 'withdraw', reason: 'Salah ketik' }))
    assert.deepInclude(await undo(office, freed), { left: 0 })
    assert.deepInclude(await workingOf(office, 'K01'), { state: 'accepted', doc: before.doc, blocking: 0 })
    assert.deepEqual(await differences(office), [])
  })
})
