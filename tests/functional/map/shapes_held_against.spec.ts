import type { FeatureCollection } from 'geojson'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { Shape } from '#services/gis/shapes'
import { boundsOf } from '#services/map/tiles'
import { scope, SYSTEM } from '#services/scope'
import { aceHere } from '#tests/support/ace'
import { inventedRegister } from '#tests/support/invented_register'
import { ministryStaff } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { collection } from '#tests/support/shapes'
import { surveyedExtent } from '#verification/lists/surveyed'
import { importFile, roomyRegency, shapeOf, villageFile, villagesOf } from './support.js'

test.group('Boundaries held against what is known', () => {
  test('boundaries that lie in another province are refused with where they lie, one that strayed waits for a person', async ({
    assert,
  }) => {
    const regency = await roomyRegency()
    const villages = await villagesOf(regency.district)
    const args = ['--level', 'village', '--within', regency.code]
    const shifted = (file: FeatureCollection, at: number, by: number) => {
      const { geometry } = file.features[at]!
      if (geometry.type === 'Polygon') for (const point of geometry.coordinates.flat()) point[0]! += by
    }
    const file = await villageFile(regency)
    for (const at of villages.keys()) shifted(file, at, 9)
    const before = await db.connection().from('shape_imports').count('* as total').first()
    const refused = await importFile(file, ...args)
    assert.equal(refused.code, 1)
    assert.equal(refused.json.error?.code, 'E_GIS_FAR')
    const { name: province } = await db.connection().from('regions').where('code', regency.province).first()
    assert.include(
      refused.json.error!.message,
      `tidak terletak di ${province}: ${villages.length} dari ${villages.length} wilayah`,
    )
    assert.match(refused.json.error!.message, /di sekitar \d+,\d\d° BT \d+,\d\d° L[SU], \d{3,4} km dari tengah/)
    assert.deepEqual(await db.connection().from('shape_imports').count('* as total').first(), before)

    const one = await villageFile(regency)
    shifted(one, 0, 9)
    const { json } = await importFile(one, ...args)
    assert.equal(json.matched, villages.length - 1)
    assert.deepInclude(json.suggested[0], { reason: 'far', position: 1 })
    assert.deepEqual(json.suggested[0]!.candidates, [{ code: villages[0]!.code, name: villages[0]!.name, letters: 0 }])
    assert.isNull(await shapeOf(villages[0]!.code))
    await aceHere('gis:confirm', json.suggested[0]!.id!, '--json')
    assert.equal((await importFile(one, ...args)).json.by.hand, 1, 'what a person confirmed is not doubted again')
  })

  test('boundaries are held against the region above and beside them, and against their own before', async ({
    client,
    assert,
  }) => {
    const regency = await roomyRegency()
    const districts = await villagesOf(regency.code)
    const other = districts.find(({ code }) => code !== regency.district)!
    const near = await villageFile(regency)
    assert.equal((await importFile(near, '--level', 'village', '--within', regency.district)).json.moved, 0)
    const beside = await villageFile({ ...regency, district: other.code })
    const move = (file: FeatureCollection, by: number) => {
      for (const { geometry } of file.features)
        if (geometry.type === 'Polygon') for (const point of geometry.coordinates.flat()) point[1]! += by
    }
    move(beside, 3)
    const strayed = await importFile(beside, '--level', 'village', '--within', other.code)
    assert.equal(strayed.json.matched, 0)
    assert.lengthOf(strayed.json.suggested, beside.features.length)
    assert.isTrue(strayed.json.suggested.every(({ reason }) => reason === 'far'))
    move(beside, -3)
    const right = await importFile(beside, '--level', 'village', '--within', other.code)
    assert.deepInclude(right.json, { matched: beside.features.length, suggested: [] })

    move(near, 1)
    const again = await importFile(near, '--level', 'village', '--within', regency.district, '--dry-run')
    assert.deepEqual([again.json.matched, again.json.moved], [near.features.length, near.features.length])
    await importFile(near, '--level', 'village', '--within', regency.district)
    const page = await client.get('/admin/peta').loginAs(await ministryStaff())
    page.assertTextIncludes(`${near.features.length} terletak jauh dari batas sebelumnya: salah satunya keliru`)
  })

  test('where a regency was surveyed is told by places of all its villages, not by those that were stored first', async ({
    assert,
  }) => {
    const regency = await regencyForTest()
    await inventedRegister(regency, 60, (records, { coordinates }) => {
      for (const [at, { values }] of records.entries()) {
        Object.assign(values, { [coordinates!.latitude]: -7, [coordinates!.longitude]: at < 40 ? 110 : 111 })
      }
    })
    const extent = await scope.run(scope.of(regency.code, SYSTEM), (tx) => surveyedExtent(tx, regency.code, 30))
    assert.deepInclude(extent, { west: 110, east: 111, south: -7, north: -7 })
  })

  test('a file that shifts a regency within its province waits, held against surveyed households and other regencies', async ({
    client,
    assert,
  }) => {
    const regency = await roomyRegency()
    const other = await regencyForTest()
    const args = ['--level', 'village', '--within', regency.district]
    const file = await villageFile(regency)
    const { west, south } = boundsOf(file.features.map(({ geometry }) => geometry as Shape))!
    const [latitude, longitude] = [south + 0.01, west + 0.01]
    await inventedRegister(regency, 24, (records, { coordinates }) => {
      for (const { values } of records)
        Object.assign(values, { [coordinates!.latitude]: latitude, [coordinates!.longitude]: longitude })
      Object.assign(records[0]!.values, { [coordinates!.latitude]: 3 })
    })
    assert.equal((await importFile(file, ...args, '--dry-run')).json.matched, file.features.length)
    const shift = (by: number) => {
      for (const { geometry } of file.features)
        if (geometry.type === 'Polygon') for (const point of geometry.coordinates.flat()) point[0]! += by
    }
    shift(1)
    const { json } = await importFile(file, ...args)
    assert.equal(json.matched, 0)
    assert.isTrue(json.suggested.every(({ reason }) => reason === 'far'))
    const page = await client.get('/admin/peta').loginAs(await ministryStaff())
    page.assertTextIncludes(`${file.features.length} batas dalam batas.geojson tidak terletak di wilayahnya`)
    const confirmed = await client
      .post(`/admin/peta/berkas/${json.id}/letak`)
      .loginAs(await ministryStaff())
      .withCsrfToken()
      .redirects(0)
    confirmed.assertStatus(302)
    assert.equal((await shapeOf(regency.district))?.matched_by, 'derived')
    assert.equal((await importFile(file, ...args)).json.by.hand, file.features.length, 'a person has said where they lie')
    const none = await aceHere<{ error: { code: string } }>('gis:confirm', json.id!, '--places', '--json')
    assert.equal(none.json.error.code, 'E_GIS_CANDIDATE')

    const beside = await villageFile(other)
    const around = boundsOf(beside.features.map(({ geometry }) => geometry as Shape))!
    const neighbour = await db
      .connection()
      .from('regions')
      .where('parent', other.province)
      .whereNot('code', other.code)
      .where('level', 2)
    const [{ code, name }] = neighbour
    const ring = [
      [around.west, around.south],
      [around.east, around.south],
      [around.east, around.north],
      [around.west, around.north],
      [around.west, around.south],
    ]
    await importFile(
      collection([{ properties: { regency: name }, coordinates: [ring] }]),
      '--level',
      'regency',
      '--within',
      other.province,
    )
    const within = await importFile(beside, '--level', 'village', '--within', other.district, '--dry-run')
    await db.connection().from('region_shapes').where('region_code', code).delete()
    assert.deepEqual([within.json.matched, within.json.suggested.length], [0, beside.features.length])
  })
})
