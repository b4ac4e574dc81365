import { test } from '@japa/runner'
import { regionsField, type Problems } from '#services/announcements/fields'
import {
  announcement,
  announcementsFor,
  saveAnnouncement,
  standingOn,
  withdrawAnnouncement,
} from '#services/announcements/announcements'
import { contacts, saveContacts, stateOf } from '#services/announcements/contacts'
import { DeskRefused } from '#services/announcements/errors'
import { faqEntries, faqEntry, moveFaqEntry, removeFaqEntry, saveFaqEntry } from '#services/announcements/faq'
import { scope, SYSTEM } from '#services/scope'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { as } from './support.js'

const DAY = '2026-11-26'
const typed = (more: Record<string, string> = {}) => ({
  title: 'Judul uji',
  body: 'Isi uji',
  valid_from: '20-11-2026',
  valid_until: '30-11-2026',
  ...more,
})
const titlesFor = async (user: Parameters<typeof as>[0], day = DAY) =>
  (await as(user, (tx) => announcementsFor(tx, day))).map(({ title }) => title)

test.group('Announcements', () => {
  test('are shown from their first to their last day, to the regions they are for and to nobody else', async ({ assert }) => {
    const [here, there] = [await regencyForTest(), await regencyForTest()]
    const staff = await ministryStaff()
    const title = `Untuk ${here.code}`
    await as(staff, (tx) => saveAnnouncement(tx, typed({ title, regions: here.code })))
    const [one, other] = [await supervisorOf(here.code), await supervisorOf(there.code)]
    for (const [day, shown] of [
      ['2026-11-19', false],
      ['2026-11-20', true],
      ['2026-11-30', true],
      ['2026-12-01', false],
    ] as const) {
      assert.equal((await titlesFor(one, day)).includes(title), shown, day)
    }
    assert.notInclude(await titlesFor(other), title)
    assert.include(await titlesFor(await provinceSupervisorOf(here.province)), title)
    const forProvince = `Untuk provinsi ${here.province}`
    await as(staff, (tx) => saveAnnouncement(tx, typed({ title: forProvince, regions: here.province })))
    assert.include(await titlesFor(one), forProvince)
  })

  test('before sign-in only what is public is known, and the front page shows it', async ({ client, assert }) => {
    const staff = await ministryStaff()
    await as(staff, (tx) => saveAnnouncement(tx, typed({ title: 'Hanya di dalam', valid_until: '' })))
    await as(staff, (tx) => saveAnnouncement(tx, typed({ title: 'Untuk <b>umum</b>', public: '1', valid_until: '' })))
    const news = await scope.run(scope.of([], SYSTEM), (tx) => announcementsFor(tx, DAY))
    assert.include(
      news.map(({ title }) => title),
      'Untuk <b>umum</b>',
    )
    assert.notInclude(
      news.map(({ title }) => title),
      'Hanya di dalam',
    )
    const page = (await client.get('/')).text()
    assert.include(page, 'Untuk &lt;b&gt;umum&lt;/b&gt;')
    assert.notInclude(page, 'Hanya di dalam')
  })

  test('a form with faults is refused with a sentence at each, and keeps nothing', async ({ assert }) => {
    const staff = await ministryStaff()
    const refusal = await as(staff, (tx) =>
      saveAnnouncement(tx, { title: ' ', body: '', valid_from: '31-02-2026', regions: '33, 99.99, Semarang' }),
    ).catch((error: unknown) => error)
    assert.instanceOf(refusal, DeskRefused)
    assert.sameMembers(Object.keys((refusal as DeskRefused).problems), ['title', 'body', 'valid_from', 'regions'])
    const turned = await as(staff, (tx) =>
      saveAnnouncement(tx, typed({ valid_from: '30-11-2026', valid_until: '29-11-2026' })),
    ).catch((error: unknown) => error)
    assert.match((turned as DeskRefused).problems.valid_until!.id, /30-11-2026/)
  })

  test('codes of regions are taken with points or without, and what a spreadsheet cut off is hinted at', async ({ assert }) => {
    const problems: Problems = {}
    const read = (regions: string) => regionsField({ regions }, 'regions', problems)
    assert.deepEqual([await read('3403; 33\n11.10'), problems], [['11.10', '33', '34.03'], {}])
    await read('11.1, 33.71.01, 99.99')
    assert.equal(
      problems.regions?.id,
      'Bukan kode provinsi atau kabupaten/kota: 11.1 (11.10 Kab. Aceh Singkil?), 33.71.01, 99.99.',
    )
  })

  test('two officers change one: the second is told, and what is withdrawn stays withdrawn', async ({ assert }) => {
    const [one, two] = [await ministryStaff(), await ministryStaff()]
    const id = await as(one, (tx) => saveAnnouncement(tx, typed()))
    await as(one, (tx) => saveAnnouncement(tx, typed({ title: 'Diubah' }), { id, seen: 1 }))
    await assert.rejects(
      () => as(two, (tx) => saveAnnouncement(tx, typed({ title: 'Kalah' }), { id, seen: 1 })),
      new RegExp(`diubah oleh ${one.name} pada \\d\\d-`),
    )
    await as(two, (tx) => withdrawAnnouncement(tx, id))
    await assert.rejects(() => as(one, (tx) => withdrawAnnouncement(tx, id)), new RegExp(`${two.name} pada`))
    const kept = await as(one, (tx) => announcement(tx, id))
    assert.equal(kept.title, 'Diubah')
    assert.equal(standingOn(kept, DAY), 'withdrawn')
  })

  test('the desk is the ministry’s: no other role finds it', async ({ client }) => {
    const { code, province } = await regencyForTest()
    const others = [
      await supervisorOf(code),
      await provinceSupervisorOf(province),
      await ministryStaff('auditor'),
      await ministryStaff('pfm_reviewer'),
    ]
    for (const path of [
      '/admin/pengumuman',
      '/admin/pengumuman/baru',
      '/admin/pengumuman/dokumen',
      '/admin/pengumuman/tanya-jawab',
      '/admin/pengumuman/kontak',
      '/admin/masukan',
      '/admin/kesehatan',
    ]) {
      for (const user of others) (await client.get(path).loginAs(user)).assertStatus(404)
      ;(await client.get(path).loginAs(await ministryStaff())).assertStatus(200)
    }
  })

  test('what was typed stands in the form again after a refusal', async ({ client, assert }) => {
    const staff = await ministryStaff()
    const answer = await client
      .post('/admin/pengumuman')
      .loginAs(staff)
      .withCsrfToken()
      .header('referer', '/admin/pengumuman/baru')
      .form({ title: '', body: 'Isi yang panjang', valid_from: 'besok' })
    assert.include(answer.text(), 'Isi yang panjang')
    assert.include(answer.text(), 'Bukan tanggal')
    assert.include(answer.text(), 'value="besok"')
  })
})

test.group('Questions and contacts', () => {
  test('the page reads the kept questions in both languages, in the order of the desk', async ({ client, assert }) => {
    const staff = await ministryStaff()
    const id = await as(staff, (tx) =>
      saveFaqEntry(tx, {
        subject: 'file',
        question_id: 'Pertanyaan uji?',
        answer_id: 'Jawaban uji.',
        question_en: 'Test question?',
        answer_en: 'Test answer.',
      }),
    )
    const other = await ministryStaff()
    const said = await faqEntry(id)
    const change = (by: typeof staff, answer: string) =>
      as(by, (tx) => {
        const wanted = {
          subject: 'file',
          question_id: said.question.id,
          answer_id: answer,
          question_en: said.question.en,
          answer_en: answer,
        }
        return saveFaqEntry(tx, wanted, { id, seen: said.version })
      })
    await change(staff, 'Jawaban pertama.')
    await assert.rejects(() => change(other, 'Kalah.'), new RegExp(`diubah oleh ${staff.name} pada \\d\\d-`))
    const order = async () => (await faqEntries()).filter(({ subject }) => subject === 'file').map((entry) => entry.id)
    const before = await order()
    assert.equal(before.at(-1), id)
    await as(staff, (tx) => moveFaqEntry(tx, id, 'up'))
    assert.deepEqual(await order(), [...before.slice(0, -2), id, before.at(-2)!])
    const page = (await client.get('/faq')).text()
    assert.include(page, 'Pertanyaan uji?')
    assert.include(page, 'Saya lupa kata sandi')
    assert.notInclude(page, 'Test question?')
    await as(other, (tx) => removeFaqEntry(tx, id))
    await assert.rejects(() => change(staff, 'Terlambat.'), new RegExp(`dihapus oleh ${other.name} pada`))
    const desk = (await client.get('/admin/pengumuman/tanya-jawab').loginAs(staff)).text()
    assert.match(desk, /<a href="\/admin\/pengumuman\/tanya-jawab\/[0-9a-f-]{36}">Saya lupa kata sandi/)
    const kept = (await client.get(`/admin/pengumuman/tanya-jawab/${id}`).loginAs(staff)).text()
    assert.include(kept, `Pertanyaan ini sudah dihapus oleh ${other.name} pada`)
    assert.match(kept, /action="\/admin\/pengumuman\/tanya-jawab"[^]*Jawaban pertama\./, 'it can be saved as a new question')
  })

  test('contacts of the desk stand on the front page, at sign-in and on Beranda; a wrong address is refused', async ({
    client,
    assert,
    cleanup,
  }) => {
    const [staff, before] = [await ministryStaff(), await contacts()]
    const former = {
      ...{ kind: before.map(({ kind }) => kind), value: before.map(({ value }) => value) },
      ...{ note_id: before.map(({ note }) => note.id), note_en: before.map(({ note }) => note.en) },
    }
    cleanup(async () => {
      const seen = stateOf(await contacts())
      await as(staff, (tx) => saveContacts(tx, { ...former, seen }))
    })
    const lines = {
      seen: stateOf(before),
      kind: ['mail', 'phone'],
      value: ['bantuan@contoh.invalid', '021 555 0100'],
      note_id: ['Surel', 'Telepon'],
      note_en: ['Mail', 'Telephone'],
    }
    await assert.rejects(() => as(staff, (tx) => saveContacts(tx, { ...lines, value: ['bukan surel', ''] })), DeskRefused)
    await as(staff, (tx) => saveContacts(tx, lines))
    assert.deepEqual(
      (await contacts()).map(({ href }) => href),
      ['mailto:bantuan@contoh.invalid', 'tel:0215550100'],
    )
    await Promise.all([1, 2].map(() => as(staff, (tx) => saveContacts(tx, lines))))
    assert.lengthOf(await contacts(), 2, 'the same form sent again, and twice at once, changes nothing')
    const other = { ...lines, value: ['lain@contoh.invalid', '021 555 0100'] }
    const told = await as(staff, (tx) => saveContacts(tx, other)).catch((error: DeskRefused) => error)
    assert.instanceOf(told, DeskRefused)
    assert.deepInclude(told, { code: 'E_DESK_STALE', status: 409 })
    assert.include((told as DeskRefused).message, `diubah oleh ${staff.name} pada`)
    assert.include((told as DeskRefused).message, 'bantuan@contoh.invalid, 021 555 0100')
    assert.equal((await contacts())[0]?.value, 'bantuan@contoh.invalid', 'the second officer is told before anything is lost')
    const form = await client.get('/admin/pengumuman/kontak').loginAs(staff)
    await as(staff, (tx) => saveContacts(tx, { ...other, seen: /name="seen" value="([^"]+)"/.exec(form.text())?.[1] }))
    assert.equal((await contacts())[0]?.value, 'lain@contoh.invalid')
    const back = { ...lines, seen: stateOf(await contacts()) }
    await as(staff, (tx) => saveContacts(tx, back))
    for (const page of [await client.get('/'), await client.get('/masuk'), await client.get('/beranda').loginAs(staff)])
      assert.include(page.text(), 'mailto:bantuan@contoh.invalid')
  })
})
