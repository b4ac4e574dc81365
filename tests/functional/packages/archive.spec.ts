import { test } from '@japa/runner'
import { openArchive } from '#siks/archive'
import { openPackage } from '#siks/package'
import { clock } from '#services/clock'
import { cancelJob } from '#services/jobs/dispatch'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { revealPassphrases, revokeIssue } from '#verification/issues/acts'
import { createIssues } from '#verification/issues/issue'
import { issuesOfJob } from '#verification/issues/issue_list'
import { admitted, requestArchive } from '#verification/issues/request'
import { findIssued } from '#verification/issues/stored'
import { allowData, endAccess } from '#tests/support/data_access'
import { textOf } from '#tests/functional/review/support'
import { bytesOfPackage, issueNow, noticesFor, onDisk, openPackageOffice, post, refusal } from './support.js'

test.group('Base data of a whole regency in one ZIP', (group) => {
  group.each.teardown(() => clock.restore())

  test('is one file with a package of each village that has households, and no passphrase in it', async ({ client, assert }) => {
    const office = await openPackageOffice()
    const { code, villages } = office.regency
    const job = await office.act((tx) => requestArchive(tx, code, ['bdt']))
    assert.equal((await runAndWait(job)).state, 'done')
    const issues = await office.act((tx) => issuesOfJob(tx, code, job))
    assert.deepEqual(
      issues.map(({ villages: of, households, state, inArchive }) => [of, households, state, inArchive]),
      [
        [[villages[0]], 3, 'ready', true],
        [[villages[1]], 1, 'ready', true],
      ],
    )
    const phrases = await office.act((tx) => revealPassphrases(tx, issues))
    const bytes = await bytesOfPackage(office, issues[0]!)
    const archive = await openArchive(await onDisk('paket.zip', bytes))
    assert.lengthOf(archive.entries, 2)
    for (const [at, entry] of archive.entries.entries()) {
      const { manifest, lines } = await openPackage(await entry.open(), { passphrase: phrases[at]! })
      assert.equal(manifest.issue, issues[at]!.id)
      for await (const line of lines) assert.isString(line.t)
      assert.match(entry.name, new RegExp(`^${office.regency.district}-[a-z0-9-]+/paket-00${at + 1}-${villages[at]}-`))
    }
    archive.close()
    const page = await client.get(`/paket/zip/${job}`).loginAs(office.supervisor)
    assert.include(page.text(), 'Frasa sandi sudah ditampilkan')
    const file = await client.get(`/paket/zip/${job}/unduh`).loginAs(office.supervisor)
    assert.equal(Number(file.header('content-length')), bytes.length)
    for (const issue of issues) assert.equal((await issueNow(office, issue)).downloads, 1)
    ;(await client.get(`/paket/${issues[0]!.id}/unduh`).loginAs(office.supervisor)).assertStatus(422)
    const reads = await office.act((tx) =>
      query(tx, `select object_type, object_id from reads where regency_code = ? and action = 'download'`, [code]),
    )
    assert.deepEqual(reads, [{ object_type: 'job', object_id: job }])
    assert.deepInclude(await noticesFor(office), {
      ...{
        kind: 'package.archive_ready',
        data: { plugin: 'bdt', count: 2 },
        link: `/paket/zip/${job}`,
        user_id: office.supervisor.id,
      },
    })
  })

  test('is asked for in a moment and once, however many tabs ask; the job makes the issues', async ({ assert, client }) => {
    const office = await openPackageOffice()
    const { code } = office.regency
    const [job, same] = await Promise.all([1, 2].map(() => office.act((tx) => requestArchive(tx, code, ['bdt']))))
    assert.equal(same, job)
    const countIssues = async () =>
      (await office.act((tx) => query(tx, 'select 1 from issues where regency_code = ?', [code]))).length
    assert.equal(await countIssues(), 0)
    assert.include((await client.get(`/paket/zip/${job}`).loginAs(office.supervisor)).text(), `/pekerjaan/${job}.json`)
    await runAndWait(job!)
    assert.equal(await countIssues(), 2)
    await office.act((tx) => query(tx, `update jobs set state = 'queued' where id = ?`, [job!]))
    assert.equal((await runAndWait(job!)).state, 'done')
    assert.equal(await countIssues(), 2, 'a second run makes nothing anew')
    const next = await office.act((tx) => requestArchive(tx, code, ['bdt']))
    assert.notEqual(next, job)
    await office.act((tx) => cancelJob(tx, next))
    assert.equal(await countIssues(), 2, 'one that is given up leaves no issues')
  })

  test('leaves out what was revoked before its turn, and is given no more once one inside is revoked', async ({
    assert,
    client,
  }) => {
    const office = await openPackageOffice()
    const { code, villages } = office.regency
    const job = await office.act((tx) => requestArchive(tx, code, ['bdt']))
    const [early] = await office.act(async (tx) =>
      createIssues(tx, await admitted(tx, code, ['bdt']), [{ villages: [villages[0]!], simulated: false }], job),
    )
    await office.act(async (tx) => revokeIssue(tx, (await findIssued(tx, code, early!.id))!, 'Salah wilayah'))
    assert.equal((await runAndWait(job)).state, 'done')
    const issues = await office.act((tx) => issuesOfJob(tx, code, job))
    assert.deepEqual(
      issues.map(({ state, madeAt }) => [state, madeAt !== null]),
      [
        ['revoked', false],
        ['ready', true],
      ],
    )
    const archive = await openArchive(await onDisk('paket.zip', await bytesOfPackage(office, issues[1]!)))
    assert.lengthOf(archive.entries, 1)
    archive.close()
    const take = () => client.get(`/paket/zip/${job}/unduh`).loginAs(office.supervisor)
    ;(await take()).assertStatus(200)
    const page = async () => (await client.get(`/paket/zip/${job}`).loginAs(office.supervisor)).text()
    assert.include(await page(), `/paket/zip/${job}/unduh`)
    await endAccess(code)
    assert.include(await page(), 'MoU berakhir pada 24-11-2026')
    for (const act of ['unduh', 'frasa']) assert.notInclude(await page(), `/paket/zip/${job}/${act}`)
    await allowData(code)
    assert.include(await page(), `/paket/zip/${job}/frasa`)
    await office.act((tx) => revokeIssue(tx, issues[1]!, 'Diska lepas hilang'))
    const refused = await take()
    refused.assertStatus(422)
    assert.include(refused.text(), `paket nomor ${issues[1]!.number} yang sudah dicabut`)
    assert.equal((await issueNow(office, issues[1]!)).downloads, 1)
    assert.equal(
      await refusal(office.act((tx) => revokeIssue(tx, issues[1]!, 'Sekali lagi'))),
      'E_ISSUE_REVOKED',
      'two tabs revoke it once',
    )
  })

  test('shows all passphrases of what is in force, and prints the sheet of each', async ({ client, assert }) => {
    const office = await openPackageOffice()
    const { code } = office.regency
    const job = await office.act((tx) => requestArchive(tx, code, ['bdt']))
    await runAndWait(job)
    const [kept, lost] = await office.act((tx) => issuesOfJob(tx, code, job))
    await post(client, office, `/paket/${lost!.id}/cabut`, { reason: 'Diska lepas hilang' })
    const shown = await post(client, office, `/paket/zip/${job}/frasa`)
    shown.assertStatus(200)
    assert.lengthOf(shown.text().match(/<code>[0-9A-HJKMNP-TV-Z-]{24}<\/code>/g)!, 1)
    const [, proof] = /name="proof" value="([^"]+)"/.exec(shown.text())!
    assert.include(shown.text(), `formaction="/paket/${kept!.id}/serah-terima"`)
    for (const path of [`/paket/${kept!.id}/serah-terima`, `/paket/zip/${job}/daftar-frasa`]) {
      const sheet = await post(client, office, path, { proof })
      sheet.assertStatus(200)
      sheet.assertHeader('content-type', 'application/pdf')
    }
    const refused = await post(client, office, `/paket/zip/${job}/daftar-frasa`, { proof: 'x' })
    assert.equal(refused.header('location'), `/paket/zip/${job}`)
    const page = textOf((await client.get(`/paket/zip/${job}`).loginAs(office.supervisor)).text())
    assert.include(page, 'Frasa sandi sudah ditampilkan')
    assert.include(page, `memuat paket nomor ${lost!.number} yang sudah dicabut`)
    assert.notInclude(page, 'Unduh ZIP')
  })
})
