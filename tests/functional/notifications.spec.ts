import i18nManager from '@adonisjs/i18n/services/main'
import { test } from '@japa/runner'
import type User from '#models/user'
import { clock } from '#services/clock'
import { activityWords, wordedValues } from '#services/dashboard/activity_words'
import { forgetNotices, MOST_COUNTED, noticesOf, notify, readAll, readNotice, unreadCount } from '#services/notifications'
import { scopeRegions } from '#services/regions'
import { showActor } from '#services/format'
import { CONSOLE, SYSTEM, VISITOR } from '#services/actor'
import { query, scope, type Tx } from '#services/scope'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'

const as = async <T>(user: User, work: (tx: Tx) => Promise<T>) =>
  scope.run(
    { regions: await scopeRegions(user.role, user.regionCode), actor: { id: user.id, name: user.name, role: user.role } },
    work,
  )
const toSupervisors = { role: 'supervisor_regency' } as const
const unread = (user: User) => as(user, (tx) => unreadCount(tx, user))

test.group('Notifications', (group) => {
  group.each.teardown(() => clock.restore())

  test('what is told to a role reaches each of its people in that regency, and is read by each on his own', async ({
    assert,
  }) => {
    const { code } = await regencyForTest()
    const [one, two] = [await supervisorOf(code), await supervisorOf(code)]
    const elsewhere = await supervisorOf((await regencyForTest()).code)
    await inScope(code, (tx) => notify(tx, { regency: code, to: toSupervisors, kind: 'uji', params: { n: 3 }, href: '/profil' }))
    assert.deepEqual([await unread(one), await unread(two), await unread(elsewhere)], [1, 1, 0])
    const [notice] = await as(one, (tx) => noticesOf(tx, one))
    assert.containsSubset(notice, { kind: 'uji', params: { n: 3 }, href: '/profil', regency: code, read: false })
    assert.isNull(await as(elsewhere, (tx) => readNotice(tx, elsewhere, notice!.id)))
    assert.equal(await as(one, (tx) => readNotice(tx, one, notice!.id)), '/profil')
    assert.deepEqual([await unread(one), await unread(two)], [0, 1])
  })

  test('what is told to one person reaches nobody else, and is told for 90 days', async ({ assert }) => {
    const { code } = await regencyForTest()
    const [one, two] = [await supervisorOf(code), await supervisorOf(code)]
    await inScope(code, (tx) => notify(tx, { regency: code, to: { user: one.id }, kind: 'uji', href: '/profil' }))
    assert.deepEqual([await unread(one), await unread(two)], [1, 0])
    clock.shift(91 * 86_400_000)
    assert.equal(await unread(one), 0)
  })

  test('what is older than 90 days goes in the night, read or not, and nothing else', async ({ assert }) => {
    const { code } = await regencyForTest()
    const one = await supervisorOf(code)
    const tell = () =>
      inScope(code, (tx) => notify(tx, { regency: code, to: toSupervisors, kind: 'uji', params: {}, href: '/profil' }))
    await tell()
    await as(one, (tx) => readAll(tx, one))
    clock.shift(91 * 86_400_000)
    await tell()
    assert.isAtLeast(await forgetNotices(), 1)
    const left = await inScope(code, (tx) =>
      query(
        tx,
        'select 1 from notifications where regency_code = ? union all select 2 from notification_reads where regency_code = ?',
        [...[code, code]],
      ),
    )
    assert.lengthOf(left, 1)
    assert.equal(await unread(one), 1)
  })

  test('a reviewer of the ministry hears of every regency, and his bell stops counting at a hundred', async ({ assert }) => {
    const { code } = await regencyForTest()
    const reviewer = await ministryStaff('pfm_reviewer')
    await as(reviewer, (tx) => readAll(tx, reviewer))
    await inScope(code, async (tx) => {
      for (let n = 0; n <= MOST_COUNTED; n++) {
        await notify(tx, { regency: code, to: { role: 'pfm_reviewer' }, kind: 'uji', href: '/beranda' })
      }
    })
    assert.equal(await unread(reviewer), MOST_COUNTED)
    await as(reviewer, (tx) => readAll(tx, reviewer))
    assert.equal(await unread(reviewer), 0)
  })

  test('days stand in sentences as 31-12-2026, in activities too, whatever is kept', async ({ client, assert }) => {
    const { code } = await regencyForTest()
    const supervisor = await supervisorOf(code)
    const params = { until: '2026-12-31' }
    await inScope(code, (tx) => notify(tx, { regency: code, to: toSupervisors, kind: 'uji', params, href: '/profil' }))
    const [notice] = await as(supervisor, (tx) => noticesOf(tx, supervisor))
    assert.deepEqual(notice?.params, params)
    const days = { until: '2026-12-31', from: '2026-13-31' }
    assert.deepEqual(wordedValues(i18nManager.locale('id'), days), { until: '31-12-2026', from: '2026-13-31' })
    const said = activityWords(i18nManager.locale('id'), {
      action: 'period.extended',
      data: { ...params, period: 'November 2026' },
    })
    assert.equal(said, 'Memperpanjang periode November 2026 sampai 31-12-2026')
    ;(await client.get('/notifikasi').loginAs(supervisor)).assertStatus(200)
  })

  test('names modules, kinds of load and who acts without being a person in the language of the reader', ({ assert }) => {
    const [indonesian, english] = [i18nManager.locale('id'), i18nManager.locale('en')]
    const load = { action: 'load.checked', data: { kind: 'bsp.quota', read: 2, accepted: 2 } }
    assert.equal(activityWords(indonesian, load), 'Memeriksa Kuota BSP dan tahap BPNT: 2 dari 2 baris dapat dimuat')
    assert.equal(activityWords(english, load), 'Checked Quota of BSP and stage of BPNT: 2 of 2 rows can be loaded')
    const kept = { ...load, data: { ...load.data, kind: 'Kuota BSP dan tahap BPNT' } }
    assert.equal(activityWords(english, kept), activityWords(english, load))
    const off = { plugin: 'relocation', by: CONSOLE.name }
    assert.deepEqual(wordedValues(indonesian, off), { plugin: 'Pemindahan Rumah Tangga', by: 'Konsol' })
    assert.deepEqual(wordedValues(english, off), { plugin: 'Relocation', by: 'Console' })
    assert.deepEqual([showActor(SYSTEM.name, 'en'), showActor('Sistem'), showActor('Siti', 'en')], ['System', 'Sistem', 'Siti'])
    assert.notEqual(showActor(VISITOR.name, 'en'), VISITOR.name)
  })

  test('leads only to pages of this application', async ({ assert }) => {
    const { code } = await regencyForTest()
    for (const href of ['https://contoh.invalid/', '//contoh.invalid/', 'profil']) {
      await assert.rejects(() => inScope(code, (tx) => notify(tx, { regency: code, to: toSupervisors, kind: 'uji', href })))
    }
  })

  test('stand behind the bell of every page and on a page of their own', async ({ client, assert }) => {
    const { code } = await regencyForTest()
    const supervisor = await supervisorOf(code)
    await inScope(code, (tx) => notify(tx, { regency: code, to: toSupervisors, kind: 'uji', href: '/profil' }))
    const page = await client.get('/notifikasi').loginAs(supervisor)
    page.assertStatus(200)
    assert.include(page.text(), 'aria-label="Notifikasi, 1 belum dibaca"')
    const [, id] = /action="\/notifikasi\/([0-9a-f-]{36})"/.exec(page.text())!
    const opened = await client.post(`/notifikasi/${id}`).loginAs(supervisor).withCsrfToken().redirects(0)
    opened.assertHeader('location', '/profil')
    const after = await client.get('/beranda').loginAs(supervisor)
    assert.include(after.text(), 'aria-label="Notifikasi"')
  })
})
