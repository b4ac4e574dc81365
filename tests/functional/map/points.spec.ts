import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { household } from '#tests/functional/imports/support'
import { openOffice, received, write } from '#tests/functional/review/support'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'

/** Ten households with a place, one of them a bad one put straight into the database, and one without. */
async function located() {
  const office = await openOffice(([a]) => [
    ...Array.from({ length: 9 }, (_, n) => household(`P${n}`, a!, n + 1, { lat: -7.5 - n / 1000, long: 110.25 })),
    household('P9', a!, 10, { lat: 7.5, long: 1102.5 }),
    household('P10', a!, 11),
  ])
  return { ...office, query: `modul=bdt&periode=${office.place.periodId}` }
}

test.group('Household points (S19)', (group) => {
  group.each.teardown(() => clock.restore())

  test('nine of ten are drawn and the tenth is named', async ({ client, assert }) => {
    const { supervisor, query } = await located()
    const { points, without, bad, badTotal } = (await client.get(`/peta/titik?${query}`).loginAs(supervisor)).body()
    assert.lengthOf(points, 18)
    assert.deepEqual(points.slice(0, 2), [11_025_000, -750_800])
    assert.deepEqual([without, badTotal], [1, 1])
    const href = `/bdt/ruta/P9?periode=${query.split('periode=')[1]}`
    assert.deepEqual(bad, [{ key: 'P9', registerId: 'P9', latitude: 7.5, longitude: 1102.5, href }])
  })

  test('places outside the boundary of their village are counted and named, near it they are not', async ({ client, assert }) => {
    const { supervisor, query, regency } = await located()
    const ask = async () => (await client.get(`/peta/titik?${query}`).loginAs(supervisor)).body()
    const before = await ask()
    assert.deepEqual([before.held, before.awayTotal, before.away], [0, 0, []])
    assert.notProperty(before, 'placed')
    const [south, north] = [-7.5045, -7.49]
    const geometry = {
      type: 'Polygon',
      coordinates: [
        [
          [110.2, south],
          [110.3, south],
          [110.3, north],
          [110.2, north],
          [110.2, south],
        ],
      ],
    }
    const file = {
      ...{ id: randomUUID(), level: 4, source: 'Uji', licence: 'CC0', file_name: 'uji.geojson', file_sha256: '0'.repeat(64) },
      ...{ file_size: 1, features: 1, matched: 1, replaced: 0, repaired: 0, points_read: 5, points_kept: 5 },
      ...{ created_by_name: 'Uji', created_at: new Date() },
    }
    await db.connection('owner').table('shape_imports').insert(file)
    await db
      .connection('owner')
      .table('region_shapes')
      .insert({ import_id: file.id, region_code: regency.villages[0]!, geometry, matched_by: 'hand', updated_at: new Date() })
    const { points, held, awayTotal, away } = await ask()
    assert.lengthOf(points, 18)
    assert.deepEqual([held, awayTotal], [9, 2], 'P5 and P6 lie within 220 m of the boundary, P7 and P8 beyond')
    assert.deepEqual(
      away.map(({ key, latitude, href }: { key: string; latitude: number; href: string }) => [key, latitude, href.split('?')[0]]),
      [
        ['P7', -7.507, '/bdt/ruta/P7'],
        ['P8', -7.508, '/bdt/ruta/P8'],
      ],
    )
  })

  test('a place that was corrected in the period is the corrected one', async ({ client, assert }) => {
    const { supervisor, query, ...office } = await located()
    const [a] = office.regency.villages
    await write({ ...office, supervisor }, received(household('P9', a!, 10, { lat: -7.6, long: 110.3 })))
    const { points, badTotal } = (await client.get(`/peta/titik?${query}`).loginAs(supervisor)).body()
    assert.deepEqual([points.length, badTotal], [20, 0])
    assert.deepEqual(points.slice(-2), [11_030_000, -760_000])
  })

  test('the households of a spot open by their page, and looking is logged', async ({ client, assert }) => {
    const { supervisor, query, regency } = await located()
    const spot = await client.get(`/peta/titik/di?${query}&x=11025000&y=-750000`).loginAs(supervisor)
    assert.lengthOf(spot.body().records, 1)
    assert.match(spot.body().records[0].href, /^\/bdt\/ruta\/P0\?periode=/)
    const read = await db
      .connection('owner')
      .from('reads')
      .where('regency_code', regency.code)
      .where('user_id', supervisor.id)
      .first()
    assert.deepInclude(read, { action: 'search', object_type: 'bdt.map' })
    ;(await client.get(`/peta/titik/di?${query}&x=1&y=abc`).loginAs(supervisor)).assertStatus(404)
  })

  test('a place of six decimals, as map sites give it, opens by the very spot that is drawn', async ({ client, assert }) => {
    const halves = [-7.449985, -7.449995, -7.450005, -7.450015]
    const { supervisor, place } = await openOffice(([a]) =>
      halves.map((lat, n) => household(`H${n}`, a!, n + 1, { lat, long: 110.123455 })),
    )
    const query = `modul=bdt&periode=${place.periodId}`
    const { points } = (await client.get(`/peta/titik?${query}`).loginAs(supervisor)).body()
    const opened = []
    for (let at = 0; at < points.length; at += 2) {
      const spot = await client.get(`/peta/titik/di?${query}&x=${points[at]}&y=${points[at + 1]}`).loginAs(supervisor)
      opened.push(...spot.body().records.map(({ id }: { id: string }) => id))
    }
    assert.sameMembers(opened, ['H0', 'H1', 'H2', 'H3'])
  })

  test('are for the supervisor of the regency alone', async ({ client, assert }) => {
    const { supervisor, query, regency } = await located()
    const others = [
      await provinceSupervisorOf(regency.province),
      await ministryStaff(),
      await supervisorOf((await regencyForTest()).code),
    ]
    for (const user of others) {
      ;(await client.get(`/peta/titik?${query}&wilayah=${regency.code}`).loginAs(user)).assertStatus(404)
    }
    const own = (await client.get('/peta?modul=bdt').loginAs(supervisor)).text()
    assert.include(own, 'data-map-points')
    const province = (await client.get(`/peta?modul=bdt&wilayah=${regency.code}`).loginAs(others[0]!)).text()
    assert.notInclude(province, 'data-map-points')
  })
})
