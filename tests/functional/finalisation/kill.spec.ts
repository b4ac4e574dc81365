import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { dataFolder } from '#services/database/addresses'
import { findJob } from '#services/jobs/dispatch'
import { reviveJobs } from '#services/jobs/worker'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { finalisationOf, finalise, resultFiles } from '#verification/finalise/index'
import { eventually } from '#tests/support/patience'
import { forgetQueuedJobs, kill, spawnWorker } from '#tests/support/worker_process'
import { inPlace, periodOf, testRegister } from './support.js'

const leftOver = (job: string) => {
  const work = join(dataFolder(), 'work')
  return existsSync(work) ? readdirSync(work).filter((name) => name.startsWith(job)) : []
}

test.group('A worker killed while it seals', (group) => {
  group.each.setup(forgetQueuedJobs)

  test('leaves nothing half done, and the job resumes to one whole seal', async ({ assert }) => {
    const { place } = await testRegister(700)
    const worker = await spawnWorker()
    const jobId = await inPlace(place, async (tx) => finalise(tx, await periodOf(place)))
    const job = () => inPlace(place, (tx) => findJob(tx, jobId))
    await eventually(
      'the worker in the middle of its work',
      () => leftOver(jobId),
      (files) => files.length > 0,
    )
    await kill(worker, 'SIGKILL')
    assert.equal((await job())!.state, 'running')
    assert.equal((await inPlace(place, (tx) => finalisationOf(tx, place))).state, 'finalising')
    for (const table of ['seal_salts', 'seal_villages', 'result_files']) {
      const rows = await inPlace(place, (tx) => query(tx, `select 1 from ${table} where period_id = ?`, [place.periodId]))
      assert.lengthOf(rows, 0, table)
    }
    await inPlace(place, (tx) => query(tx, `update jobs set heartbeat = heartbeat - interval '1 minute' where id = ?`, [jobId]))
    await inPlace(place, (tx) => query(tx, `update workers set heartbeat = heartbeat - interval '1 minute'`))
    await reviveJobs()
    assert.equal((await runAndWait(jobId)).state, 'done')
    const { state, totals } = await inPlace(place, (tx) => finalisationOf(tx, place))
    assert.equal(state, 'finalised')
    assert.equal(totals!.records, 700)
    const [{ salts }] = (await inPlace(place, (tx) =>
      query<{ salts: number }>(tx, 'select count(*)::int as salts from seal_salts where period_id = ?', [place.periodId]),
    )) as [{ salts: number }]
    assert.equal(salts, 700)
    const files = await inPlace(place, (tx) => resultFiles(tx, place))
    assert.equal(new Set(files.map(({ name }) => name)).size, files.length)
    assert.lengthOf(leftOver(jobId), 0)
  })
})
