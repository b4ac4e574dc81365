import { test } from '@japa/runner'
import type User from '#models/user'
import { query } from '#services/scope'
import { resultFiles, returnFinalisation, type LetterRow, type ResultFile } from '#verification/finalise/index'
import type { Place } from '#verification/store/index'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { actorOf, giveProfile, inPlace, periodOf, seal, testRegister, toUploadedLetter, update, write } from './support.js'

interface Uploaded {
  place: Place
  supervisor: User
  letter: LetterRow
  files: ResultFile[]
}

async function uploaded(): Promise<Uploaded> {
  const { place, docs } = await testRegister(4)
  await write(place, [update({ ...docs[0]!, values: { ...docs[0]!.values, alamat: 'JL BARU' } })])
  const letter = await toUploadedLetter(place)
  const files = await inPlace(place, (tx) => resultFiles(tx, place))
  return { place, letter, files, supervisor: await supervisorOf(place.regency) }
}

test.group('Page of the finalisation', () => {
  test('shows by village what is taken and left, and asks for the word before it closes the period', async ({
    client,
    assert,
  }) => {
    const { place, docs } = await testRegister(4)
    const supervisor = await supervisorOf(place.regency)
    await write(place, [update(docs[0]!), update(docs[1]!, { state: 'received' })])
    const page = await client.get('/bdt/finalisasi').loginAs(supervisor)
    page.assertStatus(200)
    assert.include(page.text(), 'Yang diambil dan tidak diambil')
    assert.include(page.text(), 'Ketik FINALISASI untuk melanjutkan')
    assert.include(page.text(), '1 perubahan yang masuk belum diputuskan')
    const unconfirmed = await client
      .post('/bdt/finalisasi')
      .form({ confirmation: 'ya' })
      .loginAs(supervisor)
      .withCsrfToken()
      .redirects(0)
    unconfirmed.assertStatus(302)
    assert.equal((await periodOf(place)).finalisation.state, 'open')
    const sent = await client
      .post('/bdt/finalisasi')
      .form({ confirmation: 'finalisasi' })
      .loginAs(supervisor)
      .withCsrfToken()
      .redirects(0)
    sent.assertStatus(302)
    assert.equal((await periodOf(place)).finalisation.state, 'finalising')
    const running = await client.get('/bdt/finalisasi').loginAs(supervisor)
    assert.match(running.text(), /data-url="\/pekerjaan\/[0-9a-f-]{36}\.json"/)
  })

  test('links each blocker to the page where it is solved, and that page back', async ({ client, assert }) => {
    const { place, docs } = await testRegister(4)
    const blocking = place.module.rules.find(({ severity, setBased }) => severity === 'block' && !setBased)!
    const problem = { rule: blocking.code, severity: 'block' as const, fields: [] }
    const typed = { ...structuredClone(docs[1]!), key: 'N001' }
    const supervisor = await supervisorOf(place.regency)
    await write(place, [
      update(docs[0]!, { state: 'received', problems: [problem] }),
      update(typed, { state: 'received', kind: 'new', outcome: 'new' }),
    ])
    const page = await client.get('/bdt/finalisasi').loginAs(supervisor)
    const [, href, waiting] = /<a class="tile[^"]*" href="([^"]+)">[\s\S]*?tile-value">(\d+)</.exec(page.text())!
    assert.deepEqual([href, waiting], ['/bdt/pola', '2'])
    assert.match(
      (await client.get(href!).loginAs(supervisor)).text(),
      /page-total">2</,
      'repairs and proposals, as many as the tile says',
    )
    assert.include(page.text(), `href="/bdt/ruta/H001?dari=finalisasi#bagian"`)
    const back = 'href="/bdt/finalisasi#penghalang"'
    assert.include((await client.get('/bdt/ruta/H001?dari=finalisasi').loginAs(supervisor)).text(), back)
    const later = client.get('/bdt/ruta/H001').withSession({ solving_blockers_of: 'bdt' }).loginAs(supervisor)
    assert.include((await later).text(), back, 'also after an act there')
    assert.notInclude((await client.get('/bdt/ruta/H001').loginAs(supervisor)).text(), back)
    assert.include(page.text(), blocking.code)
    assert.notInclude(page.text(), 'id="finalise"')
  })
})

test.group('Pages of letter and results', () => {
  test('give letter, scan, annexes and every result file, and each download stands in the read log', async ({
    client,
    assert,
  }) => {
    const { supervisor, letter, files, place } = await uploaded()
    const letterPage = await client.get('/bdt/surat-pengesahan').loginAs(supervisor)
    assert.include(letterPage.text(), letter.number)
    assert.include(letterPage.text(), letter.code)
    const home = (await client.get('/beranda').loginAs(supervisor)).text()
    assert.match(home, /href="\/bdt\/finalisasi">[\s\S]*?tile-value">Surat diunggah</, 'Beranda counts no days of what is final')
    assert.match(home, /class="period-closing">Surat diunggah</, 'nor does the line of deadlines above every page')
    assert.include(home, 'Sudah masuk ke hasil')
    const sealed = (await client.get('/bdt/finalisasi').loginAs(supervisor)).text()
    const [, rows, foot] = /<tbody>([\s\S]*?)<\/tbody>\s*<tfoot>([\s\S]*?)<\/tfoot>/.exec(sealed)!
    const counts = (html: string) => [...html.matchAll(/is-number">(\d+)</g)].map(([, count]) => Number(count))
    const sums = [0, 1, 2, 3, 4].map((at) => counts(rows!).reduce((sum, count, i) => (i % 5 === at ? sum + count : sum), 0))
    assert.deepEqual(counts(foot!), sums, 'the result by district ends with its sum')
    const results = await client.get('/bdt/hasil').loginAs(supervisor)
    for (const { name, sha256 } of files) {
      assert.include(results.text(), name)
      assert.include(results.text(), sha256)
    }
    const file = files.find(({ kind }) => kind === 'siksresult')!
    for (const path of [
      `/bdt/surat-pengesahan/${letter.id}/surat`,
      `/bdt/surat-pengesahan/${letter.id}/pindai`,
      `/bdt/hasil/${place.periodId}/${file.fileId}`,
    ]) {
      const answer = await client.get(path).loginAs(supervisor)
      answer.assertStatus(200)
      assert.include(answer.header('content-disposition'), 'attachment')
      assert.equal(answer.header('x-content-type-options'), 'nosniff')
    }
    const reads = await inPlace(place, (tx) =>
      query<{ object_type: string }>(tx, `select object_type from reads where user_id = ? and action = 'download' order by at`, [
        supervisor.id,
      ]),
    )
    assert.deepEqual(
      reads.map(({ object_type: type }) => type),
      ['letter', 'letter', 'bdt.result'],
    )
  })

  test('before the signed letter results cannot be taken, but the annexes that go with it can, and nobody is reminded any more', async ({
    client,
    assert,
  }) => {
    const { place } = await testRegister(2)
    const supervisor = await supervisorOf(place.regency)
    await seal(place)
    const files = await inPlace(place, (tx) => resultFiles(tx, place))
    const path = (kind: ResultFile['kind']) => `/bdt/hasil/${place.periodId}/${files.find((file) => file.kind === kind)!.fileId}`
    ;(await client.get(path('csv')).loginAs(supervisor)).assertStatus(404)
    ;(await client.get(path('annexes')).loginAs(supervisor)).assertStatus(200)
    const reminders = await client.get('/bdt/kemajuan/pengingat.pdf').loginAs(supervisor)
    reminders.assertStatus(409)
    assert.include(reminders.text(), 'sudah difinalisasi, sehingga tidak ada lagi yang perlu diingatkan.')
  })

  test('a supervisor of another regency finds none of it, just as what does not exist', async ({ client, assert }) => {
    const { letter, files, place } = await uploaded()
    const stranger = await supervisorOf((await regencyForTest()).code)
    for (const path of [
      `/bdt/surat-pengesahan/${letter.id}/surat`,
      `/bdt/surat-pengesahan/${letter.id}/pindai`,
      '/bdt/surat-pengesahan/00000000-0000-7000-8000-000000000000/surat',
      '/bdt/surat-pengesahan/bukan-id/surat',
      ...files.map(({ fileId }) => `/bdt/hasil/${place.periodId}/${fileId}`),
      `/bdt/hasil/bukan-id/${files[0]!.fileId}`,
    ]) {
      ;(await client.get(path).loginAs(stranger)).assertStatus(404)
    }
    for (const path of ['/bdt/finalisasi', '/bdt/surat-pengesahan', '/bdt/hasil']) {
      const page = await client.get(path).loginAs(stranger)
      page.assertStatus(200)
      assert.notInclude(page.text(), letter.number)
    }
    const anonymous = await client.get(`/bdt/hasil/${place.periodId}/${files[0]!.fileId}`).redirects(0)
    anonymous.assertStatus(302)
  })

  test('an unreadable scan asks for a statement, and is taken and marked with it', async ({ client, assert }) => {
    const { place } = await testRegister(2)
    const supervisor = await supervisorOf(place.regency)
    await giveProfile(place.regency)
    await seal(place)
    const issued = await client.post('/bdt/surat-pengesahan').loginAs(supervisor).withCsrfToken().redirects(0)
    issued.assertStatus(302)
    const sharp = (await import('sharp')).default
    const blank = await sharp({ create: { width: 800, height: 1100, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const send = (confirmed: boolean) => {
      const request = client.post('/bdt/surat-pengesahan/pindai').loginAs(supervisor).withCsrfToken().redirects(0)
      request.file('scan', blank, { filename: 'pindai.png' })
      if (confirmed) request.field('confirmed', '1')
      return request
    }
    const asked = await send(false)
    assert.equal(asked.flashMessage('unreadable'), true)
    assert.equal((await periodOf(place)).finalisation.state, 'letter_generated')
    await send(true)
    assert.equal((await periodOf(place)).finalisation.state, 'letter_uploaded')
    const page = await client.get('/bdt/surat-pengesahan').loginAs(supervisor)
    assert.include(page.text(), 'QR tidak terbaca')
  })
})

test.group('Public page of a letter', () => {
  test('tells number, place, totals, hashes and honesty to anybody, and names no person', async ({ client, assert }) => {
    const { letter, files } = await uploaded()
    const page = await client.get(`/verifikasi/${letter.code.toLowerCase()}`)
    page.assertStatus(200)
    for (const part of [
      letter.number,
      letter.sha256,
      letter.sealRoot,
      'Surat ini berlaku',
      'bukan tanda tangan elektronik tersertifikasi',
    ]) {
      assert.include(page.text(), part)
    }
    for (const { sha256 } of files) assert.include(page.text(), sha256)
    const withoutHashes = page.text().replaceAll(/[0-9a-f]{64}/g, '')
    assert.notMatch(withoutHashes, /KEPALA|SITI UJI|\d{16}/)
  })

  test('says that a returned letter is void, without the reason', async ({ client, assert }) => {
    const { letter, place } = await uploaded()
    const actor = actorOf(await supervisorOf(place.regency))
    await inPlace(place, async (tx) => returnFinalisation(tx, await periodOf(place), 'Rahasia dinas'), actor)
    const page = await client.get(`/verifikasi/${letter.code}`)
    assert.include(page.text(), 'Surat ini batal')
    assert.notInclude(page.text(), 'Surat ini berlaku')
    assert.notInclude(page.text(), 'Rahasia dinas')
  })

  test('an unknown code gives a friendly page with 404', async ({ client, assert }) => {
    const page = await client.get('/verifikasi/TIDAK-ADA-SAMA-SEKALI')
    page.assertStatus(404)
    assert.include(page.text(), 'tidak dikenal')
    assert.include(page.text(), 'name="kode"')
  })
})
