import { Readable } from 'node:stream'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { v7 as uuid } from 'uuid'
import User from '#models/user'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import { openBack, type BackRecord } from '#siks/back'
import { webStream } from '#siks/node_files'
import { packageHeader } from '#siks/package'
import { makeRecoveryRequest, readRecoveryAnswer, recoveryCode } from '#siks/recovery'
import { decideUpdates } from '#verification/review/decide'
import { createIssue, issueSecrets } from '#verification/issues/issue'
import { issuesWithReturned } from '#verification/issues/returned'
import { periodById } from '#verification/periods/index'
import {
  changed,
  fileNow,
  household,
  importPaths,
  inDesk,
  openDesk,
  take,
  working,
  writeExport,
} from '#tests/functional/imports/support'
import { textOf } from '#tests/functional/review/support'
import { bytesOfPackage, issued, issueNow, openPackageOffice, passphraseOf } from './support.js'

const ASKED_AT = '2026-11-25T12:00:00+07:00'

const streamOfBytes = (bytes: Buffer) => webStream(Readable.from([bytes]))

/** Binary answers come as bytes, whatever their type. */
const fetched = (client: ApiClient, user: User, path: string, form: Record<string, unknown> = {}) =>
  client.post(path).loginAs(user).withCsrfToken().redirects(0).form(form)

test.group('What goes back to an operator', (group) => {
  group.each.teardown(() => clock.restore())

  test('are the returned records of the issue with note, fields, computer and revision, complete', async ({ client, assert }) => {
    const desk = await openDesk((village) => [1, 2, 3].map((n) => household(`H${n}`, village, n)))
    const record = (n: number, rev: number, alamat: string) => ({
      ...{ doc: changed(household(`H${n}`, desk.village, n), { alamat }), rev },
    })
    await take(desk, { device: 'PC-7', records: [record(1, 4, 'RT 09'), record(2, 2, 'RT 08'), record(3, 1, 'RT 07')] })
    await inDesk(desk, (tx) => decideUpdates(tx, desk.place, ['H1', 'H2'], { take: 'return', reason: 'Alamat belum lengkap' }))
    const user = await User.findOrFail(desk.own.actor.id)
    const answer = await fetched(client, user, `/paket/${desk.issue.id}/berkas-balik`)
    answer.assertStatus(200)
    assert.match(answer.header('content-disposition') ?? '', /balik-001-1\.siksback/)
    const opened = await openBack(streamOfBytes(answer.body() as Buffer), desk.issue.keys.returnIdentity)
    assert.include(opened.manifest, {
      issue: desk.issue.id,
      number: 1,
      period: desk.place.periodId,
      edition: desk.place.editionId,
    })
    const records: BackRecord[] = []
    for await (const one of opened.records) records.push(one)
    assert.deepEqual(
      records.map(({ key, device, rev, note, outcome }) => [key, device, rev, note, outcome]),
      [
        ['H1', 'PC-7', 4, 'Alamat belum lengkap', 'repaired'],
        ['H2', 'PC-7', 2, 'Alamat belum lengkap', 'repaired'],
      ],
    )
    const { key, values, groups, returned_by } = records[0]!
    assert.deepEqual({ key, values, groups }, (await working(desk, 'H1'))!.doc)
    assert.equal(returned_by, user.name)
    const list = await client.get('/paket/berkas-balik').loginAs(user)
    assert.notInclude(list.text(), 'RT 09')
    const packages = await client.get('/paket').loginAs(user)
    for (const page of [list, packages]) assert.include(page.text(), `href="/paket/${desk.issue.id}"`)
    assert.include(textOf(packages.text()), 'Simulasi')
    assert.include(textOf((await client.get(`/paket/${desk.issue.id}`).loginAs(user)).text()), 'dibuat oleh simulator operator')
    const [row] = await inDesk(desk, (tx) =>
      query<{ backs: number }>(tx, 'select backs from issues where id = ?', [desk.issue.id]),
    )
    assert.equal(row!.backs, 1)
    const log = await inDesk(desk, (tx) =>
      query<{ data: unknown }>(tx, `select data from activities where regency_code = ? and action = 'package.back_made'`, [
        desk.regency.code,
      ]),
    )
    assert.deepEqual(log, [{ data: { number: 1, count: 2 } }])
  })

  test('are counted for the issue they came with, and for those of the village where it is revoked', async ({ assert }) => {
    const desk = await openDesk((village) => [1, 2].map((n) => household(`H${n}`, village, n)))
    const records = [1, 2].map((n) => ({ doc: changed(household(`H${n}`, desk.village, n), { alamat: `RT 0${n}` }) }))
    await take(desk, { device: 'PC-7', records })
    await inDesk(desk, (tx) => decideUpdates(tx, desk.place, ['H1', 'H2'], { take: 'return', reason: 'Lengkapi' }))
    const made = await inDesk(desk, async (tx) => {
      const period = (await periodById(tx, desk.place.periodId, desk.regency.code))!
      const whole = await createIssue(tx, period, { villages: [desk.village], simulated: false })
      const localities = [String(desk.village)]
      const part = await createIssue(tx, period, {
        ...{ villages: [desk.village], parts: [{ village: desk.village, localities }], simulated: false },
      })
      const invented = await createIssue(tx, period, { villages: [desk.village], simulated: true })
      const older = await createIssue(tx, period, { villages: [desk.village], simulated: false })
      await query(tx, `update issues set periods = jsonb_set(periods, '{0,period}', to_jsonb(cast(? as text))) where id = ?`, [
        ...[uuid(), older.id],
      ])
      return { whole, part, invented, older }
    })
    const counted = () =>
      inDesk(desk, async (tx) =>
        (await issuesWithReturned(tx, desk.place)).map(({ id, returned }) => [id, Number(returned)] as const),
      )
    assert.deepEqual(await counted(), [[desk.issue.id, 2]])
    await inDesk(desk, (tx) => query(tx, 'update issues set revoked_at = ? where id = ?', [tx.now, desk.issue.id]))
    assert.deepEqual(await counted(), [[made.whole.id, 2]])
  })

  test('answered and exported again the record clashes with nothing', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const doc = changed(household('H1', desk.village, 1), { alamat: 'RT 09' })
    const first = await take(desk, { device: 'PC-7', sequence: 1, records: [{ doc }] })
    await inDesk(desk, (tx) => decideUpdates(tx, desk.place, ['H1'], { take: 'return', reason: 'Lengkapi' }))
    const answered = changed(doc, { alamat: 'RT 09 RW 02 No. 5' })
    const again = { device: 'PC-7', sequence: 2, previous: first.sha256, records: [{ doc: answered, rev: 2 }] }
    const [file] = await importPaths(desk, await writeExport(desk, again))
    assert.include(await fileNow(desk, file!), { changed: 1, conflicts: 0, rejected: 0 })
  })

  test('is nothing where nothing is returned, and the page says so', async ({ client, assert }) => {
    const office = await openPackageOffice()
    const [issue] = await issued(office)
    const page = await client.get(`/paket/${issue!.id}`).loginAs(office.supervisor)
    assert.include(textOf(page.text()), 'Tidak ada data yang dikembalikan.')
    ;(await fetched(client, office.supervisor, `/paket/${issue!.id}/berkas-balik`)).assertStatus(302)
    assert.equal((await issueNow(office, issue!)).backs, 0)
  })
})

test.group('A forgotten passphrase', (group) => {
  group.each.teardown(() => clock.restore())

  test('is given to the computer that asked, after the code was compared, counted and logged', async ({ client, assert }) => {
    const office = await openPackageOffice()
    const [issue] = await issued(office)
    const passphrase = await passphraseOf(office, issue!)
    const header = await packageHeader(streamOfBytes(await bytesOfPackage(office, issue!)))
    const { request, bytes, identity } = await makeRecoveryRequest({
      ...header,
      device: 'PC-1',
      operator: 'Bu Sari',
      created_at: ASKED_AT,
    })
    const path = `/paket/${issue!.id}/pemulihan`
    const read = await client
      .post(path)
      .loginAs(office.supervisor)
      .withCsrfToken()
      .file('permintaan', Buffer.from(bytes), { filename: 'minta.siksrecover' })
    read.assertStatus(200)
    assert.include(read.text(), recoveryCode(request))
    assert.include(textOf(read.text()), 'Bu Sari')
    assert.equal((await issueNow(office, issue!)).recoveries, 0)
    const kept = /name="permintaan_terbaca" value="([^"]+)"/.exec(read.text())![1]!
    const answer = await fetched(client, office.supervisor, path, { permintaan_terbaca: kept })
    answer.assertStatus(200)
    const opened = await readRecoveryAnswer(streamOfBytes(answer.body() as Buffer), identity)
    assert.deepEqual(opened, { issue: issue!.id, passphrase })
    assert.equal((await issueNow(office, issue!)).recoveries, 1)
    const log = await office.act((tx) =>
      query(tx, `select 1 from activities where regency_code = ? and action = 'package.recovered'`, [office.regency.code]),
    )
    assert.lengthOf(log, 1)
  })

  test('is not given for another package, a changed request, something else, or a revoked issue', async ({ client, assert }) => {
    const office = await openPackageOffice()
    const [issue, other] = [...(await issued(office)), ...(await issued(office))]
    const asked = async (recovery: string, of = issue!.id) =>
      (await makeRecoveryRequest({ issue: of, recovery, device: 'PC-1', operator: 'X', created_at: ASKED_AT })).bytes
    const { identity } = await office.act((tx) => issueSecrets(tx, issue!.id))
    const text = Buffer.from(await asked(issue!.recovery!)).toString()
    const wrong: [string, Uint8Array][] = [
      ['E_ISSUE_RECOVERY', await asked(other!.recovery!)],
      ['E_ISSUE_RECOVERY', await asked(other!.recovery!, other!.id)],
      ['E_SIKS_WRONG_KIND', Buffer.from('bukan')],
      ['E_SIKS_WRONG_KIND', Buffer.from(identity)],
      ['E_SIKS_NOT_SIKS', Buffer.from([0, 1, 2, 255])],
      ['E_SIKS_MANIFEST', Buffer.from(text.replace(ASKED_AT, '2026-99-99T99:99Z'))],
    ]
    const right = await asked(issue!.recovery!)
    const send = (bytes: Uint8Array) =>
      fetched(client, office.supervisor, `/paket/${issue!.id}/pemulihan`, {
        permintaan_terbaca: Buffer.from(bytes).toString('base64'),
      }).header('accept', 'application/json')
    const codeOf = async (bytes: Uint8Array) => {
      const answer = await send(bytes)
      return [answer.status(), (answer.body() as { error: { code: string } }).error.code]
    }
    for (const [code, bytes] of wrong) assert.deepEqual(await codeOf(bytes), [422, code])
    ;(await send(right)).assertStatus(200)
    await office.act((tx) => query(tx, 'update issues set revoked_at = ? where id = ?', [tx.now, issue!.id]))
    assert.deepEqual(await codeOf(right), [422, 'E_ISSUE_REVOKED'])
    assert.equal((await issueNow(office, issue!)).recoveries, 1)
  })
})
