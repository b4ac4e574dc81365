import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import { addJobHandler } from '#services/jobs/handlers'
import { JobCancelled, type Job } from '#services/jobs/definition'
import { cancelJob, dispatch, findJob } from '#services/jobs/dispatch'
import { runAndWait } from '#services/jobs/run_and_wait'
import { runJob } from '#services/jobs/run_job'
import { reviveJobs } from '#services/jobs/worker'
import { CONSOLE, scope, type Scope } from '#services/scope'
import { eventually } from '#tests/support/patience'
import { regencyForTest } from '#tests/support/places'
import { forgetQueuedJobs, kill, spawnWorker } from '#tests/support/worker_process'

let [REGENCY, ELSEWHERE] = ['', '']
let OWN: Scope

function ask(name: string, payload = {}) {
  return scope.run(OWN, (tx) => dispatch(tx, { name, regency: REGENCY, subject: 'subject-1', payload }))
}

async function read(id: string): Promise<Job> {
  return (await scope.run(OWN, (tx) => findJob(tx, id)))!
}

const until = (id: string, holds: (job: Job) => boolean) => eventually('the job', () => read(id), holds)

test.group('Jobs', (group) => {
  group.setup(async () => {
    ;[REGENCY, ELSEWHERE] = [(await regencyForTest()).code, (await regencyForTest()).code]
    OWN = scope.of(REGENCY, CONSOLE)
  })
  group.each.setup(forgetQueuedJobs)

  test('a job asked for in a transaction that rolls back does not exist and never runs', async ({ assert }) => {
    let ran = 0
    addJobHandler({ name: 'test.rolled_back', run: async () => void (ran += 1) })
    let id = ''
    await assert.rejects(() =>
      scope.run(OWN, async (tx) => {
        id = await dispatch(tx, { name: 'test.rolled_back', regency: REGENCY })
        throw new Error('no')
      }),
    )
    assert.isNull(await scope.run(OWN, (tx) => findJob(tx, id)))
    assert.isNull(
      await scope.run(OWN, ({ trx }) => trx.from('pgboss.job').where('id', id).first()),
      'the queue must not know it either',
    )
    assert.equal(ran, 0)
  })

  test('a command runs its job itself where no worker lives, and a second run changes nothing', async ({ assert }) => {
    let ran = 0
    addJobHandler({
      name: 'test.counted',
      async run({ report, actor, job }) {
        ran += 1
        assert.equal(actor.role, 'console')
        assert.deepEqual(job.payload, { file: 'f1' })
        await report(3, 3, { id: 'Selesai', en: 'Done' })
      },
    })
    const id = await ask('test.counted', { file: 'f1' })
    const job = await runAndWait(id)
    assert.containsSubset(job, {
      state: 'done',
      done: 3,
      total: 3,
      text: { id: 'Selesai', en: 'Done' },
      error: null,
      subject: 'subject-1',
    })
    await runJob(id, REGENCY, 'another')
    assert.equal(ran, 1)
  })

  test('a reason meant for the user is kept, an unexpected one is not shown', async ({ assert }) => {
    addJobHandler({
      name: 'test.refused',
      async run() {
        throw Object.assign(new Error('Berkas kosong. Ekspor ulang.'), { code: 'E_FILE_EMPTY' })
      },
    })
    addJobHandler({
      name: 'test.broken',
      async run() {
        throw new Error('secret 3371010101019901')
      },
    })
    const refused = await runAndWait(await ask('test.refused'))
    assert.containsSubset(refused, { state: 'failed', error: 'E_FILE_EMPTY', message: 'Berkas kosong. Ekspor ulang.' })
    const broken = await runAndWait(await ask('test.broken'))
    assert.equal(broken.error, 'E_INTERNAL')
    assert.notInclude(broken.message!, 'secret')
    const unknown = await runAndWait(await ask('test.nobody_knows'))
    assert.equal(unknown.error, 'E_JOB_UNKNOWN')
  })

  test('a lost connection is tried again, not shown as a failure', async ({ assert }) => {
    let ran = 0
    addJobHandler({
      name: 'test.flaky',
      async run() {
        ran += 1
        if (ran === 1) throw Object.assign(new Error('terminating connection'), { code: '57P01' })
      },
    })
    const job = await runAndWait(await ask('test.flaky'))
    assert.containsSubset(job, { state: 'done', attempts: 2 })
  })

  test('a waiting job is cancelled at once and a running one when its handler asks', async ({ assert }) => {
    const waiting = await ask('test.never')
    assert.equal((await scope.run(OWN, (tx) => cancelJob(tx, waiting)))!.state, 'cancelled')
    await runJob(waiting, REGENCY, 'w')
    assert.equal((await read(waiting)).state, 'cancelled')

    addJobHandler({
      name: 'test.obedient',
      async run({ cancelled, job }) {
        await scope.run(OWN, (tx) => cancelJob(tx, job.id))
        while (!(await cancelled())) await wait(50)
        throw new JobCancelled()
      },
    })
    const running = await runAndWait(await ask('test.obedient'))
    assert.containsSubset(running, { state: 'cancelled', error: 'E_JOB_CANCELLED' })
  })

  test('nobody outside the regency finds the job', async ({ assert }) => {
    const id = await ask('test.never')
    assert.isNull(await scope.run(scope.of(ELSEWHERE, CONSOLE), (tx) => findJob(tx, id)))
    assert.isNull(await scope.run(scope.of(ELSEWHERE, CONSOLE), (tx) => cancelJob(tx, id)))
    await scope.run(OWN, (tx) => cancelJob(tx, id))
  })

  test('a worker killed in the middle leaves nothing, and another one does the whole job once', async ({ assert }) => {
    const first = await spawnWorker()
    const id = await ask('test.slow', { pause: 60_000 })
    const halfway = await until(id, (job) => job.done === 1)
    assert.containsSubset(halfway, { state: 'running', total: 2, message: 'Setengah jalan' })
    await kill(first, 'SIGKILL')
    const rows = () =>
      scope.run(OWN, ({ trx }) => trx.from('notifications').where('regency_code', REGENCY).where('link', id).orderBy('kind'))
    assert.lengthOf(await rows(), 0)
    const heardBefore = (seconds: number) =>
      scope.run(OWN, ({ trx }) =>
        trx.rawQuery(`update jobs set heartbeat = clock_timestamp() - make_interval(secs => ?) where id = ?`, [seconds, id]),
      )
    await heardBefore(0)
    await reviveJobs()
    assert.equal((await read(id)).state, 'running', 'a worker that was heard a moment ago is not taken for dead')
    await heardBefore(60)

    const second = await spawnWorker()
    const job = await until(id, ({ state }) => state === 'done')
    assert.equal(job.attempts, 2)
    assert.deepEqual(
      (await rows()).map((row) => row.kind),
      ['first', 'second'],
    )
    await kill(second, 'SIGKILL')
  })

  test('a worker told to stop finishes what it runs', async ({ assert }) => {
    const worker = await spawnWorker()
    const id = await ask('test.slow', { pause: 3000 })
    await until(id, (job) => job.done === 1)
    await kill(worker, 'SIGTERM')
    assert.equal((await read(id)).state, 'done')
  })
})
