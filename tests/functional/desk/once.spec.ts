import { v7 as uuid } from 'uuid'
import { test } from '@japa/runner'
import { allAnnouncements, saveAnnouncement } from '#services/announcements/announcements'
import { allDocuments, publishDocument } from '#services/announcements/documents'
import { faqEntries, saveFaqEntry } from '#services/announcements/faq'
import { judgeFile } from '#services/announcements/judge_file'
import { unreadCount } from '#services/notifications'
import { remarksTo, writeRemark } from '#services/progress/remarks'
import type { Tx } from '#services/scope'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { as } from './support.js'

type Typed = Record<string, string>
type Add = (tx: Tx, typed: Typed) => Promise<string>

const words = (title: string): Typed => ({
  ...{ title, body: 'Isi uji', valid_from: '20-11-2026', valid_until: '30-11-2026', kind: 'circular' },
  ...{ subject: 'account', question_id: title, answer_id: 'Jawaban', question_en: title, answer_en: 'Answer' },
})

/** Of letters alone: texts of a desk take no long number, and an identifier can look like one. */
const newWord = () => uuid().replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)

test.group('A form of a desk that is sent twice (S25)', () => {
  test('adds once, waits for its twin, and adds another text from the same page', async ({ assert }) => {
    const staff = await ministryStaff()
    const judged = { ...(await judgeFile(Buffer.from('nama;nilai\nUji;1\n'))), name: 'daftar.csv' }
    const desks: [add: Add, titles: (tx: Tx) => Promise<string[]>][] = [
      [saveAnnouncement, async (tx) => (await allAnnouncements(tx)).map(({ title }) => title)],
      [saveFaqEntry, async () => (await faqEntries()).map(({ question }) => question.id)],
      [(tx, typed) => publishDocument(tx, typed, judged), async (tx) => (await allDocuments(tx)).map(({ title }) => title)],
    ]
    for (const [add, titles] of desks) {
      const [form, title, another] = [uuid(), `Dua kali ${newWord()}`, `Lain ${newWord()}`]
      const send = (typed: Typed, page: string) => as(staff, (tx) => add(tx, { ...typed, form: page }))
      const [one, two] = await Promise.all([send(words(title), form), send(words(title), form)])
      assert.equal(one, two)
      assert.notEqual(await send(words(another), form), one)
      assert.notEqual(await send(words(title), uuid()), one)
      const found = await as(staff, titles)
      assert.deepEqual(
        [title, another].map((text) => found.filter((name) => name === text).length),
        [2, 1],
      )
    }
  })

  test('a remark reaches its supervisor once', async ({ assert }) => {
    const { code, province } = await regencyForTest()
    const [writer, reader] = [await provinceSupervisorOf(province), await supervisorOf(code)]
    const form = uuid()
    const send = (body: string) => as(writer, (tx) => writeRemark(tx, code, { body, form }))
    const [one, two] = await Promise.all([send('Segera unggah'), send('Segera unggah')])
    assert.equal(one, two)
    assert.lengthOf(await as(writer, (tx) => remarksTo(tx, code)), 1)
    assert.equal(await as(reader, (tx) => unreadCount(tx, reader)), 1)
    await send('Terima kasih')
    assert.lengthOf(await as(writer, (tx) => remarksTo(tx, code)), 2)
  })
})
