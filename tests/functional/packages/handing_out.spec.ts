import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import { openArchive } from '#siks/archive'
import { clock } from '#services/clock'
import { clean } from '#services/cleaning/nightly'
import { fileContent, findFile } from '#services/files'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query, scope, SYSTEM } from '#services/scope'
import { noteDownload, revealPassphrases, revokeIssue } from '#verification/issues/acts'
import { answerFor } from '#verification/issues/recover'
import { registerFiles, requestRegister, noteRegisterTaken, KEPT_DAYS } from '#verification/issues/register_files'
import { requestPackages } from '#verification/issues/request'
import { makeBack } from '#verification/issues/returned'
import { setPluginSwitch } from '#services/switches/set_switch'
import { allowData, endAccess } from '#tests/support/data_access'
import { household } from '#tests/functional/imports/support'
import { openOffice, type Office } from '#tests/functional/review/support'
import { aceHere } from '#tests/support/ace'
import { issued, issueNow, noticesFor, onDisk, openPackageOffice, readPackage, refusal, someHouseholds } from './support.js'

const DAY_MS = 86_400_000
/** A process hears of a switch within a second. */
const SWITCH_MS = 1100

const asked = (office: Office, modules = ['bdt']) =>
  office.act((tx) =>
    requestPackages(tx, { regency: office.regency.code, modules, villages: [office.regency.villages[0]!], each: 'village' }),
  )

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
    const withheld = (await client.get(`/paket/${issue!.id}`).loginAs(office.supervisor)).text()
    assert.include(withheld, 'MoU berakhir pada 24-11-2026')
    assert.notInclude(withheld, `/paket/${issue!.id}/unduh`)
    await allowData(code)
    assert.equal(await refusal(asked(office, [])), 'E_ISSUE_MODULES')
    assert.equal(await refusal(asked(office, ['bdt', 'lain'])), 'E_ISSUE_MODULES')
    await office.act((tx) => query(tx, `update finalisations set state = 'finalised' where regency_code = ?`, [code]))
    assert.equal(await refusal(asked(office)), 'E_PERIOD_FINALISED')
    await office.act((tx) => query(tx, `update finalisations set state = 'open' where regency_code = ?`, [code]))
    clock.freeze(new Date('2027-01-02T05:00:00Z'))
    assert.equal(await refusal(asked(office)), 'E_PERIOD_CLOSED')
    clock.freeze(new Date('2026-11-25T05:00:00Z'))
    const off = { plugin: 'bdt', region: code, state: 'off' as const, reason: 'Uji saklar' }
    await scope.run(scope.of(code, SYSTEM), (tx) => setPluginSwitch(tx, off))
    await wait(SWITCH_MS)
    assert.equal(await refusal(asked(office)), 'E_PLUGIN_OFF')
    ;(await client.get(`/paket/${issue!.id}`).loginAs(office.supervisor)).assertStatus(404)
    ;(await client.get(`/paket/${issue!.id}/unduh`).loginAs(office.supervisor)).assertStatus(404)
    assert.include((await client.get('/paket').loginAs(office.supervisor)).text(), 'Belum ada paket')
    const kept = await office.act((tx) => query(tx, 'select 1 from issues where regency_code = ?', [code]))
    assert.lengthOf(kept, 1)
  })

  test('asked for twice at once is one package; another place, and the same one once it is written, is another (S25)', async ({
    assert,
  }) => {
    const office = await openPackageOffice()
    const [first, second] = office.regency.villages
    const ask = (villages: string[]) =>
      office.act((tx) => requestPackages(tx, { regency: office.regency.code, modules: ['bdt'], villages, each: 'village' }))
    const [[one], [two]] = await Promise.all([ask([first!]), ask([first!])])
    assert.equal(one!.id, two!.id)
    const [[other]] = await Promise.all([ask([second!])])
    assert.notEqual(other!.id, one!.id)
    await office.act((tx) => query(tx, `update jobs set state = 'done' where regency_code = ?`, [office.regency.code]))
    assert.notEqual((await ask([first!]))[0]!.id, one!.id)
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
    const other = await openOffice(([first]) => [household('P1', first!, 1)])
    await allowData(other.regency.code)
    const [full, empty] = other.regency.villages
    const askOther = (villages: string[]) =>
      refusal(
        other.act((tx) => requestPackages(tx, { regency: other.regency.code, modules: ['bdt'], villages, each: 'village' })),
      )
    assert.equal(await askOther([empty!]), 'E_ISSUE_EMPTY')
    assert.equal(await askOther([full!, empty!]), 'E_ISSUE_EMPTY')
    const made = await other.act((tx) => query(tx, 'select 1 from issues where regency_code = ?', [other.regency.code]))
    assert.lengthOf(made, 0)
  })

  test('stops with the agreement: what waits is not written, and a passphrase that nobody has seen is not shown', async ({
    client,
    assert,
  }) => {
    const office = await openPackageOffice()
    const { code, villages } = office.regency
    const [issue] = await issued(office)
    const before = (await client.get(`/paket/${issue!.id}`).loginAs(office.supervisor)).text()
    assert.include(before, `/paket/${issue!.id}/frasa`)
    const [waiting] = await office.act((tx) =>
      requestPackages(tx, { regency: code, modules: ['bdt'], villages: [villages[1]!], each: 'village' }),
    )
    await endAccess(code)
    const ended = await runAndWait((await issueNow(office, waiting!)).jobId!)
    assert.deepInclude(ended, { state: 'failed', error: 'E_ISSUE_ACCESS' })
    assert.isNull((await issueNow(office, waiting!)).madeAt)
    assert.equal(await refusal(office.act((tx) => revealPassphrases(tx, [issue!]))), 'E_ISSUE_ACCESS')
    assert.isNull((await issueNow(office, issue!)).shownAt)
    const page = (await client.get(`/paket/${issue!.id}`).loginAs(office.supervisor)).text()
    assert.notInclude(page, `/paket/${issue!.id}/frasa`)
  })

  test('stops with the module: what was issued before is not given out, shown, returned or recovered', async ({ assert }) => {
    const office = await openPackageOffice()
    const { code } = office.regency
    const [issue] = await issued(office)
    const job = await office.act((tx) => requestRegister(tx, code, 'bdt'))
    await runAndWait(job)
    const [file] = await office.act((tx) => registerFiles(tx, code, job))
    const off = { plugin: 'bdt', region: code, state: 'off' as const, reason: 'Uji saklar' }
    await scope.run(scope.of(code, SYSTEM), (tx) => setPluginSwitch(tx, off))
    await wait(SWITCH_MS)
    const from = { address: '127.0.0.1', begins: true }
    const refused = await Promise.all([
      refusal(office.act((tx) => noteDownload(tx, [issue!], from))),
      refusal(office.act((tx) => revealPassphrases(tx, [issue!]))),
      refusal(office.act((tx) => makeBack(tx, issue!, '127.0.0.1'))),
      refusal(office.act((tx) => answerFor(tx, issue!, Buffer.from('x')))),
      refusal(office.act((tx) => noteRegisterTaken(tx, code, file!.fileId, from))),
    ])
    assert.deepEqual(refused, [...Array<string>(4).fill('E_PLUGIN_OFF'), 'E_ISSUE_UNMADE'])
  })

  test('as CSV and XLSX gives every kecamatan its files, logged as an export of personal data', async ({ client, assert }) => {
    const office = await openPackageOffice()
    const { code } = office.regency
    const job = await office.act((tx) => requestRegister(tx, code, 'bdt'))
    assert.equal(await office.act((tx) => requestRegister(tx, code, 'bdt')), job)
    assert.equal((await runAndWait(job)).state, 'done')
    assert.deepInclude(await noticesFor(office), {
      ...{ kind: 'package.register_ready', data: { plugin: 'bdt' }, link: '/paket/data', user_id: office.supervisor.id },
    })
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
    assert.isFalse(lines[0]!.split(';').includes('outcome'))
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
    clock.freeze(new Date(clock.now().getTime() + KEPT_DAYS * DAY_MS))
    const late = await client.get(`/paket/data/${files[0]!.fileId}`).loginAs(office.supervisor)
    late.assertStatus(404)
    assert.isNotNull(await office.act((tx) => findFile(tx, files[0]!.fileId)), 'no night has taken it yet')
    const tabs = await Promise.all([1, 2].map(() => office.act((tx) => requestRegister(tx, code, 'bdt'))))
    assert.equal(tabs[0], tabs[1])
    assert.notEqual(tabs[0], job)
  })

  test('ends with the period: the night takes the files of packages and, after some days, of the register', async ({
    assert,
  }) => {
    const office = await openPackageOffice()
    const { code } = office.regency
    const [issue, lost] = [...(await issued(office)), ...(await issued(office))]
    await office.act((tx) => revokeIssue(tx, lost!, 'Diska lepas hilang'))
    const job = await office.act((tx) => requestRegister(tx, code, 'bdt'))
    await runAndWait(job)
    clock.freeze(new Date(clock.now().getTime() + (KEPT_DAYS + 1) * DAY_MS))
    const first = await clean()
    assert.isAtLeast(first.register ?? 0, 2)
    assert.isNotNull(await office.act((tx) => findFile(tx, issue!.fileId!)), 'the period still runs')
    assert.isNull(await office.act((tx) => findFile(tx, lost!.fileId!)), 'what was revoked is not kept')
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
    const before = await aceHere<{ error: { code: string } }>('siks:issue', '--village', village!, '--out', path, '--json')
    assert.deepEqual([before.code, before.json.error.code], [1, 'E_ISSUE_ACCESS'])
    const keys = await aceHere<Record<string, unknown>>('siks:issue', '--village', village!, '--json')
    assert.deepEqual(Object.keys(keys.json).sort(), ['id', 'number', 'recipient', 'simulated', 'villages'])
    assert.equal(keys.json.number, 1, 'the refused one has left nothing')
    await allowData(office.regency.code)
    type Printed = { id: string; recipient: string; package: { passphrase: string; households: number; sha256: string } }
    const { code, json } = await aceHere<Printed>('siks:issue', '--village', village!, '--out', path, '--json')
    assert.equal(code, 0)
    assert.match(json.recipient, /^age1/)
    const bytes = await readFile(path)
    assert.equal(createHash('sha256').update(bytes).digest('hex'), json.package.sha256)
    const { manifest, households } = await readPackage(bytes, { passphrase: json.package.passphrase })
    assert.lengthOf(households, json.package.households)
    assert.equal(manifest.issue, json.id)
    const issue = await issueNow(office, json)
    assert.isNotNull(issue.shownAt)
    assert.equal(await refusal(office.act((tx) => revealPassphrases(tx, [issue]))), 'E_ISSUE_SHOWN')
    const reads = await office.act((tx) =>
      query(tx, `select action, object_id from reads where regency_code = ? and object_type = 'issue'`, [office.regency.code]),
    )
    assert.deepEqual(reads, [{ action: 'export', object_id: json.id }])
  })
})
