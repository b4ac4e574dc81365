import { v7 as uuid } from 'uuid'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { lockUser } from '#services/accounts/change_user'
import { faqEntries, moveFaqEntry, removeFaqEntry, saveFaqEntry } from '#services/announcements/faq'
import { clock } from '#services/clock'
import { dispatch } from '#services/jobs/dispatch'
import { query } from '#services/scope'
import { saveView, viewsOf } from '#verification/lists/views'
import { decideUpdates } from '#verification/review/decide'
import { as } from '#tests/functional/desk/support'
import { changed, household } from '#tests/functional/imports/support'
import { openOffice, received, write, type Office } from '#tests/functional/review/support'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { refusalOf } from '#tests/functional/accounts_desk/support'
import { forgetQueuedJobs } from '#tests/support/worker_process'

/** The same form sent three times at once, as by an impatient hand; the statuses of the answers. */
async function thrice(client: ApiClient, user: User, path: string, form: Record<string, string> = {}): Promise<number[]> {
  const send = () => client.post(path).form(form).loginAs(user).withCsrfToken().redirects(0)
  return (await Promise.all([send(), send(), send()])).map((answer) => answer.status())
}

async function told(office: Office, action: string): Promise<number> {
  const rows = await office.act((tx) =>
    query(tx, 'select 1 from activities where regency_code = ? and action = ?', [office.regency.code, action]),
  )
  return rows.length
}

const office = () => openOffice(([village]) => [household('K01', village!, 1)])

test.group('A form that is sent three times at once', (group) => {
  group.each.teardown(() => clock.restore())

  test('keeps one view of a list; of several that are to open by themselves one does', async ({ client, assert }) => {
    const found = await office()
    const form = { jenis: 'existing', nama: 'Desa saya', baku: '1', status: 'received' }
    const of = { module: found.place.module, regency: found.regency.code, list: 'existing' } as const
    assert.deepEqual(await thrice(client, found.supervisor, '/bdt/tampilan', form), [302, 302, 302])
    const save = (name: string) => found.act((tx) => saveView(tx, of, { name, isDefault: true, input: {} }))
    await Promise.all(['Desa saya', 'Desa saya', 'Lain', 'Lagi'].map(save))
    const views = await found.act((tx) => viewsOf(tx, of))
    assert.sameMembers(
      views.map(({ name }) => name),
      ['Desa saya', 'Lain', 'Lagi'],
    )
    assert.lengthOf(
      views.filter(({ isDefault }) => isDefault),
      1,
    )
  })

  test('reminds an operator once, and once more a minute later', async ({ client, assert }) => {
    const found = await office()
    const [village] = found.regency.villages
    await write(found, received(changed(household('K01', village!, 1), { alamat: 'JL BARU' })))
    await found.act((tx) => decideUpdates(tx, found.place, ['K01'], { take: 'return', reason: 'Periksa lagi' }))
    const remind = () => thrice(client, found.supervisor, '/bdt/dikembalikan/ingatkan', { desa: village!, operator: '-' })
    assert.deepEqual(await remind(), [302, 302, 302])
    assert.equal(await told(found, 'returns.reminded'), 1)
    clock.freeze(new Date(clock.now().getTime() + 61_000))
    await remind()
    assert.equal(await told(found, 'returns.reminded'), 2)
  })

  test('asks a job to stop once', async ({ client, assert }) => {
    await forgetQueuedJobs()
    const found = await office()
    const id = await found.act((tx) => dispatch(tx, { name: 'test.never', regency: found.regency.code, subject: uuid() }))
    assert.deepEqual(await thrice(client, found.supervisor, `/pekerjaan/${id}/batal`), [302, 302, 302])
    assert.equal(await told(found, 'job.cancel_asked'), 1)
  })
})

test.group('An act of a desk that is sent again', () => {
  test('locks an account once; the second officer is told why it is locked', async ({ assert }) => {
    const { regency } = await office()
    clock.restore()
    const [one, two, user] = [await ministryStaff(), await ministryStaff(), await supervisorOf(regency.code)]
    await as(one, (tx) => lockUser(tx, user.id, 'Cuti sampai akhir bulan'))
    const refusal = await refusalOf(as(two, (tx) => lockUser(tx, user.id, 'Alasan yang lain')))
    assert.equal(refusal?.code, 'E_USER_STATE')
    assert.include(refusal!.message, 'sudah dikunci petugas dengan alasan: Cuti sampai akhir bulan')
  })

  test('moves a question by one place and takes it from the page once', async ({ assert }) => {
    const staff = await ministryStaff()
    const titles = ['Pertama?', 'Kedua?', 'Ketiga?']
    const ids: string[] = []
    for (const title of titles) {
      const said = { question_id: title, question_en: title, answer_id: 'Jawaban', answer_en: 'Answer' }
      ids.push(await as(staff, (tx) => saveFaqEntry(tx, { subject: 'privacy', ...said })))
    }
    const order = async () => (await faqEntries()).map(({ id }) => id).filter((id) => ids.includes(id))
    const up = () => as(staff, (tx) => moveFaqEntry(tx, ids[2]!, 'up', ids[1]))
    const moved = await Promise.allSettled([up(), up()])
    assert.sameMembers(
      moved.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    )
    assert.deepEqual(await order(), [ids[0], ids[2], ids[1]])
    const remove = () => as(staff, (tx) => removeFaqEntry(tx, ids[0]!))
    await Promise.all([remove(), remove()])
    assert.deepEqual(await order(), [ids[2], ids[1]])
  })
})
