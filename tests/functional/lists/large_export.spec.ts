import { createHash } from 'node:crypto'
import { test } from '@japa/runner'
import drive from '@adonisjs/drive/services/main'
import { clock } from '#services/clock'
import { cancelJob, findJob } from '#services/jobs/dispatch'
import { runAndWait } from '#services/jobs/run_and_wait'
import { runJob } from '#services/jobs/run_job'
import { reviveJobs } from '#services/jobs/worker'
import { query } from '#services/scope'
import { exportedFile, requestExport, tidyExports } from '#verification/lists/export_job'
import { periodFor } from '#verification/periods/index'
import { household, NOON } from '#tests/functional/imports/support'
import { openOffice, type Office } from '#tests/functional/review/support'
import { eventually } from '#tests/support/patience'
import { forgetQueuedJobs, kill, spawnWorker } from '#tests/support/worker_process'
import { multiplyRecord } from './support.js'

const ROWS = 50_000

async function large(rows = ROWS): Promise<Office> {
  const office = await openOffice(([village]) => [household('K1', village!, 1)])
  await multiplyRecord(office, 'K1', rows - 1)
  return office
}

const ask = (office: Office) =>
  office.act(async (tx) => {
    const period = await periodFor(tx, office.place.module, office.regency.code)
    return requestExport(tx, period!, { kind: 'existing' }, 'csv', 'id')
  })

const jobOf = (office: Office, id: string) => office.act((tx) => findJob(tx, id))
const fileOf = (office: Office, id: string) => office.act(async (tx) => exportedFile(tx, (await findJob(tx, id))!))

/** Keys on the Drive under an export, with the size of each. */
async function contents(id: string): Promise<number[]> {
  const sizes: number[] = []
  const { objects } = await drive
    .use()
    .listAll(`export-${id}`, { recursive: true })
    .catch(() => ({ objects: [] }))
  for (const object of objects) if (object.isFile) sizes.push((await drive.use().getMetaData(object.key)).contentLength)
  return sizes
}

/** Waits until the job has done some of its rows, and others are still before it. */
async function begun(office: Office, id: string): Promise<void> {
  const { done, total } = await eventually(
    'the first rows',
    async () => (await jobOf(office, id))!,
    (job) => job.done > 0,
    10,
  )
  if (done >= total!) throw new Error('The job was over before it was seen in the middle of its work.')
}

test.group('An export of 50,000 households (S18)', (group) => {
  group.each.setup(forgetQueuedJobs)

  group.each.teardown(() => clock.restore())

  test('is answered at once with its progress, and holds every row, the last one too', async ({ client, assert }) => {
    const office = await large()
    for (const format of ['csv', 'xlsx']) {
      const answer = await client.get(`/bdt/perbaikan/unduh.${format}`).loginAs(office.supervisor).redirects(0)
      answer.assertStatus(302)
      const page = answer.header('location')!
      const id = page.split('/').at(-1)!
      assert.include(await jobOf(office, id), { state: 'queued', done: 0 }, 'nobody waits for the rows')
      assert.include((await client.get(page).loginAs(office.supervisor)).text(), `/pekerjaan/${id}.json`)
      const ended = await runAndWait(id)
      assert.include(ended, { state: 'done', done: ROWS, total: ROWS })
      const file = await client.get(`${page}/berkas`).loginAs(office.supervisor)
      const stored = (await fileOf(office, id))!
      assert.equal(Number(file.header('content-length')), stored.size)
      assert.deepEqual(await contents(id), [stored.size])
      if (format === 'xlsx') continue
      const lines = file.text().trimEnd().split('\r\n')
      assert.lengthOf(lines, ROWS + 1)
      assert.equal(lines.at(-1)!.split(';').at(-1), `X${String(ROWS - 1).padStart(6, '0')}`)
    }
  })

  test('whose worker is killed in the middle is no file, and begins again to the whole', async ({ client, assert }) => {
    const office = await large(2 * ROWS)
    const worker = await spawnWorker()
    const id = await ask(office)
    try {
      await begun(office, id)
    } finally {
      await kill(worker, 'SIGKILL')
    }
    assert.equal((await jobOf(office, id))!.state, 'running')
    assert.isNull(await fileOf(office, id))
    for (const path of [`/bdt/unduhan/${id}/berkas`, `/berkas/${id}`]) {
      ;(await client.get(path).loginAs(office.supervisor)).assertStatus(404)
    }
    await office.act((tx) => query(tx, `update jobs set heartbeat = heartbeat - interval '1 minute' where id = ?`, [id]))
    await office.act((tx) => query(tx, `update workers set heartbeat = heartbeat - interval '1 minute'`))
    await reviveJobs()
    assert.include(await runAndWait(id), { state: 'done', done: 2 * ROWS })
    const stored = (await fileOf(office, id))!
    assert.deepEqual(await contents(id), [stored.size], 'nothing of the first run is left beside the file')
    const bytes = Buffer.from(await drive.use().getBytes(stored.key))
    assert.equal(createHash('sha256').update(bytes).digest('hex'), stored.sha256)
    assert.lengthOf(bytes.toString().trimEnd().split('\r\n'), 2 * ROWS + 1)
  })

  test('that is stopped by the person leaves nothing behind', async ({ assert }) => {
    const office = await large(4 * ROWS)
    const id = await ask(office)
    const running = runJob(id, office.regency.code, 'uji:export')
    await begun(office, id)
    await office.act((tx) => cancelJob(tx, id))
    await running
    assert.equal((await jobOf(office, id))!.state, 'cancelled')
    assert.isNull(await fileOf(office, id))
    assert.deepEqual(await contents(id), [])
  })

  test('can be taken for three days; then its content is gone and the page offers the list again', async ({ client, assert }) => {
    const office = await openOffice(([village]) => [household('K1', village!, 1)])
    const id = await ask(office)
    await runAndWait(id)
    await tidyExports()
    assert.lengthOf(await contents(id), 1)
    clock.freeze(new Date(NOON.getTime() + 73 * 3_600_000))
    await tidyExports()
    assert.deepEqual(await contents(id), [])
    ;(await client.get(`/bdt/unduhan/${id}/berkas`).loginAs(office.supervisor)).assertStatus(404)
    const page = await client.get(`/bdt/unduhan/${id}`).loginAs(office.supervisor)
    assert.include(page.text(), 'href="/bdt/perbaikan"')
  })
})
