import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { createImport, requestApply } from '#verification/imports/acts'
import type { ImportFile } from '#verification/imports/files'
import { withIncoming } from '#verification/imports/unpack'
import { recapDifferences, tableNames } from '#verification/store/index'
import { untilSomebodyWaits } from '#tests/support/locks'
import { forgetQueuedJobs, kill, spawnWorker } from '#tests/support/worker_process'
import { changed, fileNow, filesIn, household, inDesk, openDesk, writeExport, type Desk } from './support.js'

const RECORDS = 600
/** Neither among the first rows that a job writes nor among the last. */
const MIDDLE = 400

const keyOf = (n: number) => `K${String(n).padStart(5, '0')}`

/** A large file, received; its check waits for a worker. */
async function received(): Promise<{ desk: Desk; file: ImportFile }> {
  const docs = (village: string) => Array.from({ length: RECORDS }, (_, n) => household(keyOf(n), village, n % 90))
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

/** A row that the job comes to in the middle: its key is held here by a row of another transaction, which is never kept. */
interface Held {
  table: string
  row: Record<string, string | number>
}

/** Lets a real worker process begin, waits until it waits for the row that is held, and kills it there. */
async function killedAmid(desk: Desk, jobId: string, { table, row }: Held): Promise<void> {
  const holder = await db.connection('owner').transaction()
  try {
    await holder.table(table).insert(row)
    const worker = await spawnWorker()
    await untilSomebodyWaits(table).finally(() => kill(worker, 'SIGKILL'))
  } finally {
    await holder.rollback()
  }
  const old = `heartbeat = now() - interval '1 minute'`
  await inDesk(desk, (tx) => query(tx, `update jobs set ${old} where regency_code = ? and id = ?`, [desk.regency.code, jobId]))
  await inDesk(desk, (tx) => query(tx, `update workers set ${old}`))
}

test.group('A worker killed in the middle', (group) => {
  group.each.setup(forgetQueuedJobs)

  group.teardown(() => clock.restore())

  test('of a check leaves nothing, and the check begins again to the whole', async ({ assert }) => {
    const { desk, file } = await received()
    await killedAmid(desk, file.jobId!, {
      table: 'import_records',
      row: {
        ...{
          regency_code: desk.regency.code,
          import_file_id: file.id,
          line: MIDDLE,
          module: 'bdt',
          period_id: desk.place.periodId,
        },
        ...{ device: 'PC', key: 'K', rev: 1, status: 'new' },
      },
    })
    assert.equal((await fileNow(desk, file)).state, 'checking')
    assert.equal(await count(desk, 'import_records'), 0)
    assert.equal((await runAndWait(file.jobId!)).state, 'done')
    assert.include(await fileNow(desk, file), { state: 'checked', read: RECORDS, changed: RECORDS, rejected: 0 })
    assert.equal(await count(desk, 'import_records'), RECORDS)
  })

  test('of an apply leaves the register as it was, and the apply begins again to the whole', async ({ assert }) => {
    const { desk, file: checked } = await received()
    await runAndWait(checked.jobId!)
    const jobId = await inDesk(desk, (tx) => requestApply(tx, desk.regency.code, checked.id))
    const file = { ...checked, jobId }
    const { updates, changes } = tableNames(desk.place.module.instrument)
    await killedAmid(desk, jobId, {
      table: updates,
      row: {
        ...{ period_id: desk.place.periodId, regency_code: desk.regency.code, key: keyOf(MIDDLE), kind: 'repair' },
        ...{ outcome: 'repaired', state: 'received', version: 1, code_list_version: '1', updated_at: '2026-01-01' },
      },
    })
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
