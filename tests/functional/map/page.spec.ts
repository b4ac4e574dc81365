import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { clock } from '#services/clock'
import { CONSOLE, query, scope } from '#services/scope'
import { setPluginSwitch } from '#services/switches/set_switch'
import { formatDate } from '#domain/calendar_date'
import { recap } from '#verification/lists/recap'
import { closePeriod, periodById } from '#verification/periods/index'
import { household, proposal } from '#tests/functional/imports/support'
import { openOffice, received, waivableProblem, write, type Office } from '#tests/functional/review/support'
import { openRegister } from '#tests/support/register'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { importFile, villageFile } from './support.js'

const ROW = /<tr data-area="([^"]+)" data-state="(\w+)" data-step="([^"]*)" data-text="([^"]*)">/g
const rowsOf = (html: string) =>
  new Map([...html.matchAll(ROW)].map(([, code, state, step, text]) => [code!, { state: state!, step: step!, text: text! }]))
const key = (n: number) => `R${String(n).padStart(2, '0')}`

/** Twelve households in one village and two in another, of several deciles and states. */
async function office(): Promise<Office> {
  const found = await openOffice(([a, b]) =>
    Array.from({ length: 14 }, (_, n) => household(key(n), n < 12 ? a! : b!, n + 1, { percentile: n * 3 + 1 })),
  )
  const [a, b] = found.regency.villages
  await write(
    found,
    received(household(key(0), a!, 1, { percentile: 1 })),
    received(household(key(1), a!, 2, { percentile: 4 }), { state: 'accepted', outcome: 'well_off' }),
    received(household(key(3), a!, 4, { percentile: 10 }), { state: 'rejected', outcome: 'well_off' }),
    received(household(key(2), a!, 3, { percentile: 7 }), { problems: [waivableProblem(found)] }),
    received(proposal('N1', b!, 40), { kind: 'new', outcome: 'new' }),
  )
  return found
}

test.group('Map page', (group) => {
  group.each.teardown(() => clock.restore())

  test('names the last day of work as it is: after an early closing, and after what the regency was granted', async ({
    client,
    assert,
  }) => {
    const { place, supervisor, act } = await office()
    const subtitle = async () =>
      /sampai (\d\d-\d\d-\d{4}) ·/.exec((await client.get('/peta?modul=bdt').loginAs(supervisor)).text())?.[1]
    await closePeriod(registry.module('bdt'), CONSOLE, { period: place.periodId })
    const closed = await act((tx) => periodById(tx, place.periodId, place.regency))
    assert.equal(await subtitle(), formatDate(closed!.closesOn))
    const cockpit = (await client.get('/bdt/kemajuan').loginAs(supervisor)).text()
    assert.include(cockpit, `Finalisasi: sisa ${closed!.daysLeft} hari`, 'what is left is not left for the date that is past')
    assert.notEqual(closed!.closesOn, closed!.period.untilOn)
    await act((tx) =>
      query(tx, 'update finalisations set until_on = ? where period_id = ? and regency_code = ?', [
        '2027-02-01',
        place.periodId,
        place.regency,
      ]),
    )
    assert.equal(await subtitle(), '01-02-2027')
  })

  test('shows by desa and by kecamatan what the recapitulation counts, in page and file', async ({ client, assert }) => {
    const { regency, place, supervisor, act } = await office()
    const counted = await act((tx) => recap(tx, place, { dimension: 'decile', kind: 'existing' }))
    const inside = await act((tx) => recap(tx, place, { dimension: 'decile', kind: 'existing', district: regency.district }))
    for (const [level, wanted] of [
      ['district', counted.rows],
      ['village', inside.rows],
    ] as const) {
      const asked = `lapis=bdt.households&tingkat=${level}`
      const page = await client.get(`/peta?modul=bdt&${asked}`).loginAs(supervisor)
      page.assertStatus(200)
      const shown = rowsOf(page.text())
      for (const { code, records } of wanted) {
        assert.deepInclude(shown.get(code), { state: records ? 'value' : 'zero' }, code)
        if (records) assert.equal(shown.get(code)!.text, `${records} rumah tangga`)
      }
      const csv = (await client.get(`/peta/unduh.csv?modul=bdt&${asked}`).loginAs(supervisor)).text()
      const lines = csv.trim().split('\r\n').slice(1)
      assert.lengthOf(lines, shown.size + 1)
      assert.isTrue(lines.at(-1)!.includes(String(counted.total.records)))
    }
  })

  test('every layer of the module gives its figure', async ({ client, assert }) => {
    const { regency, supervisor } = await office()
    const [a, b] = regency.villages
    const textIn = async (layer: string, code: string) =>
      rowsOf((await client.get(`/peta?modul=bdt&lapis=bdt.${layer}`).loginAs(supervisor)).text()).get(code)!.text
    assert.equal(await textIn('households', a!), '12 rumah tangga')
    assert.equal(await textIn('persons', a!), '36 jiwa')
    assert.equal(await textIn('poorest', a!), '33,3% (4 / 12)')
    assert.equal(await textIn('decile_two', a!), '25,0% (3 / 12)')
    assert.equal(await textIn('decile_three', a!), '25,0% (3 / 12)')
    assert.equal(await textIn('decile_four', a!), '16,7% (2 / 12)')
    assert.equal(await textIn('progress', a!), '33,3% (4 / 12)')
    assert.equal(await textIn('accepted', a!), '8,3% (1 / 12)')
    assert.equal(await textIn('problems', a!), '8,3% (1 / 12)')
    assert.equal(await textIn('proposals', b!), '1 rumah tangga')
    assert.equal(await textIn('leaving', a!), '8,3% (1 / 12)', 'what was rejected does not leave')
    assert.equal(await textIn('unranked', a!), '0,0%')
  })

  test('who has no register rights sees no number below five; the ministry’s data centre does', async ({ client, assert }) => {
    const { regency } = await office()
    const [a, b] = regency.villages
    const address = `/peta?modul=bdt&wilayah=${regency.district}&lapis=bdt.households`
    const province = rowsOf((await client.get(address).loginAs(await provinceSupervisorOf(regency.province))).text())
    assert.deepInclude(province.get(b!), { state: 'few', text: 'Kurang dari 5 (disembunyikan)' })
    assert.deepInclude(province.get(a!), { state: 'few' }, 'the total would give the other away')
    const centre = rowsOf((await client.get(address).loginAs(await ministryStaff())).text())
    assert.deepInclude(centre.get(b!), { state: 'value', text: '2 rumah tangga' })
  })

  test('nobody looks outside his scope: the page, its file and its boundaries are not there', async ({ client }) => {
    const { regency, supervisor } = await office()
    const elsewhere = await regencyForTest()
    const stranger = await provinceSupervisorOf(regency.province === '11' ? '12' : '11')
    const paths = (code: string) => [`/peta?modul=bdt&wilayah=${code}`, `/peta/unduh.csv?modul=bdt&wilayah=${code}`]
    for (const [user, code] of [
      [supervisor, elsewhere.code],
      [supervisor, elsewhere.district],
      [supervisor, regency.province],
      [supervisor, '00'],
      [supervisor, '99.99'],
      [stranger, regency.code],
    ] as const) {
      for (const path of paths(code)) (await client.get(path).loginAs(user)).assertStatus(404)
    }
    ;(await client.get(`/peta/bentuk/${elsewhere.code}/village.json`).loginAs(supervisor)).assertStatus(404)
    for (const user of [await ministryStaff('auditor'), await ministryStaff('pfm_reviewer')]) {
      ;(await client.get('/peta').loginAs(user)).assertStatus(404)
    }
  })

  test('from the country down to a desa, each step within the scope', async ({ client, assert }) => {
    const { regency, place } = await office()
    const staff = await ministryStaff()
    const at = async (asked: string) => (await client.get(`/peta?modul=bdt&${asked}`).loginAs(staff)).text()
    const country = rowsOf(await at(`lapis=bdt.households&periode=${place.periodId}`))
    assert.equal(country.size, 38)
    assert.equal(country.get(regency.province)?.state, 'value')
    assert.equal(rowsOf(await at('tingkat=regency')).size, 514)
    assert.isTrue(rowsOf(await at(`wilayah=${regency.province}`)).has(regency.code))
    assert.isTrue(rowsOf(await at(`wilayah=${regency.code}&tingkat=district`)).has(regency.district))
    assert.isTrue(rowsOf(await at(`wilayah=${regency.district}`)).has(regency.villages[0]!))
    ;(await client.get(`/peta?modul=bdt&wilayah=${regency.villages[0]}`).loginAs(staff)).assertStatus(404)
  })

  test('a regency where the module is off has no figures, and its own people no map', async ({ client, assert }) => {
    await office()
    const { regency, supervisor } = await office()
    for (const { name, mapLayers } of registry.all()) {
      const off = { plugin: name, region: regency.code, state: 'off' as const, reason: 'Uji peta' }
      if (mapLayers) await scope.run(scope.of(regency.code, CONSOLE), (tx) => setPluginSwitch(tx, off))
    }
    ;(await client.get('/peta?modul=bdt').loginAs(supervisor)).assertStatus(404)
    ;(await client.get('/peta').loginAs(supervisor)).assertTextIncludes('Tidak ada peta untuk wilayah ini')
    const page = await client.get('/peta?modul=bdt&wilayah=00&tingkat=regency').loginAs(await ministryStaff())
    page.assertStatus(200)
    assert.equal(rowsOf(page.text()).get(regency.code)?.state, 'none')
  })

  test('a module that is off for a regency has no map of it for anybody, and its figures are in no sum', async ({
    client,
    assert,
  }) => {
    const { regency, place } = await office()
    const staff = await ministryStaff()
    const ministry = (address: string) => client.get(address).loginAs(staff)
    const country = `/peta?modul=bdt&periode=${place.periodId}&lapis=bdt.households`
    assert.equal(rowsOf((await ministry(country)).text()).get(regency.province)?.state, 'value')
    const off = { plugin: 'bdt', region: regency.code, state: 'off' as const, reason: 'Uji peta' }
    await scope.run(scope.of(regency.code, CONSOLE), (tx) => setPluginSwitch(tx, off))
    for (const asked of [`regency=${regency.code}`, `wilayah=${regency.code}`, `wilayah=${regency.district}`]) {
      for (const page of ['/peta', '/peta/unduh.csv']) (await ministry(`${page}?modul=bdt&${asked}`)).assertStatus(404)
    }
    assert.notInclude((await ministry(`/peta?wilayah=${regency.code}`)).text(), '/peta?modul=bdt"')
    const sums = await ministry('/peta?modul=bdt&lapis=bdt.households&tingkat=regency')
    assert.equal(rowsOf(sums.text()).get(regency.code)?.state, 'none')
    ;(await ministry(country)).assertStatus(404)
  })

  test('two periods are compared, and a period that is not the regency’s is not there', async ({ client, assert }) => {
    const { regency, place, supervisor } = await office()
    const [a] = regency.villages
    const later = await openRegister(
      regency.code,
      Array.from({ length: 9 }, (_, n) => household(key(n), a!, n + 1)),
    )
    const page = await client.get(`/peta?modul=bdt&periode=${later.periodId}&banding=${place.periodId}`).loginAs(supervisor)
    assert.deepInclude(rowsOf(page.text()).get(a!), { text: '-3 (12 → 9)', state: 'value' })
    const foreign = await office()
    ;(await client.get(`/peta?modul=bdt&periode=${foreign.place.periodId}`).loginAs(supervisor)).assertStatus(404)
  })

  test('boundaries are kept by browsers until a shape changes', async ({ client, assert }) => {
    const { regency, supervisor } = await office()
    const addressOn = async () =>
      /\/peta\/bentuk\/[^&]*?v=[\w-]+/.exec((await client.get('/peta?modul=bdt').loginAs(supervisor)).text())![0]
    const before = await addressOn()
    await importFile(await villageFile(regency), '--level', 'village', '--within', regency.code)
    const address = await addressOn()
    assert.notEqual(address, before)
    const answer = await client.get(address).loginAs(supervisor)
    answer.assertStatus(200)
    answer.assertHeader('cache-control', 'private, max-age=31536000, immutable')
    assert.equal(answer.body().type, 'Topology')
    assert.isTrue(answer.body().objects.areas.geometries.some(({ id }: { id: string }) => id === regency.villages[0]))
    const again = await client
      .get(address)
      .header('if-none-match', String(answer.header('etag')))
      .loginAs(supervisor)
    again.assertStatus(304)
    ;(await client.get(address).loginAs(await supervisorOf((await regencyForTest()).code))).assertStatus(404)
  })
})
