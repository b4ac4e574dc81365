import { test } from '@japa/runner'
import encryption from '@adonisjs/core/services/encryption'
import { clock } from '#services/clock'
import { v7 as uuid } from 'uuid'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query, SYSTEM } from '#services/scope'
import { closePeriod } from '#verification/periods/index'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { textOf, type Office } from '#tests/functional/review/support'
import { bytesOfPackage, issued, issueNow, openPackageOffice, post, readPackage, SOUTH } from './support.js'

const EXPIRED =
  'Lembar ini hanya dapat dicetak dari halaman yang menampilkan frasa sandinya, paling lama 30 menit. Terbitkan paket baru bila frasa sandinya tidak tercatat.'
const PHRASE = /[0-9A-HJKMNP-TV-Z]{4}(?=<\/code>)/g

const newest = (office: Office) =>
  office.act(async (tx) => {
    const [row] = await query<{ id: string; jobId: string }>(
      tx,
      'select id, job_id as "jobId" from issues where regency_code = ? order by number desc limit 1',
      [office.regency.code],
    )
    return row!
  })

const logged = (office: Office, action: string) =>
  office.act((tx) =>
    query(tx, 'select data from activities where regency_code = ? and action = ?', [office.regency.code, action]),
  )

test.group('The pages of packages', (group) => {
  group.each.teardown(() => clock.restore())

  test('lead from a kecamatan to a package of the chosen village', async ({ client, assert }) => {
    const office = await openPackageOffice()
    const { regency, supervisor } = office
    const form = await client.get(`/paket/baru?kecamatan=${regency.district}`).loginAs(supervisor)
    assert.include(textOf(form.text()), '(3 rumah tangga)')
    assert.notMatch(form.text(), /name="desa\[\]"[^>]* checked/)
    assert.include(textOf(form.text()), 'BDT: Periode Uji, data dasar Edisi Uji (SK 8/HUK/2019), sampai 31-12-2026')
    const answer = await post(client, office, '/paket', { modul: ['bdt'], desa: [regency.villages[0]], bentuk: 'desa' })
    answer.assertStatus(302)
    const { id, jobId } = await newest(office)
    assert.equal(answer.header('location'), `/paket/${id}`)
    assert.include((await client.get(`/paket/${id}`).loginAs(supervisor)).text(), `/pekerjaan/${jobId}.json`)
    await runAndWait(jobId)
    const page = textOf((await client.get(`/paket/${id}`).loginAs(supervisor)).text())
    for (const words of ['Unduh paket', '3 rumah tangga, 9 jiwa', 'Periode Uji, sampai 31-12-2026', 'Tampilkan frasa sandi']) {
      assert.include(page, words)
    }
  })

  test('begin with all kecamatan and nothing chosen; what was chosen stands when the form is refused', async ({
    client,
    assert,
  }) => {
    const office = await openPackageOffice()
    const { regency, supervisor } = office
    const [village] = regency.villages
    const page = (await client.get('/paket/baru').loginAs(supervisor)).text()
    assert.include(page, `value="${village}"`)
    assert.notMatch(page, /name="desa\[\]"[^>]* checked/)
    const none = await post(client, office, '/paket', { modul: ['bdt'], bentuk: 'desa' })
    none.assertFlashMessage('error', 'Pilih sekurangnya satu desa/kelurahan di wilayah Anda.')
    const refused = await client
      .get('/paket/baru')
      .loginAs(supervisor)
      .withFlashMessages({ desa: [village] })
    assert.match(refused.text(), new RegExp(`value="${village}"[^>]* checked`))
  })

  test('show the progress of several packages at once, a job each', async ({ client, assert }) => {
    const office = await openPackageOffice()
    const { regency, supervisor } = office
    const villages = regency.villages.slice(0, 2)
    const answer = await post(client, office, '/paket', { modul: ['bdt'], desa: villages, bentuk: 'desa' })
    assert.equal(answer.header('location'), '/paket')
    const jobs = await office.act((tx) =>
      query<{ id: string }>(tx, 'select job_id as id from issues where regency_code = ? order by number', [regency.code]),
    )
    assert.lengthOf(jobs, 2)
    const page = (await client.get('/paket').loginAs(supervisor)).text()
    for (const { id } of jobs) assert.include(page, `/pekerjaan/${id}.json`)
    for (const { id } of jobs) await runAndWait(id)
    const after = (await client.get('/paket').loginAs(supervisor)).text()
    assert.notInclude(after, '/pekerjaan/')
  })

  test('offer the SLS of one village, and issue the chosen ones', async ({ client, assert }) => {
    const office = await openPackageOffice()
    const { regency, supervisor } = office
    const form = await client.get(`/paket/baru?kecamatan=${regency.district}&desa=${regency.villages[0]}`).loginAs(supervisor)
    assert.include(textOf(form.text()), `${SOUTH} (1 rumah tangga)`)
    await post(client, office, '/paket', { modul: ['bdt'], desa: [regency.villages[0]], bagian: '1', sls: [SOUTH] })
    const { id, jobId } = await newest(office)
    await runAndWait(jobId)
    assert.deepInclude(await issueNow(office, { id }), {
      households: 1,
      parts: [{ village: regency.villages[0], localities: [SOUTH] }],
    })
  })

  test('show the passphrase once, which opens what is downloaded, and print it while the page is open', async ({
    client,
    assert,
  }) => {
    const office = await openPackageOffice()
    const [issue] = await issued(office)
    const shown = await post(client, office, `/paket/${issue!.id}/frasa`)
    shown.assertStatus(200)
    assert.match(shown.header('cache-control') ?? '', /no-store/)
    const passphrase = shown.text().match(PHRASE)!.join('-')
    const file = await client.get(`/paket/${issue!.id}/unduh`).loginAs(office.supervisor)
    file.assertStatus(200)
    assert.match(file.header('content-disposition') ?? '', /^attachment; filename="paket-001-/)
    assert.lengthOf((await readPackage(await bytesOfPackage(office, issue!), { passphrase })).households, 3)

    const again = await post(client, office, `/paket/${issue!.id}/frasa`)
    again.assertStatus(302)
    const page = await client.get(`/paket/${issue!.id}`).loginAs(office.supervisor)
    assert.include(textOf(page.text()), 'Frasa sandi sudah ditampilkan')
    assert.notInclude(page.text(), passphrase)

    const [, proof] = /name="proof" value="([^"]+)"/.exec(shown.text())!
    const sheet = await post(client, office, `/paket/${issue!.id}/serah-terima`, { proof, penerima: 'Bu Sari' })
    sheet.assertStatus(200)
    sheet.assertHeader('content-type', 'application/pdf')
    const expired = encryption.encrypt({ user: office.supervisor.id, issues: [issue!.id] }, 1, 'package.sheet')
    const foreign = encryption.encrypt({ user: uuid(), issues: [issue!.id] }, '30m', 'package.sheet')
    const other = encryption.encrypt({ user: office.supervisor.id, issues: [uuid()] }, '30m', 'package.sheet')
    for (const wrong of [
      '',
      'x',
      encryption.encrypt({ user: office.supervisor.id, issues: [issue!.id] }),
      expired,
      foreign,
      other,
    ]) {
      const refused = await post(client, office, `/paket/${issue!.id}/serah-terima`, { proof: wrong })
      refused.assertStatus(302)
      assert.equal(refused.header('location'), `/paket/${issue!.id}`)
      refused.assertFlashMessage('error', EXPIRED)
    }
    const english = await post(client, office, `/paket/${issue!.id}/serah-terima`, { proof: '' }).withSession({ locale: 'en' })
    assert.match(String(english.flashMessage('error')), /^This sheet can only be printed from the page that shows the passphrase/)
    assert.lengthOf(await logged(office, 'package.passphrase_shown'), 1)
    assert.lengthOf(await logged(office, 'package.downloaded'), 1)
    const kept = await office.act((tx) => query(tx, 'select * from issues where id = ?', [issue!.id]))
    assert.notInclude(JSON.stringify(kept), passphrase)
  })

  test('show the passphrase again to the same form whose answer was lost, to nobody else and not later', async ({
    client,
    assert,
  }) => {
    const office = await openPackageOffice()
    const [issue] = await issued(office)
    const page = await client.get(`/paket/${issue!.id}`).loginAs(office.supervisor)
    const [, lembar] = /name="lembar" value="([^"]+)"/.exec(page.text())!
    const show = (form: Record<string, unknown>) => post(client, office, `/paket/${issue!.id}/frasa`, form)
    const first = await show({ lembar })
    const again = await show({ lembar })
    again.assertStatus(200)
    assert.deepEqual(again.text().match(PHRASE), first.text().match(PHRASE))
    ;(await show({ lembar: uuid() })).assertStatus(302)
    ;(await show({})).assertStatus(302)
    const colleague = await supervisorOf(office.regency.code)
    const theirs = client.post(`/paket/${issue!.id}/frasa`).loginAs(colleague).withCsrfToken().redirects(0)
    ;(await theirs.form({ lembar })).assertStatus(302)
    clock.freeze(new Date(clock.now().getTime() + 30 * 60_000))
    ;(await show({ lembar })).assertStatus(302)
    assert.lengthOf(await logged(office, 'package.passphrase_shown'), 1)
  })

  test('give a download in parts and count it once, and once more whenever the whole file is sent', async ({
    client,
    assert,
  }) => {
    const office = await openPackageOffice()
    const [issue] = await issued(office)
    const path = `/paket/${issue!.id}/unduh`
    const whole = await bytesOfPackage(office, issue!)
    const part = (range: string, more: Record<string, string> = {}) =>
      client
        .get(path)
        .loginAs(office.supervisor)
        .headers({ range, ...more })
    const first = await part('bytes=0-99')
    first.assertStatus(206)
    first.assertHeader('content-range', `bytes 0-99/${whole.length}`)
    first.assertHeader('content-length', '100')
    const tag = first.header('etag')!
    assert.equal(tag, `"${issue!.sha256}"`)
    const rest = await part('bytes=100-', { 'if-range': tag })
    rest.assertStatus(206)
    assert.equal(Number(rest.header('content-length')), whole.length - 100)
    assert.deepEqual(Buffer.concat([bodyOf(first), bodyOf(rest)]), whole)
    const { downloads: before } = await issueNow(office, issue!)
    assert.equal(before, 1)
    ;(await part('bytes=-5')).assertStatus(206)
    assert.equal((await issueNow(office, issue!)).downloads, 1, 'the last bytes are no download')
    ;(await part('bytes=100-', { 'if-range': '"other"' })).assertStatus(200)
    ;(await part('bytes=5-9,20-')).assertStatus(200)
    const outside = await part(`bytes=${whole.length}-`)
    outside.assertStatus(416)
    outside.assertHeader('content-range', `bytes */${whole.length}`)
    const { downloads, downloadedAt } = await issueNow(office, issue!)
    assert.deepEqual({ downloads, taken: downloadedAt !== null }, { downloads: 3, taken: true })
    const reads = await office.act((tx) =>
      query(tx, `select 1 from reads where regency_code = ? and object_type = 'issue' and object_id = ?`, [
        office.regency.code,
        issue!.id,
      ]),
    )
    assert.lengthOf(reads, 6)
  })

  test('revoke with a reason, after which nothing is given out any more', async ({ client, assert }) => {
    const office = await openPackageOffice()
    const [issue] = await issued(office)
    ;(await post(client, office, `/paket/${issue!.id}/cabut`, { reason: '  ' })).assertStatus(302)
    assert.isNull((await issueNow(office, issue!)).revokedAt)
    await post(client, office, `/paket/${issue!.id}/cabut`, { reason: 'Diska lepas hilang' })
    assert.include(await issueNow(office, issue!), { revokedReason: 'Diska lepas hilang', revokedBy: office.supervisor.name })
    const page = textOf((await client.get(`/paket/${issue!.id}`).loginAs(office.supervisor)).text())
    assert.include(page, 'Alasan: Diska lepas hilang')
    assert.notInclude(page, 'Unduh paket')
    const refused = await client.get(`/paket/${issue!.id}/unduh`).loginAs(office.supervisor)
    refused.assertStatus(422)
    ;(await post(client, office, `/paket/${issue!.id}/frasa`)).assertStatus(302)
    const english = await post(client, office, `/paket/${issue!.id}/frasa`).withSession({ locale: 'en' })
    english.assertFlashMessage('error', 'Issue number 1 was revoked: Diska lepas hilang.')
    assert.isNull((await issueNow(office, issue!)).shownAt)
    const list = textOf((await client.get('/paket').loginAs(office.supervisor)).text())
    assert.include(list, 'Diska lepas hilang')
  })

  test('say in the reader’s language why a module takes part no more', async ({ client }) => {
    const office = await openPackageOffice()
    await closePeriod(office.place.module, SYSTEM, { period: office.place.periodId })
    for (const [locale, says] of [
      ['id', 'import dan perubahan data tidak dapat dilakukan lagi.'],
      ['en', 'nothing can be imported or changed any more.'],
    ] as const) {
      const page = await client.get('/paket/baru').loginAs(office.supervisor).withSession({ locale })
      page.assertTextIncludes(says)
    }
  })

  test('do not exist for another regency', async ({ client }) => {
    const office = await openPackageOffice()
    const [issue] = await issued(office)
    const stranger = await supervisorOf((await regencyForTest()).code)
    for (const path of ['', '/unduh', '/pemulihan']) {
      ;(await client.get(`/paket/${issue!.id}${path}`).loginAs(stranger)).assertStatus(404)
    }
    for (const path of ['frasa', 'serah-terima', 'cabut', 'berkas-balik', 'pemulihan']) {
      const answer = client.post(`/paket/${issue!.id}/${path}`).loginAs(stranger).withCsrfToken().redirects(0)
      ;(await answer.form({ reason: 'x' })).assertStatus(404)
    }
  })
})

function bodyOf(response: { body(): unknown; text(): string }): Buffer {
  const body = response.body()
  return Buffer.isBuffer(body) ? body : Buffer.from(response.text(), 'latin1')
}
