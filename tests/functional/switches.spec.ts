import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { clock } from '#services/clock'
import { assertPluginOn, pluginEnabled, PluginOff } from '#services/plugin_switches'
import { nationalScope } from '#services/regions'
import { CONSOLE, query, scope, type Tx } from '#services/scope'
import { impactOf } from '#services/switches/impact'
import { planSwitch, setPluginSwitch, type WantedSwitch } from '#services/switches/set_switch'
import { stateBefore, switchCell, switchHistory } from '#services/switches/tree'
import { textOf } from '#tests/functional/review/support'
import { ace, aceHere } from '#tests/support/ace'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { eventually } from '#tests/support/patience'
import { inScope, regencyForTest, type TestRegency } from '#tests/support/places'
import { household, importPaths, openDesk, writeExport } from './imports/support.js'

const national = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => scope.run(await nationalScope(CONSOLE), work)

const set = (region: string, wanted: Omit<WantedSwitch, 'plugin' | 'region'>, reason = 'Uji saklar') =>
  national((tx) => setPluginSwitch(tx, { plugin: 'bdt', region, reason, ...wanted }))

const until = (region: string, on: boolean) =>
  eventually(
    `bdt at ${region}`,
    () => pluginEnabled('bdt', region),
    (found) => found === on,
  )

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code: string }) => error.code,
  )

test.group('Modules per region', (group) => {
  let regency: TestRegency
  group.each.setup(async () => {
    regency = await regencyForTest()
  })
  group.each.teardown(async () => {
    clock.restore()
    for (const region of [regency.code, regency.district, regency.villages[0]!]) await set(region, { state: 'inherit' })
    await until(regency.villages[0]!, true)
  })

  test('the deepest switch wins, inherited follows the regions above, and undo is a new switch', async ({ assert }) => {
    await set(regency.code, { state: 'off' })
    await until(regency.code, false)
    await set(regency.district, { state: 'on' })
    await until(regency.villages[0]!, true)
    assert.isFalse(await pluginEnabled('bdt', regency.code))
    await set(regency.district, { state: 'inherit' })
    await until(regency.villages[0]!, false)
    const history = await national((tx) => switchHistory(tx, 'bdt', regency.district))
    assert.deepEqual(
      history.map(({ state, inForce }) => [state, inForce]),
      [
        ['inherit', true],
        ['on', false],
      ],
    )
    assert.equal(stateBefore(history, clock.now()), 'on')
    await set(regency.code, { state: stateBefore(await national((tx) => switchHistory(tx, 'bdt', regency.code)), clock.now()) })
    await until(regency.code, true)
    const cell = await national((tx) => switchCell(tx, 'bdt', regency.code))
    assert.containsSubset(cell, { on: true, own: 'inherit' })
  })

  test('days of a switch are told as they were typed, by the calendar of a region that lies east of the ministry', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(() => clock.restore())
    const officer = await ministryStaff()
    const [ambon, tree] = ['81.71', '/admin/modul?wilayah=81']
    const cell = (html: string) => textOf(html.slice(html.indexOf(`data-code="${ambon}"`)).split('</tr>')[0]!)
    clock.freeze(new Date('2027-03-01T05:00:00Z'))
    await national((tx) =>
      setPluginSwitch(tx, {
        ...{ plugin: 'kesos', region: ambon, state: 'off', from: '2027-03-27', until: '2027-03-28', reason: 'Uji tanggal' },
      }),
    )
    const page = async (path: string) => (await client.get(path).loginAs(officer)).text()
    assert.include(cell(await page(tree)), 'Nonaktif mulai 27-03-2027')
    const own = textOf(await page(`/admin/modul/kesos/${ambon}`))
    assert.include(own, 'Nonaktif mulai 27-03-2027')
    assert.include(own, 'mulai 27-03-2027 00.00 WIT sampai 28-03-2027')
    clock.freeze(new Date('2027-03-28T05:00:00Z'))
    assert.include(cell(await page(tree)), 'sampai 28-03-2027')
  })

  test('a switch with dates takes effect at midnight of the region and ends by itself', async ({ assert }) => {
    const at = (moment: string) => clock.freeze(new Date(moment))
    at('2026-11-25T05:00:00Z')
    await set(regency.code, { state: 'off', from: '2026-11-27', until: '2026-11-28' })
    await wait(1100)
    assert.isTrue(await pluginEnabled('bdt', regency.code))
    const cell = await national((tx) => switchCell(tx, 'bdt', regency.code))
    assert.deepEqual(cell.next?.state, 'off')
    const begins = cell.next!.from.getTime()
    assert.include([17, 16, 15], new Date(begins).getUTCHours(), 'midnight of WIB, WITA or WIT')
    clock.freeze(new Date(begins - 1))
    assert.isTrue(await pluginEnabled('bdt', regency.code))
    clock.freeze(new Date(begins))
    assert.isFalse(await pluginEnabled('bdt', regency.code))
    clock.freeze(new Date(begins + 2 * 86_400_000 - 1))
    assert.isFalse(await pluginEnabled('bdt', regency.code))
    clock.freeze(new Date(begins + 2 * 86_400_000))
    assert.isTrue(await pluginEnabled('bdt', regency.code))
    at('2026-11-25T05:00:00Z')
    assert.equal(await code(set(regency.code, { state: 'off', from: '2026-11-20' })), 'E_SWITCH_DATES')
    assert.equal(await code(set(regency.code, { state: 'off', until: '2026-11-20' })), 'E_SWITCH_DATES')
    assert.equal(await code(set(regency.code, { state: 'off' }, ' ')), 'E_SWITCH_REASON')
    assert.equal(await code(set('99.99', { state: 'off' })), 'E_SWITCH_REGION')
  })

  test('another process than the one that switches obeys within two seconds', async ({ assert }) => {
    await until(regency.code, true)
    const expected = await national(async (tx) =>
      impactOf(tx, await planSwitch(tx, { plugin: 'bdt', region: regency.code, state: 'off' })),
    )
    const { code: ended, json: told } = await ace(
      ...(['plugin:switch', 'bdt', '--region', regency.code, '--off', '--reason', 'Uji saklar', '--json'] as const),
    )
    assert.equal(ended, 0)
    assert.containsSubset(told, { enabled: false, impact: { regencies: 1, after: false } })
    assert.deepEqual((told as { impact: object }).impact, { ...expected }, 'the command counts what the page counts')
    await wait(1100)
    assert.isFalse(await pluginEnabled('bdt', regency.code))
    const { json } = await aceHere<{ history: { state: string }[] }>('plugin:switches', 'bdt', '--region', regency.code, '--json')
    assert.deepEqual(
      json.history.map(({ state }) => state),
      ['off'],
    )
  })

  test('the sheet of impact counts what is there, and the page asks for a reason before it switches', async ({
    client,
    assert,
  }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)], undefined, regency)
    const [file] = await importPaths(desk, await writeExport(desk, { records: [{ doc: household('H1', desk.village, 1) }] }))
    await national((tx) => query(tx, `update import_files set state = 'applying' where id = ?`, [file!.id]))
    const waiting = [{ modules: ['bdt', 'lain'] }, { issue: desk.issue.id }, { module: 'bdt' }, { module: 'lain' }]
    await inScope(regency.code, async ({ trx, now }) => {
      for (const payload of waiting)
        await trx.table('jobs').insert({ id: uuid(), regency_code: regency.code, name: 'test.waits', payload, created_at: now })
    })
    const supervisor = await supervisorOf(regency.code)
    await provinceSupervisorOf(regency.province)
    const impact = await national(async (tx) =>
      impactOf(tx, await planSwitch(tx, { plugin: 'bdt', region: regency.code, state: 'off' })),
    )
    assert.containsSubset(impact, {
      ...{ before: true, after: false, regencies: 1, partly: false, named: [regency.name], unchanged: 0, widgets: 1 },
      ...{ running_imports: 1, running_jobs: 3, open_periods: 1, waiting_letters: 0, user_counts: { regency: 2 } },
    })
    const [menu] = /<nav class="side-nav[\s\S]*?<\/nav>/.exec((await client.get('/beranda').loginAs(supervisor)).text())!
    assert.equal(impact.menus, menu.match(/href="\/(bdt\/|peta\?modul=bdt)/g)!.length)
    assert.isAbove(impact.routes, 25)
    assert.isAtLeast(impact.user_counts.province, 1, 'who looks at the map of the province')
    const country = await national(async (tx) =>
      impactOf(tx, await planSwitch(tx, { plugin: 'bdt', region: '00', state: 'off' })),
    )
    assert.equal(country.regencies + country.unchanged, 514)

    const officer = await ministryStaff()
    const home = `/admin/modul/bdt/${regency.code}`
    const sheet = (await client.get(`${home}?ke=off`).loginAs(officer)).text()
    assert.include(textOf(sheet), 'Nonaktifkan untuk 1 kabupaten/kota')
    const ends = (await client.get(`${home}?ke=off&sampai=31-01-2099`).loginAs(officer)).text()
    assert.include(textOf(ends), 'Berlaku sampai dengan 31-01-2099', 'the last day, not the midnight after it')
    const unreadable = await client.get(`${home}?ke=off&mulai=31-02-2027`).loginAs(officer)
    unreadable.assertStatus(200)
    assert.include(textOf(unreadable.text()), '31-02-2027&quot; tidak terbaca')
    assert.match(unreadable.text(), /name="mulai"[^>]*value="31-02-2027"|value="31-02-2027"[^>]*name="mulai"/)
    const seen = /name="seen" value="(\d+)"/.exec(sheet)![1]
    const post = (form: object) =>
      client
        .post(home)
        .form({ ke: 'off', seen, ...form })
        .loginAs(officer)
        .withCsrfToken()
        .redirects(0)
    assert.include(String((await post({})).flashMessage('error')), 'alasan')
    await post({ reason: 'Data dasar diperbaiki' })
    await until(regency.code, false)
    const late = await post({ reason: 'Sekali lagi' })
    assert.include(String(late.flashMessage('error')), `oleh ${officer.name} pada`)
    const page = textOf((await client.get(home).loginAs(officer)).text())
    assert.include(page, 'Data dasar diperbaiki')
    assert.include(page, 'Urungkan')
    const [log] = await national((tx) =>
      query<{ data: Record<string, unknown> }>(
        tx,
        `select data from activities where regency_code = ? and action = 'plugin.switched_off' order by at desc limit 1`,
        [regency.code],
      ),
    )
    assert.deepEqual(log!.data, { plugin: 'bdt', region: regency.code }, 'the trail holds no text of people')
    const later = await post({ reason: 'Dijadwalkan', mulai: '01-01-2099', sampai: '31-01-2099', seen: '' })
    assert.include(String(later.flashMessage('success')), 'akan nonaktif untuk')
    assert.include(String(later.flashMessage('success')), 'sampai dengan 31-01-2099')
    await assert.rejects(() => assertPluginOn('bdt', regency.code), PluginOff)
  })

  test('the tree opens on the chosen region and gives its branches, to the ministry alone', async ({ client, assert }) => {
    const officer = await ministryStaff()
    const page = (await client.get(`/admin/modul?wilayah=${regency.district}`).loginAs(officer)).text()
    for (const open of ['00', regency.province, regency.code, regency.district, regency.villages[0]!]) {
      assert.include(page, `data-code="${open}"`)
    }
    const branch = (await client.get(`/admin/modul/cabang/${regency.district}`).loginAs(officer)).text()
    assert.include(branch, `data-code="${regency.villages[0]!}"`)
    assert.notInclude(branch, '<html')
    ;(await client.get('/admin/modul/cabang/99').loginAs(officer)).assertStatus(404)
    ;(await client.get(`/admin/modul/bdt/99.99`).loginAs(officer)).assertStatus(404)
    ;(await client.get(`/admin/modul/tiada/${regency.code}`).loginAs(officer)).assertStatus(404)
    for (const user of [
      await supervisorOf(regency.code),
      await provinceSupervisorOf(regency.province),
      await ministryStaff('auditor'),
    ]) {
      ;(await client.get('/admin/modul').loginAs(user)).assertStatus(404)
    }
  })

  test('a region is found by its name or its code, with what lies above it and nothing beside it', async ({ client, assert }) => {
    const officer = await ministryStaff()
    const village = regency.villages[0]!
    const search = async (text: string) => (await client.get('/admin/modul').qs({ cari: text }).loginAs(officer)).text()
    const codes = (page: string) => [...page.matchAll(/data-code="([\d.]+)"/g)].map(([, found]) => found)

    const byCode = await search(village)
    assert.deepEqual(codes(byCode), [regency.province, regency.code, regency.district, village])
    assert.equal(byCode.match(/is-found/g)?.length, 1, 'only the region itself is marked')
    assert.include(textOf(byCode), `1 wilayah cocok dengan “${village}”`)

    const byName = codes(await search(regency.name.toLowerCase()))
    assert.includeMembers(byName, [regency.province, regency.code])
    assert.notInclude(byName, '33.71')

    const none = await search('%tidak ada%')
    assert.isEmpty(codes(none))
    assert.include(textOf(none), 'Tidak ada wilayah yang cocok dengan “%tidak ada%”')
    assert.include(textOf(await search('%')), 'Tidak ada wilayah yang cocok')
    assert.include(textOf(await search('Kota')), '50 wilayah pertama yang cocok dengan “Kota”')
  })
})
