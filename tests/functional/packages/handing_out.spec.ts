import { createHash } from 'node:crypto'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import { openArchive } from '#siks/archive'
import { openPackage } from '#siks/package'
import { clock } from '#services/clock'
import { clean } from '#services/cleaning/nightly'
import { fileContent, findFile } from '#services/files'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query, scope, SYSTEM } from '#services/scope'
import { revealPassphrases } from '#verification/issues/acts'
import { issuesOfJob } from '#verification/issues/issue_list'
import { registerFiles, requestRegister, KEPT_DAYS } from '#verification/issues/register_files'
import { requestArchive, requestPackages } from '#verification/issues/request'
import { setPluginSwitch } from '#services/plugin_switches'
import { allowData, endAccess } from '#tests/support/data_access'
import { openOffice, type Office } from '#tests/functional/review/support'
import { aceHere } from '#tests/support/ace'
import { bytesOfPackage, issued, issueNow, openPackageOffice, readPackage, someHouseholds } from './support.js'

const DAY_MS = 86_400_000
/** A process hears of a switch within a second. */
const SWITCH_MS = 1100

const asked = (office: Office, modules = ['bdt']) =>
  office.act((tx) =>
    requestPackages(tx, { regency: office.regency.code, modules, villages: [office.regency.villages[0]!], each: 'village' }),
  )

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )

const onDisk = async (name: string, bytes: Buffer) => {
  const path = join(await mkdtemp(join(tmpdir(), 'siks-uji-')), name)
  await writeFile(path, bytes)
  return path
}

test.group('Handing out base data', (group) => {
  group.each.teardown(() => clock.restore())

  test('is refused without an agreement, after its end, without an open period and where the module is off', async ({
    assert,
    client,
  }) => {
    const office = await openOffice(someHouseholds)
    const { code } = office.regency
    assert.equal(await refusal(asked(office)), 'E_ISSUE_ACCESS')
    const page = await client.get('/paket').loginAs(office.supervisor)
    assert.include(page.text(), 'Surat Permohonan Data dan MoU belum diunggah')
    assert.include(page.text(), 'href="/mou"')
    const sent = client.post('/paket').loginAs(office.supervisor).withCsrfToken().redirects(0)
    ;(await sent.form({ modul: ['bdt'], desa: [office.regency.villages[0]] })).assertStatus(302)
    await allowData(code)
    const [issue] = await issued(office)
    await endAccess(code)
    assert.equal(await refusal(asked(office)), 'E_ISSUE_ACCESS')
    ;(await client.get(`/paket/${issue!.id}/unduh`).loginAs(office.supervisor)).assertStatus(422)
    await allowData(code)
    assert.equal(await refusal(asked(office, [])), 'E_ISSUE_MODULES')
    assert.equal(await refusal(asked(office, ['bdt', 'lain'])), 'E_ISSUE_MODULES')
    await office.act((tx) => query(tx, `update finalisations set state = 'finalised' where regency_code = ?`, [code]))
    assert.equal(await refusal(asked(office)), 'E_PERIOD_FINALISED')
    await office.act((tx) => query(tx, `update finalisations set state = 'open' where regency_code = ?`, [code]))
    clock.freeze(new Date('2027-01-02T05:00:00Z'))
    assert.equal(await refusal(asked(office)), 'E_PERIOD_CLOSED')
    clock.freeze(new Date('2026-11-25T05:00:00Z'))
    const off = { plugin: 'bdt', region: code, enabled: false, reason: 'Uji' }
    await scope.run(scope.of(code, SYSTEM), (tx) => setPluginSwitch(tx, off))
    await wait(SWITCH_MS)
    assert.equal(await refusal(asked(office)), 'E_PLUGIN_OFF')
    ;(await client.get(`/paket/${issue!.id}`).loginAs(office.supervisor)).assertStatus(404)
    ;(await client.get(`/paket/${issue!.id}/unduh`).loginAs(office.supervisor)).assertStatus(404)
    assert.include((await client.get('/paket').loginAs(office.supervisor)).text(), 'Belum ada paket')
    const kept = await office.act((tx) => query(tx, 'select 1 from issues where regency_code = ?', [code]))
    assert.lengthOf(kept, 1)
  })

  test('of a village of another regency, of none and of an empty one is refused', async ({ assert }) => {
    const office = await openPackageOffice()
    const ask = (villages: string[], more = {}) =>
      refusal(
        office.act((tx) =>
          requestPackages(tx, { regency: office.regency.code, modules: ['bdt'], villages, each: 'village', ...more }),
        ),
      )
    assert.equal(await ask([]), 'E_ISSUE_VILLAGE')
    assert.equal(await ask(['33.71.01.1003']), 'E_ISSUE_VILLAGE')
    assert.equal(await ask([office.regency.villages[0]!], { localities: ['RT 99'] }), 'E_ISSUE_PART')
    assert.equal(await ask(office.regency.villages.slice(0, 2), { localities: ['RT 02 RW 01'] }), 'E_ISSUE_PART')
    if (office.regency.villages[2]) assert.equal(await ask([office.regency.villages[2]]), 'E_ISSUE_EMPTY')
  })

  test('of a whole regency is one ZIP with a package of each village that has households, and no passphrase in it', async ({
    client,
    assert,
  }) => {
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
      assert.match(entry.name, new RegExp(`^${office.regency.district}-[a-z-]+/paket-00${at + 1}-${villages[at]}-`))
    }
    archive.close()
    const page = await client.get(`/paket/zip/${job}`).loginAs(office.supervisor)
    assert.include(page.text(), 'Frasa sandi sudah ditampilkan')
    const file = await client.get(`/paket/zip/${job}/unduh`).loginAs(office.supervisor)
    assert.equal(Number(file.header('content-length')), bytes.length)
    for (const issue of issues) assert.equal((await issueNow(office, issue)).downloads, 1)
    ;(await client.get(`/paket/${issues[0]!.id}/unduh`).loginAs(office.supervisor)).assertStatus(422)
  })

  test('as CSV and XLSX gives every kecamatan its files, logged as an export of personal data', async ({ client, assert }) => {
    const office = await openPackageOffice()
    const { code } = office.regency
    const job = await office.act((tx) => requestRegister(tx, code, 'bdt'))
    assert.equal(await office.act((tx) => requestRegister(tx, code, 'bdt')), job)
    assert.equal((await runAndWait(job)).state, 'done')
    const files = await office.act((tx) => registerFiles(tx, code, job))
    assert.deepEqual(
      files.map(({ district, format, records, persons }) => [district, format, records, persons]),
      [
        [office.regency.district, 'csv', 4, 12],
        [office.regency.district, 'xlsx', 4, 12],
      ],
    )
    const stored = await office.act((tx) => findFile(tx, files[0]!.fileId))
    const bytes = await fileContent(stored!)
    assert.equal(createHash('sha256').update(bytes).digest('hex'), files[0]!.sha256)
    const archive = await openArchive(await onDisk('csv.zip', bytes))
    assert.deepEqual(
      archive.entries.map(({ name }) => name),
      ['rumah-tangga.csv', 'keluarga.csv', 'anggota-rumah-tangga.csv', 'usaha-art.csv'],
    )
    const text = await new Response(await archive.entries[0]!.open()).text()
    archive.close()
    const lines = text.trimEnd().split('\r\n')
    assert.lengthOf(lines, 5)
    assert.isFalse(lines[0]!.split(',').includes('outcome'))
    assert.include(lines[1]!, 'P1')
    const page = await client.get('/paket/data').loginAs(office.supervisor)
    assert.include(page.text(), files[0]!.sha256)
    ;(await client.get(`/paket/data/${files[0]!.fileId}`).loginAs(office.supervisor)).assertStatus(200)
    const part = await client.get(`/paket/data/${files[0]!.fileId}`).loginAs(office.supervisor).header('range', 'bytes=10-19')
    part.assertStatus(206)
    const reads = await office.act((tx) =>
      query<{ action: string }>(tx, `select action from reads where regency_code = ? and object_type = 'register.file'`, [code]),
    )
    assert.deepEqual(
      reads.map(({ action }) => action),
      ['export', 'export'],
    )
  })

  test('ends with the period: the night takes the files of packages and, after some days, of the register', async ({
    assert,
  }) => {
    const office = await openPackageOffice()
    const { code } = office.regency
    const [issue] = await issued(office)
    const job = await office.act((tx) => requestRegister(tx, code, 'bdt'))
    await runAndWait(job)
    clock.freeze(new Date(clock.now().getTime() + (KEPT_DAYS + 1) * DAY_MS))
    const first = await clean()
    assert.isAtLeast(first.register ?? 0, 2)
    assert.isNotNull(await office.act((tx) => findFile(tx, issue!.fileId!)), 'the period still runs')
    assert.lengthOf(await office.act((tx) => registerFiles(tx, code, job)), 0)
    clock.freeze(new Date('2027-01-20T05:00:00Z'))
    assert.isAtLeast((await clean()).packages ?? 0, 1)
    assert.isNull(await office.act((tx) => findFile(tx, issue!.fileId!)))
    assert.include(await issueNow(office, issue!), { households: 3, sha256: issue!.sha256 })
  })

  test('by command writes the package beside its keys and prints the passphrase', async ({ assert }) => {
    const office = await openOffice(someHouseholds)
    const path = await onDisk('paket.siksdb', Buffer.alloc(0))
    const [village] = office.regency.villages
    type Printed = { id: string; recipient: string; package: { passphrase: string; households: number; sha256: string } }
    const { code, json } = await aceHere<Printed>('siks:issue', '--village', village!, '--out', path, '--json')
    assert.equal(code, 0)
    assert.match(json.recipient, /^age1/)
    const bytes = await readFile(path)
    assert.equal(createHash('sha256').update(bytes).digest('hex'), json.package.sha256)
    const { manifest, households } = await readPackage(bytes, { passphrase: json.package.passphrase })
    assert.lengthOf(households, json.package.households)
    assert.equal(manifest.issue, json.id)
  })
})
