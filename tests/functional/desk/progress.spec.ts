import { test } from '@japa/runner'
import { ACCOUNTS } from '#services/demo/accounts'
import { clock } from '#services/clock'
import { registry } from '#kernel/registry'
import { tasksFor } from '#services/dashboard/tasks'
import { roleMay } from '#kernel/permissions'
import { unreadCount } from '#services/notifications'
import { nationalProgress, totalsOf, type RegencyProgress } from '#services/progress/national'
import { ranked, readProgressFilters } from '#services/progress/ranking'
import { readRemark, remarksTo, unreadRemarks, writeRemark } from '#services/progress/remarks'
import i18nManager from '@adonisjs/i18n/services/main'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { openRegister, registerUntil } from '#tests/support/register'
import { seal, testRegister, update, write } from '../finalisation/support.js'
import { as } from './support.js'

const when = (at: Date) => at.toISOString()
const module = () => registry.module('bdt')

test.group('Progress of the regencies', (group) => {
  group.each.teardown(() => clock.restore())

  test('counts what was looked at, and names the step, of every regency of the scope', async ({ assert }) => {
    const { regency, place, docs } = await testRegister(6)
    const province = await provinceSupervisorOf(regency.province)
    const lineOf = async () => {
      const all = await as(province, (tx) => nationalProgress(tx, module(), place.periodId))
      assert.deepEqual([...new Set(all.map((row) => row.province.code))], [regency.province])
      return all.find(({ code }) => code === regency.code)!
    }
    assert.containsSubset(await lineOf(), { records: 6, touched: 0, added: 0, standing: 'not_started', letter: null })
    await write(place, [update(docs[0]!), update(docs[1]!, { outcome: 'not_found' })])
    assert.containsSubset(await lineOf(), { records: 6, touched: 2, accepted: 2, standing: 'open', phase: 'open' })
    await seal(place)
    assert.containsSubset(await lineOf(), { touched: 2, standing: 'finalised' })
    const elsewhere = (await as(province, (tx) => nationalProgress(tx, module(), place.periodId))).filter(
      ({ code }) => code !== regency.code,
    )
    for (const row of elsewhere)
      assert.include(['absent', 'off'], row.standing, 'another test may have switched the module off there')
  })

  test('page and files hold the same rows in the same order', async ({ client, assert }) => {
    const { regency, place } = await testRegister(3)
    const staff = await ministryStaff()
    const query = `modul=bdt&periode=${place.periodId}&provinsi=${regency.province}&urut=code`
    const page = (await client.get(`/admin/kemajuan?${query}&baris=100`).loginAs(staff)).text()
    const shown = [...page.matchAll(/href="\/admin\/kemajuan\/(\d\d\.\d\d)"/g)].map(([, code]) => code)
    const csv = (await client.get(`/admin/kemajuan.csv?${query}`).loginAs(staff)).text()
    const listed = csv
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(';')[1])
    assert.include(shown, regency.code)
    assert.deepEqual(listed, shown)
    const late = (await client.get(`/admin/kemajuan?${query}&tempo=tertinggal`).loginAs(staff)).text()
    const tiles = [...late.matchAll(/<a class="tile[^"]*" href="([^"]*keadaan=[^"]*)"/g)].map(([, href]) => href!)
    assert.isNotEmpty(tiles)
    for (const href of tiles) assert.notMatch(href, /tempo=|provinsi=/, 'it counts all regencies, and leads to all of them')
    const xlsx = await client.get(`/admin/kemajuan.xlsx?${query}`).loginAs(staff)
    xlsx.assertStatus(200)
    xlsx.assertHeader('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  })

  test('all 514 regencies stand on pages that follow on each other', async ({ client, assert }) => {
    const staff = await ministryStaff()
    await testRegister(1)
    const seen: string[] = []
    for (let address: string | undefined = '/admin/kemajuan?baris=100&urut=code'; address;) {
      const page = (await client.get(address).loginAs(staff)).text()
      seen.push(...[...page.matchAll(/class="roomy" href="\/admin\/kemajuan\/(\d\d\.\d\d)"/g)].map(([, code]) => code!))
      address = /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
    }
    assert.lengthOf(seen, 514)
    assert.equal(new Set(seen).size, 514)
  })

  test('those ahead come first, equals by code, and filters leave what they say', ({ assert }) => {
    const row = (code: string, touched: number, more: Partial<RegencyProgress> = {}): RegencyProgress => ({
      ...{ code, name: `Kab. ${code}`, province: { code: code.slice(0, 2), name: 'P' }, standing: 'open', records: 10, touched },
      ...{
        added: 0,
        accepted: 0,
        files: 0,
        letter: null,
        remindedAt: null,
        phase: 'open',
        daysLeft: 3,
        until: '2026-12-01',
        elapsed: null,
        ...more,
      },
    })
    const rows = [row('33.01', 1), row('33.02', 9), row('34.01', 9), row('33.03', 0, { standing: 'not_started' })]
    const codes = (query: Record<string, string>) => ranked(rows, readProgressFilters(query)).map(({ code }) => code)
    assert.deepEqual(codes({}), ['33.02', '34.01', '33.01', '33.03'])
    assert.deepEqual(codes({ urut: '-code' }), ['34.01', '33.03', '33.02', '33.01'])
    assert.deepEqual(codes({ provinsi: '34' }), ['34.01'])
    assert.deepEqual(codes({ keadaan: 'not_started' }), ['33.03'])
    rows[0]!.remindedAt = new Date()
    assert.deepEqual([codes({ catatan: 'sudah' }), codes({ catatan: 'belum' })], [['33.01'], ['33.02', '34.01', '33.03']])
    assert.deepEqual(codes({ cari: '33.0', urut: 'code' }), ['33.01', '33.02', '33.03'])
    assert.deepEqual(codes({ urut: 'jahat', keadaan: 'x', provinsi: "' or 1" }), codes({}))
    const done = [row('33.01', 5, { standing: 'finalised' }), row('33.02', 8, { standing: 'finalised' }), row('33.03', 9)]
    const byPace = ranked(done, readProgressFilters({ urut: '-pace' })).map(({ code }) => code)
    assert.deepEqual(byPace, ['33.02', '33.01', '33.03'], 'of one step the one that looked at more comes first')
    assert.include(totalsOf(rows), { regencies: 4, records: 40, touched: 19 })
  })

  test('a supervisor finds no such page, a province no other province', async ({ client, assert }) => {
    const [other, { regency }] = [await testRegister(1), await testRegister(1)]
    const supervisor = await supervisorOf(regency.code)
    ;(await client.get('/admin/kemajuan').loginAs(supervisor)).assertStatus(404)
    const province = await provinceSupervisorOf(regency.province)
    const page = await client.get(`/admin/kemajuan/${regency.code}`).loginAs(province)
    page.assertStatus(200)
    assert.include(page.text(), '0 dari 1 rumah tangga')
    const foreign = other.regency.province === regency.province ? '33.01' : other.regency.code
    ;(await client.get(`/admin/kemajuan/${foreign}`).loginAs(province)).assertStatus(404)
    ;(await client.get('/admin/kemajuan/33').loginAs(province)).assertStatus(404)
    const staff = await ministryStaff()
    const sent = client.post(`/admin/kemajuan/${regency.code}/catatan`).loginAs(staff).withCsrfToken().form({ body: 'x' })
    ;(await sent).assertStatus(404)
  })
})

test.group('Remarks of a province', () => {
  test('reach the supervisor by his bell and his tasks, and carry his answer', async ({ assert }) => {
    const { regency } = await testRegister(1)
    const [province, supervisor, colleague] = [
      await provinceSupervisorOf(regency.province),
      await supervisorOf(regency.code),
      await supervisorOf(regency.code),
    ]
    const id = await as(province, (tx) => writeRemark(tx, regency.code, { body: 'Mohon dipercepat.' }))
    assert.equal(await as(supervisor, (tx) => unreadCount(tx, supervisor)), 1)
    assert.equal(await as(supervisor, (tx) => unreadRemarks(tx, regency.code)), 1)
    const can = (key: string) => roleMay(registry, 'supervisor_regency', key)
    const tasks = await as(supervisor, (tx) => tasksFor({ tx, regency: regency.code, can, i18n: i18nManager.locale('id') }))
    assert.deepInclude(tasks, { label: 'catatan provinsi belum dibaca', count: 1, href: '/catatan', tone: 'warn' })
    await as(supervisor, (tx) => readRemark(tx, regency.code, id, when))
    await assert.rejects(() => as(colleague, (tx) => readRemark(tx, regency.code, id, when)), new RegExp(supervisor.name))
    const [remark] = await as(province, (tx) => remarksTo(tx, regency.code))
    assert.include(remark, { body: 'Mohon dipercepat.', readBy: supervisor.name })
    assert.equal(await as(province, (tx) => unreadCount(tx, province)), 1)
    assert.equal(await as(supervisor, (tx) => unreadRemarks(tx, regency.code)), 0)
  })

  test('end the task of the province for a week, and the list behind it holds exactly those that are left', async ({
    client,
    assert,
    cleanup,
  }) => {
    const { regency } = await testRegister(1)
    const year = registerUntil().slice(0, 4)
    const province = await provinceSupervisorOf(regency.province)
    cleanup(() => clock.restore())
    const dueAt = async (moment: string) => {
      clock.freeze(new Date(`${year}-${moment}`))
      const link = /href="(\/admin\/kemajuan\?modul=bdt&amp;[^"]*catatan=belum)"><strong>([\d.]+)</.exec(
        (await client.get('/beranda').loginAs(province)).text(),
      )
      if (!link) return { count: 0, here: false }
      const list = (await client.get(link[1]!.replaceAll('&amp;', '&')).loginAs(province)).text()
      assert.equal(/class="page-total">([\d.]+)/.exec(list)?.[1], link[2])
      return { count: Number(link[2]), here: list.includes(`href="/admin/kemajuan/${regency.code}"`) }
    }
    const before = await dueAt('12-24T03:00:00Z')
    assert.isTrue(before.here)
    await as(province, (tx) => writeRemark(tx, regency.code, { body: 'Mohon segera menyerahkan berkas.' }))
    assert.deepEqual(await dueAt('12-24T04:00:00Z'), { count: before.count - 1, here: false })
    assert.isTrue((await dueAt('12-31T05:00:00Z')).here)
  })

  test('an empty one is refused, one of another regency is not there', async ({ client, assert }) => {
    const [{ regency }, other] = [await testRegister(1), await testRegister(1)]
    const province = await provinceSupervisorOf(regency.province)
    await assert.rejects(() => as(province, (tx) => writeRemark(tx, regency.code, { body: '  ' })), /isian perlu diperbaiki/)
    const id = await as(province, (tx) => writeRemark(tx, regency.code, { body: 'Untuk satu wilayah' }))
    const stranger = await supervisorOf(other.regency.code)
    ;(await client.post(`/catatan/${id}/dibaca`).loginAs(stranger).withCsrfToken()).assertStatus(404)
    assert.notInclude((await client.get('/catatan').loginAs(stranger)).text(), 'Untuk satu wilayah')
    ;(await client.get('/catatan').loginAs(province)).assertStatus(404)
  })
})

test.group('First pages', () => {
  test('every role has one, with its own desk on it', async ({ client, assert }) => {
    const { regency } = await testRegister(2)
    const of = {
      supervisor_regency: await supervisorOf(regency.code),
      supervisor_province: await provinceSupervisorOf(regency.province),
      pusdatin: await ministryStaff(),
      pfm_reviewer: await ministryStaff('pfm_reviewer'),
      auditor: await ministryStaff('auditor'),
    }
    for (const { role } of ACCOUNTS) {
      const page = await client.get('/beranda').loginAs(of[role])
      page.assertStatus(200)
      const text = page.text()
      assert.equal(text.includes('href="/admin/kemajuan"'), role === 'supervisor_province' || role === 'pusdatin', role)
      assert.equal(text.includes('href="/admin/log"'), role === 'auditor', role)
      assert.equal(text.includes('href="/admin/kesehatan"'), role === 'pusdatin', role)
    }
  })

  test('the ministry sees the figures of every module at once, and one map that it turns from one to the other', async ({
    client,
    assert,
  }) => {
    const { regency } = await testRegister(2)
    await openRegister(regency.code, [], 'bsp')
    const staff = await ministryStaff()
    const board = async (path: string) => (await client.get(path).loginAs(staff)).text()
    const mapOf = (page: string) => [...page.matchAll(/id="bantuan-kemajuan-(\w+)"/g)].map(([, name]) => name)
    const current = (page: string) => /href="\/beranda\?modul=(\w+)#peta-kemajuan" aria-current="page"/.exec(page)?.[1]
    const first = await board('/beranda')
    for (const name of ['bdt', 'bsp']) assert.include(first, `href="/admin/kemajuan?modul=${name}&amp;tempo=tertinggal"`)
    assert.deepEqual([mapOf(first), current(first)], [['bdt'], 'bdt'])
    const second = await board('/beranda?modul=bsp')
    assert.deepEqual([mapOf(second), current(second)], [['bsp'], 'bsp'])
    assert.deepEqual(mapOf(await board('/beranda?modul=lain')), ['bdt'])
  })
})
