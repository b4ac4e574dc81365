import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { findJob } from '#services/jobs/dispatch'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { requestUndo } from '#verification/imports/acts'
import { recapDifferences, tableNames } from '#verification/store/index'
import { untilSomebodyWaits } from '#tests/support/locks'
import { forgetQueuedJobs, kill, spawnWorker } from '#tests/support/worker_process'
import { changed, fileNow, household, inDesk, openDesk, proposal, take, working, type Desk } from './support.js'

const KEYS = ['K1', 'K2', 'K3']

async function versionsIn(desk: Desk): Promise<[string, string | undefined, number | undefined][]> {
  const records = await Promise.all([...KEYS, 'N1'].map(async (key) => [key, await working(desk, key)] as const))
  return records.map(([key, record]) => [key, record?.doc.values.alamat as string | undefined, record?.version])
}

/** Lets a real worker process undo until it waits for the last record, which is held here, and kills it there. */
async function killedAtLastRecord(desk: Desk, jobId: string): Promise<void> {
  const { updates } = tableNames(desk.place.module.instrument)
  const holder = await db.connection('owner').transaction()
  const worker = await spawnWorker()
  try {
    const last = [desk.place.periodId, desk.regency.code, KEYS.at(-1)!]
    await holder.rawQuery(`select 1 from ${updates} where period_id = ? and regency_code = ? and key = ? for update`, last)
    await untilSomebodyWaits(updates)
  } finally {
    await kill(worker, 'SIGKILL')
    await holder.rollback()
  }
  await inDesk(desk, (tx) =>
    query(tx, `update jobs set heartbeat = now() - interval '1 minute' where regency_code = ? and id = ?`, [
      desk.regency.code,
      jobId,
    ]),
  )
  await inDesk(desk, (tx) => query(tx, `update workers set heartbeat = now() - interval '1 minute'`))
}

test.group('A worker killed in the middle of an undo', (group) => {
  group.each.setup(forgetQueuedJobs)

  group.teardown(() => clock.restore())

  test('leaves every record as the file had made it, and the undo begins again to the whole', async ({ assert }) => {
    const desk = await openDesk((village) => KEYS.map((key, n) => household(key, village, n + 1)))
    const edit = (key: string, n: number, alamat: string) => ({ doc: changed(household(key, desk.village, n), { alamat }) })
    await take(desk, { device: 'PC-1', records: [edit('K1', 1, 'JL SEMULA')] })
    const file = await take(desk, {
      ...{ device: 'PC-1', sequence: 2 },
      records: [
        ...KEYS.map((key, n) => ({ ...edit(key, n + 1, `JL BARU ${key}`), rev: 2 })),
        { doc: proposal('N1', desk.village, 9), kind: 'new', outcome: 'new' },
      ],
    })
    const before = await versionsIn(desk)
    assert.deepEqual(before[0], ['K1', 'JL BARU K1', 2])
    const jobId = await inDesk(desk, (tx) => requestUndo(tx, desk.regency.code, file.id))
    await killedAtLastRecord(desk, jobId)
    assert.equal((await inDesk(desk, (tx) => findJob(tx, jobId)))!.state, 'running')
    assert.equal((await fileNow(desk, file)).state, 'applied')
    assert.deepEqual(await versionsIn(desk), before)
    assert.deepEqual(await inDesk(desk, (tx) => recapDifferences(tx, desk.place)), [])

    assert.equal((await runAndWait(jobId)).state, 'done')
    assert.equal((await fileNow(desk, file)).state, 'undone')
    assert.deepEqual(await versionsIn(desk), [
      ['K1', 'JL SEMULA', 3],
      ['K2', undefined, undefined],
      ['K3', undefined, undefined],
      ['N1', undefined, undefined],
    ])
    const { changes } = tableNames(desk.place.module.instrument)
    const undone = await inDesk(desk, (tx) =>
      query<{ key: string }>(tx, `select key from ${changes} where period_id = ? and cause = 'undo' order by key`, [
        desk.place.periodId,
      ]),
    )
    assert.deepEqual(
      undone.map(({ key }) => key),
      ['K1', 'K2', 'K3', 'N1'],
      'each record was put back once',
    )
    assert.deepEqual(await inDesk(desk, (tx) => recapDifferences(tx, desk.place)), [])
    const acts = await inDesk(desk, (tx) =>
      query(tx, `select 1 from activities where regency_code = ? and action = 'import.undone'`, [desk.regency.code]),
    )
    assert.lengthOf(acts, 1)
  })
})
