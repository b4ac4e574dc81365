import { createHash } from 'node:crypto'
import { test } from '@japa/runner'
import drive from '@adonisjs/drive/services/main'
import { clock } from '#services/clock'
import { cancelJob, findJob } from '#services/jobs/dispatch'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query, scope, SYSTEM } from '#services/scope'
import { SiksError } from '#siks/errors'
import { generatePassphrase } from '#siks/issue_keys'
import { registerUntil } from '#tests/support/register'
import { revokeIssue } from '#verification/issues/acts'
import { issueSecrets } from '#verification/issues/issue'
import packageJob, { noteMade, PACKAGE_KIND } from '#verification/issues/package_job'
import { requestPackages } from '#verification/issues/request'
import { preparePackage } from '#verification/issues/write_package'
import { readBase } from '#verification/store/index'
import { recap } from '#verification/lists/recap'
import { registerFiles, requestRegister } from '#verification/issues/register_files'
import { household } from '#tests/functional/imports/support'
import { openOffice, type Office } from '#tests/functional/review/support'
import { allowData } from '#tests/support/data_access'
import {
  bytesOfPackage,
  issued,
  issueNow,
  noticesFor,
  NORTH,
  openPackageOffice,
  passphraseOf,
  readPackage,
  SOUTH,
} from './support.js'

async function base(office: Office, keys: string[]) {
  const docs = await office.act((tx) => readBase(tx, office.place, keys))
  return keys.map((key) => docs.get(key)!)
}

const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof SiksError ? error.code : String(error)),
  )

test.group('A package of base data', (group) => {
  group.each.teardown(() => clock.restore())

  test('counts the persons who live there as the recap does; who died is in it and not counted (S14)', async ({ assert }) => {
    const office = await openOffice(([village]) => {
      const [alive, mourning] = [household('P1', village!, 1), household('P2', village!, 2)]
      mourning.groups.members![2]!.sta_keberadaan_art = 2
      return [alive, mourning]
    })
    await allowData(office.regency.code)
    const [issue] = await issued(office)
    const { manifest, households } = await readPackage(await bytesOfPackage(office, issue!), {
      passphrase: await passphraseOf(office, issue!),
    })
    const { total } = await office.act((tx) => recap(tx, office.place, { dimension: 'state', kind: 'existing' }))
    assert.equal(total.persons, 5)
    assert.equal(issue!.persons, total.persons)
    assert.deepInclude(manifest.base, { households: 2, persons: 5 })
    assert.lengthOf(households[1]!.groups.members!, 3)
    const job = await office.act((tx) => requestRegister(tx, office.regency.code, 'bdt'))
    await runAndWait(job)
    const [file] = await office.act((tx) => registerFiles(tx, office.regency.code, job))
    assert.deepInclude(file, { records: 2, persons: 5 })
  })

  test('holds exactly the households of its village as the edition has them, and opens with its passphrase', async ({
    assert,
  }) => {
    const office = await openPackageOffice()
    const [issue] = await issued(office)
    const bytes = await bytesOfPackage(office, issue!)
    const { manifest, lines, households } = await readPackage(bytes, { passphrase: await passphraseOf(office, issue!) })
    assert.deepEqual(households, await base(office, ['P1', 'P2', 'P3']))
    assert.deepInclude(issue, { households: 3, persons: 9, size: bytes.length, number: 1, downloads: 0 })
    assert.equal(issue!.sha256, createHash('sha256').update(bytes).digest('hex'))
    const [village] = office.regency.villages
    assert.deepInclude(manifest, {
      ...{ format: 'siksdb', version: 1, issue: issue!.id, number: 1, modules: ['bdt'], code_system: 'kemendagri' },
      ...{ edition: office.place.editionId, period: office.place.periodId, scope: [village] },
      ...{ base: { households: 3, persons: 9, parts: null }, offline: { minimum: null } },
    })
    assert.equal(manifest.regency.code, office.regency.code)
    assert.deepInclude(manifest.villages[0], { code: village })
    assert.equal(manifest.villages[0]!.district.code, office.regency.district)
    assert.deepEqual(manifest.periods[0], {
      ...{ module: 'bdt', id: office.place.periodId, name: 'Periode Uji', closes_on: registerUntil() },
      edition: {
        ...{ id: office.place.editionId, name: 'Edisi Uji', decree: '8/HUK/2019', decree_date: '2019-01-10' },
        code_list_version: office.place.module.instrument.codeListVersion,
      },
    })
    assert.deepEqual(
      lines.filter(({ t }) => t === 'region').map((line) => ('code' in line ? line.code : '')),
      [office.regency.code, office.regency.district, village],
    )
    assert.deepEqual(
      lines.slice(3, 5).map((line) => ('module' in line ? [line.t, line.module] : [])),
      [
        ['instrument', 'bdt'],
        ['rules', 'bdt'],
      ],
    )
  })

  test('is opened by the key of its issue, and by no other passphrase', async ({ assert }) => {
    const office = await openPackageOffice()
    const [issue] = await issued(office)
    const bytes = await bytesOfPackage(office, issue!)
    const { identity } = await office.act((tx) => issueSecrets(tx, issue!.id))
    assert.lengthOf((await readPackage(bytes, { identity })).households, 3)
    assert.equal(await codeOf(readPackage(bytes, { passphrase: generatePassphrase() })), 'E_SIKS_PASSPHRASE')
    assert.equal(await codeOf(readPackage(bytes.subarray(0, -50), { identity })), 'E_SIKS_TRUNCATED')
  })

  test('of some SLS holds those households alone and says which', async ({ assert }) => {
    const office = await openPackageOffice()
    const [issue] = await issued(office, { localities: [SOUTH] })
    const { identity } = await office.act((tx) => issueSecrets(tx, issue!.id))
    const { manifest, households } = await readPackage(await bytesOfPackage(office, issue!), { identity })
    assert.deepEqual(households, await base(office, ['P3']))
    assert.deepEqual(manifest.base.parts, [{ village: office.regency.villages[0], localities: [SOUTH] }])
    assert.include(manifest.label, SOUTH)
  })

  test('of several villages is one for each or one for all, ordered by village, SLS and key', async ({ assert }) => {
    const office = await openPackageOffice()
    const villages = office.regency.villages.slice(0, 2)
    const each = await issued(office, { villages })
    assert.deepEqual(
      each.map(({ number, households }) => [number, households]),
      [
        [1, 3],
        [2, 1],
      ],
    )
    const [whole] = await issued(office, { villages, each: 'whole' })
    const { identity } = await office.act((tx) => issueSecrets(tx, whole!.id))
    const { manifest, households } = await readPackage(await bytesOfPackage(office, whole!), { identity })
    assert.deepEqual(households, await base(office, ['P1', 'P2', 'P3', 'P4']))
    assert.deepEqual(manifest.scope, villages)
    assert.equal(households[0]!.values.nama_sls, NORTH)
  })

  test('is written over the half that a killed run has left, and not again once it is whole', async ({ assert }) => {
    const office = await openPackageOffice()
    const { regency, place } = office
    const request = {
      regency: regency.code,
      modules: [place.module.name],
      villages: [regency.villages[0]!],
      each: 'village' as const,
    }
    const [handle] = await office.act((tx) => requestPackages(tx, request))
    const { jobId } = await issueNow(office, handle!)
    await drive.use().put(`${PACKAGE_KIND}/${regency.code}/${handle!.id}`, 'half of it')
    assert.equal((await runAndWait(jobId!)).state, 'done')
    const issue = await issueNow(office, handle!)
    const bytes = await bytesOfPackage(office, issue)
    assert.equal(issue.sha256, createHash('sha256').update(bytes).digest('hex'))
    await office.act((tx) => query(tx, `update jobs set state = 'queued' where id = ?`, [jobId]))
    await runAndWait(jobId!)
    assert.deepEqual(await bytesOfPackage(office, await issueNow(office, handle!)), bytes)
    await office.act(async (tx) => packageJob.ended!(tx, (await findJob(tx, jobId!))!, 'Uji'))
    assert.deepEqual(await bytesOfPackage(office, issue), bytes, 'a job that is given up after its commit leaves what it made')
  })

  test('revoked while it is written comes to nothing', async ({ assert }) => {
    const office = await openPackageOffice()
    const { regency } = office
    const request = { regency: regency.code, modules: ['bdt'], villages: [regency.villages[0]!], each: 'village' as const }
    const [handle] = await office.act((tx) => requestPackages(tx, request))
    const issue = await issueNow(office, handle!)
    const prepared = await preparePackage(scope.of(regency.code, SYSTEM), issue)
    for await (const chunk of prepared.content) assert.isAbove(chunk.length, 0)
    await office.act((tx) => revokeIssue(tx, issue, 'Salah desa'))
    await assert.rejects(() => office.act((tx) => noteMade(tx, issue, prepared, issue.id)), /dicabut sebelum/)
    assert.include(await issueNow(office, handle!), { madeAt: null, fileId: null, recovery: null })
  })

  test('is told to who asked once it is ready; several that were asked for together in one notice', async ({
    assert,
    client,
  }) => {
    const office = await openPackageOffice()
    const [one] = await issued(office)
    const first = {
      ...{ kind: 'package.ready', data: { plugin: 'bdt', number: 1, label: one!.label }, link: `/paket/${one!.id}` },
      user_id: office.supervisor.id,
    }
    assert.deepEqual(await noticesFor(office), [first])
    clock.freeze(new Date(clock.now().getTime() + 60_000))
    await issued(office, { villages: office.regency.villages.slice(0, 2) })
    const second = { kind: 'package.all_ready', data: { plugin: 'bdt', count: 2 }, link: '/paket', user_id: office.supervisor.id }
    assert.deepEqual(await noticesFor(office), [first, second])
    const page = (await client.get('/notifikasi').loginAs(office.supervisor)).text()
    assert.include(page, `Paket nomor 1 (${one!.label}) siap diunduh.`)
    assert.include(page, '2 paket siap diunduh.')
  })

  test('given up leaves neither file nor passphrase, and its issue says so', async ({ assert, client }) => {
    const office = await openPackageOffice()
    const { regency, place } = office
    const request = {
      regency: regency.code,
      modules: [place.module.name],
      villages: [regency.villages[0]!],
      each: 'village' as const,
    }
    const [handle] = await office.act((tx) => requestPackages(tx, request))
    const { jobId } = await issueNow(office, handle!)
    await office.act((tx) => cancelJob(tx, jobId!))
    assert.include(await issueNow(office, handle!), { madeAt: null, recovery: null, fileId: null })
    const page = await client.get(`/paket/${handle!.id}`).loginAs(office.supervisor)
    assert.include(page.text(), 'Pembuatan paket dibatalkan')
    assert.isFalse(await drive.use().exists(`${PACKAGE_KIND}/${regency.code}/${handle!.id}`))
  })
})
