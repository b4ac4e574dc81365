import type { FeatureCollection } from 'geojson'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { Shape } from '#services/gis/shapes'
import { boundsOf } from '#services/map/tiles'
import { runJob } from '#services/jobs/run_job'
import { NATIONAL, scope, SYSTEM } from '#services/scope'
import type { Decision } from '#services/gis/store/decide'
import { aceHere } from '#tests/support/ace'
import { inventedRegister } from '#tests/support/invented_register'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { collection, square, withFile } from '#tests/support/shapes'
import { surveyedExtent } from '#verification/lists/surveyed'
import { importFile, roomyRegency, villageFile, villagesOf } from './support.js'

const shapeOf = (code: string) => db.connection().from('region_shapes').where('region_code', code).first()
const misspelled = (name: string) => `${name.slice(0, 2)}${name.slice(2, 3)}${name.slice(2)}`

test.group('Boundaries from files', () => {
  test('villages are matched inside their district, a misspelled one waits, and both codes are kept', async ({ assert }) => {
    const regency = await regencyForTest()
    const villages = await villagesOf(regency.district)
    const file = await villageFile(regency, ({ name }, at) => (at === 0 ? misspelled(name) : name.toUpperCase()))
    const args = ['--level', 'village', '--within', regency.code]

    const rehearsed = await importFile(file, ...args, '--dry-run')
    assert.deepInclude(rehearsed.json, { matched: villages.length - 1, dry_run: true, id: null })
    assert.isNull(await shapeOf(villages[1]!.code))

    const { json } = await importFile(file, ...args, '--source', 'Uji', '--licence', 'CC0')
    assert.deepInclude(json, {
      features: villages.length,
      matched: villages.length - 1,
      unmatched: [],
      source: 'Uji',
      licence: 'CC0',
    })
    assert.lengthOf(json.suggested, 1)
    assert.deepInclude(json.suggested[0], { reason: 'misspelled', position: 1, source_code: 'id9999999000' })
    assert.deepEqual(json.suggested[0]!.candidates[0], { code: villages[0]!.code, name: villages[0]!.name, letters: 1 })
    const kept = await shapeOf(villages[1]!.code)
    assert.deepInclude(kept, { matched_by: 'name', source_code: 'id9999999001', source_name: villages[1]!.name.toUpperCase() })
    assert.isNull(await shapeOf(villages[0]!.code))
  })

  test('a person confirms once, the district gets its outline, and the next file does not ask again', async ({ assert }) => {
    const regency = await regencyForTest()
    const villages = await villagesOf(regency.district)
    const file = await villageFile(regency, ({ name }, at) => (at === 0 ? misspelled(name) : name))
    const args = ['--level', 'village', '--within', regency.district]
    const { json } = await importFile(file, ...args)
    const id = json.suggested[0]!.id!

    const foreign = await aceHere<{ error: { code: string } }>('gis:confirm', id, '--region', regency.code, '--json')
    assert.equal(foreign.json.error.code, 'E_GIS_REGION')
    const taken = await aceHere<{ error: { code: string } }>('gis:confirm', id, '--region', villages[1]!.code, '--json')
    assert.equal(taken.json.error.code, 'E_GIS_REGION')
    const { json: decided } = await aceHere<Decision>('gis:confirm', id, '--json')
    assert.equal(decided.region?.code, villages[0]!.code)
    assert.deepInclude(await shapeOf(villages[0]!.code), { matched_by: 'hand', confirmed_by_name: 'Konsol' })
    const again = await aceHere<{ error: { code: string; message: string } }>('gis:confirm', id, '--json')
    assert.equal(again.json.error.code, 'E_GIS_DECIDED')
    assert.include(again.json.error.message, 'oleh Konsol')
    const outline = await shapeOf(regency.district)
    assert.equal(outline.matched_by, 'derived')

    const { json: second } = await importFile(file, ...args)
    assert.deepEqual([second.matched, second.suggested, second.by.hand], [villages.length, [], 1])
    assert.equal(second.replaced, villages.length)
  })

  test('codes of the other system are refused, and nothing is stored of a refused file', async ({ assert }) => {
    const regency = await regencyForTest()
    const villages = await villagesOf(regency.district)
    const file = await villageFile(regency)
    for (const [at, { properties }] of file.features.entries()) {
      properties!.village_code = villages[(at + 1) % villages.length]!.code.replaceAll('.', '')
    }
    const before = await db.connection().from('shape_imports').count('* as total').first()
    const refused = await importFile(file, '--level', 'village', '--within', regency.code, '--code-system', 'kemendagri')
    assert.equal(refused.code, 1)
    assert.equal(refused.json.error?.code, 'E_GIS_CODE_SYSTEM')
    assert.deepEqual(await db.connection().from('shape_imports').count('* as total').first(), before)
    assert.isNull(await shapeOf(villages[0]!.code))
  })

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

  test('a file of which no area is a region here ends as a failure', async ({ assert }) => {
    const regency = await regencyForTest()
    const file = await villageFile(regency, (_, at) => `QQQ ${at} ZZZ`)
    const nothing = await importFile(file, '--level', 'village', '--within', regency.code, '--dry-run')
    assert.deepEqual([nothing.json.matched, nothing.json.suggested], [0, []])
    assert.equal(nothing.code, 1)
  })

  test('boundaries from before a split are those of the regions of today, by code and under their former province (S05)', async ({
    assert,
  }) => {
    const place = (at: number) => square(at, 0).map((ring) => ring.map(([x, y]) => [x! - 110 + 131, y! + 7.5 - 1]))
    const file = collection([
      { properties: { kdpkab: '92.71', wadmkk: 'Kota Sorong', wadmpr: 'Papua Barat' }, coordinates: place(0) },
      { properties: { kdpkab: '9201', wadmkk: 'Sorong', wadmpr: 'Papua Barat' }, coordinates: place(1) },
      { properties: { kdpkab: '', wadmkk: 'Tambrauw', wadmpr: 'Papua Barat' }, coordinates: place(2) },
    ])
    const { json } = await importFile(file, '--level', 'regency', '--code-system', 'kemendagri', '--dry-run')
    assert.deepInclude(json, { features: 3, matched: 3, by: { code: 2, name: 1, hand: 0 } }, JSON.stringify(json))
    const within = await importFile(collection([]), '--level', 'district', '--within', '9271', '--dry-run')
    assert.equal(within.json.error?.code, 'E_GIS_NOTHING', 'the former code of a city is the city')
  })

  test('a level that is none, a region that is none or lies too deep are told', async ({ assert }) => {
    const regency = await regencyForTest()
    const file = await villageFile(regency)
    const codeOf = async (...args: string[]) => (await importFile(file, ...args)).json.error?.code
    assert.equal(await codeOf('--level', 'desa', '--within', regency.code), 'E_GIS_LEVEL')
    assert.equal(await codeOf('--level', 'village', '--within', '99.99'), 'E_GIS_WITHIN')
    assert.equal(await codeOf('--level', 'district', '--within', regency.district), 'E_GIS_WITHIN')
  })

  test('the desk takes a file, its worker imports it once, and what waits is decided there', async ({ client, assert }) => {
    const regency = await regencyForTest()
    const [first] = await villagesOf(regency.district)
    const staff = await ministryStaff()
    const file = await villageFile(regency, ({ name }, at) => (at === 0 ? misspelled(name) : name))
    const fields = { tingkat: 'village', wilayah: regency.code, sistem: '', sumber: 'Uji', lisensi: 'CC0' }
    const send = (more: Record<string, string> = {}, locale = 'id') =>
      withFile('batas.geojson', file, (path) =>
        client
          .post('/admin/peta')
          .fields({ ...fields, ...more })
          .file('berkas', path)
          .withSession({ locale })
          .loginAs(staff)
          .withCsrfToken()
          .redirects(0),
      )
    const refused = await send({ lisensi: '' })
    refused.assertFlashMessage('error', 'Isi sumber dan lisensi berkas; keduanya ditampilkan pada setiap peta.')
    const english = await send({ wilayah: '99.99' }, 'en')
    english.assertFlashMessage('error', 'Region 99.99 is not in the list of regions.')
    const answer = await send()
    const job = /kerja=([0-9a-f-]{36})/.exec(String(answer.header('location')))![1]!
    assert.isTrue(await runJob(job, NATIONAL, 'uji'))
    assert.isFalse(await runJob(job, NATIONAL, 'uji'))
    const page = await client.get('/admin/peta').loginAs(staff)
    page.assertTextIncludes(misspelled(first!.name).replaceAll("'", '&#39;'))
    const { id } = await db
      .connection()
      .from('shape_candidates as c')
      .join('shape_imports as i', 'i.id', 'c.import_id')
      .where('i.within_code', regency.code)
      .where('c.state', 'waiting')
      .select('c.id')
      .first()
    const other = await ministryStaff()
    const decide = (user: typeof staff) =>
      client.post(`/admin/peta/${id}/tetapkan`).form({ wilayah: first!.code }).loginAs(user).withCsrfToken().redirects(0)
    ;(await decide(staff)).assertFlashMessage('success', `"${misspelled(first!.name)}" ditetapkan sebagai ${first!.name}.`)
    assert.include(String((await decide(other)).flashMessage('error')), `oleh ${staff.name}`)
    const late = await decide(other).withSession({ locale: 'en' })
    late.assertFlashMessage('error', `"${misspelled(first!.name)}" was confirmed by ${staff.name} already. Load the page again.`)
    const after = await client.get('/admin/peta').loginAs(staff)
    after.assertTextIncludes(`${file.features.length} / ${file.features.length}`)
    assert.equal((await shapeOf(first!.code)).confirmed_by_name, staff.name)
  })

  test('the desk is the ministry’s alone', async ({ client }) => {
    const regency = await regencyForTest()
    const people = [
      await supervisorOf(regency.code),
      await provinceSupervisorOf(regency.province),
      await ministryStaff('auditor'),
    ]
    for (const user of people) (await client.get('/admin/peta').loginAs(user)).assertStatus(404)
  })
})
