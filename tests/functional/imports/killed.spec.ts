import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { findJob } from '#services/jobs/dispatch'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { createImport, requestApply } from '#verification/imports/acts'
import type { ImportFile } from '#verification/imports/files'
import { withIncoming } from '#verification/imports/unpack'
import { recapDifferences, tableNames } from '#verification/store/index'
import { eventually } from '#tests/support/patience'
import { forgetQueuedJobs, kill, spawnWorker } from '#tests/support/worker_process'
import { changed, fileNow, filesIn, household, inDesk, openDesk, writeExport, type Desk } from './support.js'

const RECORDS = 1_200

/** A large file, received; its check waits for a worker. */
async function received(): Promise<{ desk: Desk; file: ImportFile }> {
  const docs = (village: string) =>
    Array.from({ length: RECORDS }, (_, n) => household(`K${String(n).padStart(5, '0')}`, village, n % 90))
  const desk = await openDesk(docs)
  const path = await writeExport(desk, {
    records: docs(desk.village).map((doc, n) => ({ doc: changed(doc, { alamat: `RT ${n}` }) })),
  })
  const id = await withIncoming([{ path, name: 'besar.siks' }], (files) =>
    createImport(desk.own, { regency: desk.regency.code, source: 'browser', files }),
  )
  const [file] = await filesIn(desk, id)
  return { desk, file: file! }
}

const count = async (desk: Desk, table: string) => {
  const [row] = await inDesk(desk, (tx) =>
    query<{ total: number }>(tx, `select count(*)::int as total from ${table} where regency_code = ?`, [desk.regency.code]),
  )
  return row!.total
}

/** Lets a real worker process begin and kills it when some rows are done, but not all. False when it was quicker than the eye. */
async function killedAmid(desk: Desk, file: ImportFile): Promise<boolean> {
  const worker = await spawnWorker()
  const job = async () => (await inDesk(desk, (tx) => findJob(tx, file.jobId!)))!
  try {
    await eventually('the first rows', job, ({ done, state }) => done > 0 || state === 'done', 10)
  } finally {
    await kill(worker, 'SIGKILL')
  }
  if ((await job()).state === 'done') return false
  await inDesk(desk, (tx) =>
    query(tx, `update jobs set heartbeat = now() - interval '1 minute' where regency_code = ? and id = ?`, [
      desk.regency.code,
      file.jobId,
    ]),
  )
  await inDesk(desk, (tx) => query(tx, `update workers set heartbeat = now() - interval '1 minute'`))
  return true
}

/** A file whose job was killed amid, at the first attempt or at the next one: the worker may have been done before it was seen. */
async function caught(ask: (desk: Desk, file: ImportFile) => Promise<string>): Promise<{ desk: Desk; file: ImportFile }> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const { desk, file } = await received()
    const jobId = await ask(desk, file)
    if (await killedAmid(desk, { ...file, jobId })) return { desk, file: { ...file, jobId } }
  }
  throw new Error('The worker was never seen in the middle of its work.')
}

test.group('A worker killed in the middle', (group) => {
  group.each.setup(forgetQueuedJobs)

  group.teardown(() => clock.restore())

  test('of a check leaves nothing, and the check begins again to the whole', async ({ assert }) => {
    const { desk, file } = await caught(async (_desk, { jobId }) => jobId!)
    assert.equal((await fileNow(desk, file)).state, 'checking')
    assert.equal(await count(desk, 'import_records'), 0)
    assert.equal((await runAndWait(file.jobId!)).state, 'done')
    assert.include(await fileNow(desk, file), { state: 'checked', read: RECORDS, changed: RECORDS, rejected: 0 })
    assert.equal(await count(desk, 'import_records'), RECORDS)
  })

  test('of an apply leaves the register as it was, and the apply begins again to the whole', async ({ assert }) => {
    const { desk, file } = await caught(async (its, { id, jobId }) => {
      await runAndWait(jobId!)
      return inDesk(its, (tx) => requestApply(tx, its.regency.code, id))
    })
    const { updates, changes } = tableNames(desk.place.module.instrument)
    assert.equal((await fileNow(desk, file)).state, 'applying')
    assert.equal(await count(desk, updates), 0)
    assert.equal(await count(desk, changes), 0)
    assert.equal((await runAndWait(file.jobId!)).state, 'done')
    assert.include(await fileNow(desk, file), { state: 'applied', changed: RECORDS })
    assert.equal(await count(desk, updates), RECORDS)
    assert.equal(await count(desk, changes), RECORDS)
    assert.deepEqual(await inDesk(desk, (tx) => recapDifferences(tx, desk.place)), [])
  })
})
