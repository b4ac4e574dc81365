import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { clock } from '#services/clock'
import { NATIONAL, query, scope, SYSTEM } from '#services/scope'
import { moveRecords } from '#verification/moves/move'
import { supervisorOf } from '#tests/support/people'
import { inScope } from '#tests/support/places'
import { forgetQueuedJobs } from '#tests/support/worker_process'
import {
  applyFile,
  changed,
  household,
  importPaths,
  inDesk,
  openDesk,
  proposal,
  recordsOf,
  take,
  undoFile,
  working,
  writeExport,
  type Desk,
} from '../imports/support.js'
import {
  addVillage,
  contentOf,
  drain,
  faultsIn,
  listed,
  recode,
  recodedRegency,
  rename,
  restoreList,
  tablesNaming,
  type Recoded,
} from './recode_support.js'

/** Where a row stays under the code it was written with. */
const LOG = ['activities', 'activity_blocks', 'reads', 'read_subjects', 'block_checks']

const KEYS = ['KODE-1', 'KODE-2', 'KODE-3', 'KODE-4']

/** An office under a former code at work: two results applied, a third waiting, a household moved, a place for everything. */
async function officeAtWork({ old }: Recoded) {
  const desk = await openDesk(
    (village) => KEYS.map((key, n) => household(key, n < 3 ? village : old.villages[1]!, n + 1)),
    undefined,
    old,
  )
  const first = household(KEYS[0]!, desk.village, 1)
  const fresh = proposal('baru-1', desk.village, 9)
  const records = [{ doc: changed(first, { sta_bangunan: 2 }) }, { doc: fresh, kind: 'new' as const, outcome: 'new' }]
  const file = await take(desk, { records })
  await inDesk(desk, (tx) =>
    moveRecords(
      tx,
      old.code,
      { kind: 'records', module: 'bdt', moves: [{ key: KEYS[2]!, to: old.villages[1]! }] },
      { id: uuid(), reason: 'Pindah domisili' },
    ),
  )
  await drain(old.code)
  return { desk, file, first, fresh }
}

/** The same desk after its regency has another code. */
function recodedDesk(desk: Desk, { now }: Recoded): Desk {
  return {
    ...desk,
    ...{ regency: now, village: now.villages[0]!, place: { ...desk.place, regency: now.code } },
    own: scope.of([now.code, desk.regency.code], desk.own.actor),
  }
}

test.group('regions:recode', (group) => {
  group.each.setup(() => forgetQueuedJobs())
  group.each.teardown(async () => {
    clock.restore()
    await restoreList()
  })

  test('a regency with a new code keeps its households, work and counts, and its people see the same', async ({
    assert,
    client,
  }) => {
    const codes = await recodedRegency()
    const { old, now } = codes
    const { desk, file, first, fresh } = await officeAtWork(codes)
    const user = await supervisorOf(old.code)
    const before = await listed(desk.place, old.code)
    const waiting = await writeExport(desk, {
      ...{
        sequence: 2,
        records: [
          { doc: changed(first, { sta_bangunan: 3 }), rev: 2 },
          { doc: changed(fresh, { alamat: 'JL BARU 7' }), kind: 'new', outcome: 'new', rev: 2 },
        ],
      },
    })
    await rename({ [old.code]: now.code })

    const dry = await recode(now.code, '--dry-run')
    assert.equal(dry.code, 0)
    assert.isTrue(dry.json.dry_run)
    assert.deepEqual(await listed(desk.place, old.code), before)

    const { code, json } = await recode(now.code)
    assert.equal(code, 0, JSON.stringify(json.refused))
    assert.deepEqual(json.recoded[0]!.tables, dry.json.recoded[0]!.tables)
    assert.containsSubset(json.recoded[0], {
      ...{ from: old.code, to: now.code, sealed: [] },
      tables: {
        bdt_households: 4,
        bdt_members: 12,
        bdt_updates: 2,
        bdt_current: 5,
        import_files: 1,
        imports: 1,
        record_places: 1,
        users: 2,
        finalisations: 1,
      },
    })
    const renamed = (text: string) => text.replace(old.code, now.code)
    assert.deepEqual(
      await listed(desk.place, now.code),
      before.map((row) => ({ ...row, village: renamed(row.village), district: renamed(row.district) })),
    )
    assert.deepEqual(await listed(desk.place, old.code), [])
    assert.deepEqual(
      (await tablesNaming(old.code)).filter((name) => !LOG.includes(name)),
      ['files'],
      'only the name under which the disk keeps a file has the former code',
    )

    assert.deepEqual(await faultsIn(old.code, now.code), [])

    await user.refresh()
    assert.equal(user.regionCode, now.code)
    const page = await client.get('/bdt/perbaikan').loginAs(user)
    page.assertStatus(200)
    for (const { name } of before.filter(({ key }) => KEYS.includes(key))) page.assertTextIncludes(name)

    const moved = recodedDesk(desk, codes)
    const [late] = await importPaths(moved, waiting)
    assert.containsSubset(late, { state: 'checked', read: 2, changed: 2, rejected: 0, conflicts: 0 })
    assert.deepEqual(
      (await recordsOf(moved, late!)).map(({ village }) => village),
      [now.villages[0], now.villages[0]],
    )
    await applyFile(moved, late!)
    assert.equal((await working(moved, first.key))!.doc.values.village_code, now.villages[0])
    assert.equal((await working(moved, 'baru-1'))!.doc.values.village_code, now.villages[0])
    await undoFile(moved, late!)
    assert.equal((await working(moved, first.key))!.doc.values.sta_bangunan, 2)
    assert.equal((await undoFile(moved, { ...file, regency: now.code })).state, 'undone')
  }).timeout(60_000)

  test('a second run changes nothing, and the act stands in the log of the ministry and of the regency', async ({ assert }) => {
    const codes = await recodedRegency()
    const { old, now } = codes
    await officeAtWork(codes)
    await rename({ [old.code]: now.code })
    assert.lengthOf((await recode(old.code)).json.recoded, 1)
    const after = await contentOf(old.code, now.code)
    const again = await recode(old.code)
    assert.deepEqual(again.json, { dry_run: false, recoded: [], refused: [] })
    assert.equal(again.code, 0)
    assert.equal(await contentOf(old.code, now.code), after)
    const acts = await scope.run(scope.of([NATIONAL, now.code], SYSTEM), (tx) =>
      query<{ regency: string; from: string }>(
        tx,
        `select regency_code as regency, data->>'from' as from from activities where action = 'regions.recoded' and object_id = ? order by 1`,
        [now.code],
      ),
    )
    assert.deepEqual(
      acts,
      [NATIONAL, now.code].map((regency) => ({ regency, from: old.code })),
    )
  })

  test('between the newer list and the recoding, results of the villages still come in, and are recoded with the rest', async ({
    assert,
  }) => {
    const codes = await recodedRegency()
    const { old, now } = codes
    const { desk, first } = await officeAtWork(codes)
    await rename({ [old.code]: now.code })
    const records = [
      { doc: changed(first, { sta_bangunan: 3 }), rev: 2 },
      { doc: proposal('baru-2', desk.village, 8), kind: 'new' as const, outcome: 'new' },
    ]
    const file = await take(desk, { sequence: 2, records })
    assert.containsSubset(file, { state: 'applied', read: 2, changed: 1, fresh: 1, rejected: 0 })
    assert.equal((await working(desk, 'baru-2'))!.doc.values.village_code, old.villages[0])
    await drain(old.code)
    assert.lengthOf((await recode(old.code)).json.recoded, 1)
    const moved = recodedDesk(desk, codes)
    assert.equal((await working(moved, 'baru-2'))!.doc.values.village_code, now.villages[0])
    assert.equal((await working(moved, first.key))!.doc.values.sta_bangunan, 3)
  })

  test('while work of the regency waits it is refused with the reason, and nothing is half done', async ({ assert }) => {
    const codes = await recodedRegency()
    const { old, now } = codes
    const { desk } = await officeAtWork(codes)
    const job = uuid()
    await inScope(old.code, ({ trx, now: at }) =>
      trx.table('jobs').insert({ id: job, regency_code: old.code, name: 'lists.export', created_at: at }),
    )
    await rename({ [old.code]: now.code })
    const before = await contentOf(old.code, now.code)
    const { code, json } = await recode(old.code)
    assert.equal(code, 1)
    assert.containsSubset(json.refused[0], { from: old.code, to: now.code, code: 'E_RECODE_JOB' })
    assert.match(
      json.refused[0]!.message,
      /Masih ada 1 pekerjaan yang menunggu atau berjalan .*lists\.export.* Ulangi setelah selesai/,
    )
    assert.equal(await contentOf(old.code, now.code), before)
    assert.lengthOf(await listed(desk.place, old.code), 5)
    await inScope(old.code, ({ trx }) => trx.from('jobs').where('id', job).update({ state: 'cancelled' }))
    assert.lengthOf((await recode(old.code)).json.recoded, 1)
  })

  test('a code that nobody knows is refused, and a village without a counterpart stops its regency', async ({ assert }) => {
    const unknown = await recode('33.99')
    assert.equal(unknown.code, 1)
    assert.equal(unknown.json.error?.code, 'E_RECODE_NOTHING')
    const codes = await recodedRegency()
    const { old, now } = codes
    const lost = await addVillage(`${old.district}.2999`, old.district)
    await openDesk((village) => [household('ADA', village, 1), household('HILANG', lost, 2)], undefined, old)
    await rename({ [old.code]: now.code })
    const { json } = await recode(old.code)
    assert.containsSubset(json.refused[0], { code: 'E_RECODE_VILLAGE' })
    assert.include(json.refused[0]!.message, `${lost} (1 data) tidak punya padanan di bawah ${now.code}`)
    await rename({ [lost]: now.villages[1]! })
    assert.lengthOf((await recode(old.code)).json.recoded, 1)
  })
})
