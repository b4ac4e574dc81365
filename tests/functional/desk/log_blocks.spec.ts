import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { recordActivity } from '#services/activity'
import { sealActivities } from '#services/activity_sealer'
import { blockStandings, checkBlocks, CHECK_DAYS } from '#services/audit/blocks'
import { clock } from '#services/clock'
import { healthReport } from '#services/health/report'
import { scope, SYSTEM } from '#services/scope'
import { ministryStaff } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'
import { as, scopeOf } from './support.js'

test.group('Check of the sealed blocks', (group) => {
  group.each.teardown(() => clock.restore())

  test('tells blocks, lines and the tail, finds a changed line, and is due again after some days', async ({ assert }) => {
    const { code } = await regencyForTest()
    const auditor = await ministryStaff('auditor')
    const own = await scopeOf(auditor)
    const act = () => inScope(code, (tx) => recordActivity(tx, { action: 'test.ran', regency: code }))
    const standing = async () => (await as(auditor, blockStandings)).find(({ region }) => region === code)!
    await act()
    await sealActivities(scope.of(code, SYSTEM))
    await act()
    assert.containsSubset(await standing(), { blocks: 1, unsealed: 1, due: true, checkedAt: null })
    const sound = await checkBlocks(own, code)
    assert.containsSubset(sound, { blocks: 1, sealed: 1, unsealed: 1, problems: [] })
    assert.isFalse((await standing()).due)
    await db
      .connection('owner')
      .from('activities')
      .where({ regency_code: code, block_seq: 1 })
      .update({ user_name: 'Orang lain' })
    const broken = await checkBlocks(own, code)
    assert.deepEqual(broken.problems, [{ regency: code, block: 1, problem: 'entries_changed' }])
    assert.equal((await standing()).problems, 1)
    clock.shift((CHECK_DAYS + 1) * 86_400_000)
    assert.isTrue((await standing()).due)
  })

  test('a log that is not whole stays a task, a light and a list until a check finds it whole; all that is due is checked at once', async ({
    client,
    assert,
  }) => {
    const { code } = await regencyForTest()
    const [auditor, officer] = [await ministryStaff('auditor'), await ministryStaff()]
    await inScope(code, (tx) => recordActivity(tx, { action: 'test.ran', regency: code, data: { kept: 1 } }))
    await sealActivities(scope.of(code, SYSTEM))
    const change = (kept: number) =>
      db.connection('owner').from('activities').where({ regency_code: code, block_seq: 1 }).update({ data: { kept } })
    const check = (region: string) => client.post('/admin/log/blok').loginAs(auditor).withCsrfToken().form({ region })
    const listed = async () => (await client.get('/admin/log/blok?keadaan=broken').loginAs(auditor)).text().includes(`>${code}<`)
    const broken = async () => (await as(officer, healthReport)).log.broken
    await change(2)
    let told = (await check('due')).text()
    while (told.includes('belum sempat')) told = (await check('due')).text()
    assert.match(told, /[\d.]+ wilayah diperiksa, [\d.]+ tidak utuh\./)
    assert.isFalse((await as(auditor, blockStandings)).find(({ region }) => region === code)!.due)
    assert.isTrue(await listed())
    const faulty = await broken()
    const task = /keadaan=broken"><strong>([\d.]+)</.exec((await client.get('/beranda').loginAs(auditor)).text())?.[1]
    assert.deepEqual([Number(task), (await as(officer, healthReport)).lights.log], [faulty, 'bad'])
    await change(1)
    await check(code)
    assert.deepEqual([await listed(), await broken()], [false, faulty - 1])
  })

  test('is asked for on its page, for a region of the scope only', async ({ client, assert }) => {
    const { code } = await regencyForTest()
    const auditor = await ministryStaff('auditor')
    await inScope(code, (tx) => recordActivity(tx, { action: 'test.ran', regency: code }))
    const page = await client.post('/admin/log/blok').loginAs(auditor).withCsrfToken().form({ region: code })
    page.assertStatus(200)
    assert.include(page.text(), 'utuh')
    ;(await client.post('/admin/log/blok').loginAs(auditor).withCsrfToken().form({ region: '99.99' })).assertStatus(404)
  })
})
