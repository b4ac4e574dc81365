import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { v7 as uuid } from 'uuid'
import { dismissJob, failedJobs, retryJob } from '#services/health/jobs'
import { healthReport, lightsOf } from '#services/health/report'
import { addJobHandler } from '#services/jobs/handlers'
import { dispatch, findJob } from '#services/jobs/dispatch'
import { runJob } from '#services/jobs/run_job'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'
import { as } from './support.js'

let fails = true
addJobHandler({
  name: 'uji.gagal',
  async run() {
    if (fails) throw Object.assign(new Error('Sengaja gagal.'), { code: 'E_UJI' })
  },
})
addJobHandler({
  name: 'uji.dilepas',
  run: () => Promise.reject(Object.assign(new Error('Sengaja gagal.'), { code: 'E_UJI' })),
  ended: () => Promise.resolve(),
})

async function failedJob(regency: string, name: string): Promise<string> {
  const id = await inScope(regency, (tx) => dispatch(tx, { name, regency }))
  await runJob(id, regency, 'uji')
  return id
}

test.group('Health', () => {
  test('tells jobs, storage, database, versions, backup, nights and the tail, and no secret', async ({ client, assert }) => {
    const staff = await ministryStaff()
    const report = await as(staff, healthReport)
    assert.deepEqual(report.database.migrations.pending, [])
    assert.isAbove(report.database.migrations.applied, 8)
    assert.isAbove(report.database.bytes, 1_000_000)
    assert.isAbove(report.storage.diskBytes, report.storage.freeBytes)
    assert.equal(report.versions.node, process.versions.node)
    assert.isTrue(report.versions.plugins.some(({ name }) => name === 'bdt'))
    const page = (await client.get('/admin/kesehatan').loginAs(staff)).text()
    assert.include(page, report.database.version)
    for (const secret of [process.env.APP_KEY, 'postgres://', 'password', process.env.SIKS_DATA_DIR]) {
      if (secret) assert.notInclude(page.replace(/Ganti Kata Sandi/g, ''), secret)
    }
  })

  test('a migration that the database lacks, no worker, no backup and an old tail are told by their lights', async ({
    assert,
  }) => {
    const report = await as(await ministryStaff(), healthReport)
    const now = new Date()
    const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
    const worse = {
      jobs: { ...report.jobs, workers: 0, failed: 2, oldestQueued: ago(2) },
      storage: { ...report.storage, freeBytes: 1, diskBytes: 100 },
      database: { ...report.database, migrations: { applied: 1, pending: ['database/migrations/0099_new'] } },
      log: { ...report.log, oldestUnsealed: ago(2), backupAt: null, nights: [] },
    }
    assert.deepEqual(lightsOf(worse, now), {
      workers: 'bad',
      jobs: 'bad',
      storage: 'bad',
      database: 'bad',
      log: 'bad',
      backup: 'bad',
      nights: 'warn',
    })
    const well = {
      jobs: { ...report.jobs, workers: 1, failed: 0, oldestQueued: null },
      storage: { ...report.storage, freeBytes: 60, diskBytes: 100 },
      database: { ...report.database, connections: 1 },
      log: {
        ...report.log,
        oldestUnsealed: null,
        broken: 0,
        backupAt: ago(3),
        nights: [{ night: ago(10), startedAt: ago(10), finishedAt: ago(9), failed: [] }],
      },
    }
    assert.deepEqual([...new Set(Object.values(lightsOf(well, now)))], ['good'])
    assert.equal(lightsOf({ ...well, log: { ...well.log, broken: 1 } }, now).log, 'bad')
  })

  test('a failed job runs again or is dismissed, once; one that let go of its page is not run from here', async ({
    client,
    assert,
  }) => {
    const { code } = await regencyForTest()
    const [staff, other] = [await ministryStaff(), await ministryStaff()]
    fails = true
    const [again, gone, released] = [
      await failedJob(code, 'uji.gagal'),
      await failedJob(code, 'uji.gagal'),
      await failedJob(code, 'uji.dilepas'),
    ]
    const listed = await as(staff, failedJobs)
    assert.containsSubset(
      listed.find(({ id }) => id === again),
      { retryable: true, message: 'Sengaja gagal.', error: 'E_UJI', regency: code },
    )
    assert.isFalse(listed.find(({ id }) => id === released)!.retryable)
    fails = false
    await client.post(`/admin/kesehatan/pekerjaan/${again}/ulangi`).loginAs(staff).withCsrfToken()
    await assert.rejects(() => as(other, (tx) => retryJob(tx, again)), /sudah ditangani/)
    await runJob(again, code, 'uji')
    assert.equal((await inScope(code, (tx) => findJob(tx, again)))?.state, 'done')
    await as(staff, (tx) => dismissJob(tx, gone))
    await assert.rejects(() => as(other, (tx) => dismissJob(tx, gone)), /sudah ditangani/)
    await assert.rejects(() => as(staff, (tx) => retryJob(tx, released)), /tidak dapat diulang dari sini/)
    const left = (await as(staff, failedJobs)).map(({ id }) => id)
    assert.notIncludeMembers(left, [again, gone])
    const [kept] = await db.connection('owner').from('jobs').where('id', gone)
    assert.equal(kept.state, 'failed')
    ;(await client.post(`/admin/kesehatan/pekerjaan/${uuid()}/ulangi`).loginAs(staff).withCsrfToken()).assertStatus(404)
    ;(
      await client
        .post(`/admin/kesehatan/pekerjaan/${released}/abaikan`)
        .loginAs(await supervisorOf(code))
        .withCsrfToken()
    ).assertStatus(404)
  })
})
