import { test } from '@japa/runner'
import sharp from 'sharp'
import { v7 as uuid } from 'uuid'
import {
  answerFeedback,
  feedbackById,
  listFeedback,
  receiptOf,
  waitingFeedback,
  writeFeedback,
} from '#services/announcements/feedback'
import { unreadCount } from '#services/notifications'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { as } from './support.js'

const when = (at: Date) => at.toISOString()
const words = (more: Record<string, string> = {}) => ({
  category: 'fault',
  body: 'Tombol tidak bekerja',
  page: '/import/riwayat?cari=BUDI',
  form: uuid(),
  ...more,
})

test.group('Feedback', () => {
  test('a person writes once however often he presses, gets a receipt, and later the answer behind his bell', async ({
    assert,
  }) => {
    const { code } = await regencyForTest()
    const [writer, staff] = [await supervisorOf(code), await ministryStaff()]
    const form = words()
    const sent = await as(writer, (tx) => writeFeedback(tx, writer, form, null))
    assert.equal((await as(writer, (tx) => writeFeedback(tx, writer, form, null))).id, sent.id)
    assert.match(receiptOf(sent), /^MS-\d{6}$/)
    assert.equal(sent.page, '/import/riwayat')
    const waiting = await as(staff, waitingFeedback)
    const answered = await as(staff, (tx) => answerFeedback(tx, sent.id, { answer: 'Sudah diperbaiki.' }, when))
    assert.include(answered, { answer: 'Sudah diperbaiki.', answeredBy: staff.name })
    assert.equal(await as(staff, waitingFeedback), waiting - 1)
    assert.equal(await as(writer, (tx) => unreadCount(tx, writer)), 1)
  })

  test('two officers answer one: one wins, the other is told by whom and when', async ({ assert }) => {
    const { code } = await regencyForTest()
    const [writer, one, two] = [await supervisorOf(code), await ministryStaff(), await ministryStaff()]
    const { id } = await as(writer, (tx) => writeFeedback(tx, writer, words(), null))
    const answers = await Promise.allSettled(
      [one, two].map((staff) => as(staff, (tx) => answerFeedback(tx, id, { answer: staff.name }, when))),
    )
    assert.lengthOf(
      answers.filter(({ status }) => status === 'fulfilled'),
      1,
    )
    const { answeredBy } = await as(one, (tx) => feedbackById(tx, id))
    const [lost] = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as Error] : []))
    assert.include(lost!.message, `sudah dijawab ${answeredBy}`)
  })

  test('nobody but the writer and the desk sees it, picture included', async ({ client, assert }) => {
    const { code } = await regencyForTest()
    const [writer, colleague, staff] = [await supervisorOf(code), await supervisorOf(code), await ministryStaff()]
    const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: 'white' } })
      .png()
      .toBuffer()
    const { form: _form, ...typed } = words({ body: 'Lihat gambar' })
    const page = await client
      .post('/masukan')
      .loginAs(writer)
      .withCsrfToken()
      .fields(typed)
      .file('screenshot', picture, { filename: 'layar.png' })
    const id = /\/masukan\/([0-9a-f-]{36})\/gambar/.exec(page.text())![1]!
    assert.include(page.text(), 'Masukan terkirim dengan nomor MS-')
    const shown = await client.get(`/masukan/${id}/gambar`).loginAs(staff)
    shown.assertStatus(200)
    assert.equal((await sharp(shown.body() as Buffer).metadata()).width, 900)
    for (const path of [`/masukan/${id}`, `/masukan/${id}/gambar`]) {
      ;(await client.get(path).loginAs(writer)).assertStatus(200)
      for (const user of [colleague, await ministryStaff('auditor')]) (await client.get(path).loginAs(user)).assertStatus(404)
    }
    ;(await client.get(`/admin/masukan/${id}`).loginAs(staff)).assertStatus(200)
  })

  test('what is no picture is refused, and the words stay in the form', async ({ client, assert }) => {
    const writer = await supervisorOf((await regencyForTest()).code)
    const { form: _form, ...typed } = words({ body: 'Kata-kata ini tidak boleh hilang' })
    const page = await client
      .post('/masukan')
      .loginAs(writer)
      .withCsrfToken()
      .header('referer', '/masukan')
      .fields(typed)
      .file('screenshot', Buffer.from('<svg/>'), { filename: 'layar.png' })
    assert.include(page.text(), 'SVG')
    assert.include(page.text(), 'Kata-kata ini tidak boleh hilang')
  })

  test('the list is turned page by page and holds what its filters say', async ({ assert }) => {
    const { code } = await regencyForTest()
    const [writer, staff] = [await supervisorOf(code), await ministryStaff()]
    for (let n = 0; n < 5; n++)
      await as(writer, (tx) => writeFeedback(tx, writer, words({ category: 'wish', body: `Usul ${n}` }), null))
    const seen: string[] = []
    let after: { at: string; id: string } | null = null
    do {
      const page: Awaited<ReturnType<typeof listFeedback>> = await as(staff, (tx) =>
        listFeedback(tx, { state: 'waiting', category: 'wish' }, { size: 2, after }),
      )
      seen.push(...page.rows.map(({ id }) => id))
      after = page.next
    } while (after)
    assert.equal(new Set(seen).size, seen.length)
    assert.isAtLeast(seen.length, 5)
  })
})
