import { Readable } from 'node:stream'
import { test } from '@japa/runner'
import { topology } from 'topojson-server'
import { sentenceOf } from '#services/fault'
import { namesOf } from '#services/gis/read/properties'
import { readAreas } from '#services/gis/read/read_areas'
import { splitFeatures } from '#services/gis/read/split_features'
import { collection, square, withFile } from '#tests/support/shapes'

const CODE = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error))
const taken = (content: unknown, swapAxes = false) =>
  withFile('batas.geojson', content, (path) => readAreas(path, { level: 'village', swapAxes }))
/** Why a file is refused. */
const read = (content: unknown) => taken(content).then(() => 'taken', CODE)
const named = (name: string, east = 0) => ({ properties: { desa: name, kecamatan: 'Uji' }, coordinates: square(east, 0) })
const moved = (change: (point: number[]) => number[]) => {
  const file = collection([named('A'), named('B', 1), named('C', 2)])
  for (const { geometry } of file.features) {
    if (geometry.type === 'Polygon') geometry.coordinates = geometry.coordinates.map((ring) => ring.map(change))
  }
  return file
}

test.group('Reading of boundaries', () => {
  test('areas are cut out of the bytes wherever the pieces end, braces in texts and all', async ({ assert }) => {
    const file = {
      type: 'FeatureCollection',
      name: 'features',
      crs: { type: 'name', properties: { name: 'EPSG:4326' } },
      features: [{ a: '}{"\\"]' }, { b: [1, { c: 2 }] }, null, { d: '' }],
      after: { features: [{ no: true }] },
    }
    const bytes = Buffer.from(JSON.stringify(file))
    for (const size of [1, 7, 1000]) {
      const pieces = Readable.from(
        Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size)),
      )
      let beside = ''
      const found: unknown[] = []
      for await (const text of splitFeatures(pieces, (rest) => (beside = rest))) found.push(JSON.parse(text))
      assert.deepEqual(found, [{ a: '}{"\\"]' }, { b: [1, { c: 2 }] }, { d: '' }])
      assert.include(beside, 'EPSG:4326')
    }
  })

  test('names and codes are found under the spellings of the common sources', ({ assert }) => {
    const of = (properties: Record<string, unknown>) => namesOf({ properties, geometry: null }, 'village')
    const wanted = { name: 'Beji', code: 'id3403100001', parent: 'Patuk', grandparent: 'Gunung Kidul' }
    assert.deepEqual(of({ village: 'Beji', village_code: 'id3403100001', district: 'Patuk', regency: 'Gunung Kidul' }), wanted)
    assert.deepEqual(of({ ADM4_EN: 'Beji', ADM4_PCODE: 'id3403100001', ADM3_EN: 'Patuk', ADM2_EN: 'Gunung Kidul' }), wanted)
    assert.deepEqual(of({ NAMOBJ: 'Beji', WADMKC: 'Patuk', WADMKK: 'Gunung Kidul', KDEPUM: 'id3403100001' }), wanted)
    assert.deepEqual(of({ NAMA_KEL: 'Beji', NAMA_KEC: 'Patuk', NAMA_KAB: 'Gunung Kidul', KODE_KEL: 'id3403100001' }), wanted)
    assert.deepInclude(of({ DESA_KELUR: 'Beji', KECAMATAN: 'Patuk', KAB_KOTA: 'Gunung Kidul' }), {
      name: 'Beji',
      parent: 'Patuk',
    })
    assert.deepInclude(namesOf({ properties: { x: 'Beji', y: 7 }, geometry: null }, 'village', { name: 'X', code: 'y' }), {
      name: 'Beji',
      code: '7',
    })
  })

  test('parts of one region are put together, and TopoJSON reads as GeoJSON does', async ({ assert }) => {
    const file = collection([
      { properties: { desa: 'A', kode_desa: '1' }, coordinates: square(0, 0) },
      { properties: { desa: 'A', kode_desa: '1' }, coordinates: square(3, 3) },
      { properties: { desa: 'B', kode_desa: '2' }, coordinates: square(1, 0) },
    ])
    for (const content of [file, topology({ batas: file }), `\ufeff${JSON.stringify(topology({ batas: file }))}`]) {
      const found = await taken(content)
      assert.deepEqual(
        found.areas.map(({ name, position, shape, fault }) => [name, position, shape?.type, fault]),
        [
          ['A', 1, 'MultiPolygon', null],
          ['B', 2, 'Polygon', null],
        ],
      )
      assert.equal(found.points, 15)
    }
  })

  test('a region that a file gives twice over is drawn once, for twice it would be a hole', async ({ assert }) => {
    const twice = { properties: { desa: 'A', kode_desa: '1' }, coordinates: square(0, 0) }
    const coded = { properties: { kode_desa: '1' }, coordinates: square(0, 0) }
    for (const features of [
      [twice, twice],
      [coded, coded],
    ]) {
      const { areas } = await taken(collection(features))
      assert.lengthOf(areas, 1)
      assert.deepEqual(areas[0]!.shape, { type: 'Polygon', coordinates: square(0, 0) })
    }
    const uncoded = { properties: { desa: 'A' }, coordinates: square(0, 0) }
    assert.lengthOf((await taken(collection([uncoded, uncoded]))).areas, 2)
  })

  test('a file that cannot be drawn is refused with its own reason', async ({ assert }) => {
    assert.equal(await read(moved(([x, y]) => [x! * 3000, y! * 100_000])), 'E_GIS_PROJECTED')
    assert.equal(await read(moved(([x, y]) => [y!, x!])), 'E_GIS_SWAPPED')
    assert.equal(await read(moved(([x, y]) => [x! - 100, y!])), 'E_GIS_OUTSIDE')
    assert.equal(await read({ type: 'FeatureCollection', features: [] }), 'E_GIS_NOTHING')
    const points = {
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: { desa: 'A' }, geometry: { type: 'Point', coordinates: [110, -7] } }],
    }
    assert.equal(await read(points), 'E_GIS_NO_AREAS')
    assert.equal(await read(collection([{ properties: {}, coordinates: square(0, 0) }])), 'E_GIS_NO_NAMES')
    assert.equal(await read(JSON.stringify(collection([named('A')])).slice(0, -9)), 'E_GIS_BROKEN')
    assert.equal(await read('<kml></kml>'), 'E_GIS_FORMAT')
  })

  test('names that are spoilt, by another encoding or by signs that cannot be kept, refuse the file', async ({ assert }) => {
    const file = JSON.stringify(collection([named('A'), named('Kémirirejo', 1)]))
    assert.equal(await read(file), 'taken')
    for (const bytes of [Buffer.from(file, 'latin1'), Buffer.from(`\ufeff${file}`, 'utf16le')]) {
      assert.equal(await read(bytes), 'E_GIS_ENCODING')
    }
    for (const name of ['A\0B', 'A\ud800B', 'A\ufffdB']) assert.equal(await read(collection([named(name)])), 'E_GIS_ENCODING')
    assert.equal(
      await read(collection([{ properties: { desa: 'A', source: { toString: 1 } }, coordinates: square(0, 0) }])),
      'taken',
    )
  })

  test('a property named as in TopoJSON makes no TopoJSON of a GeoJSON', async ({ assert }) => {
    const file = collection([{ properties: { desa: 'A', arcs: 3 }, coordinates: square(0, 0) }])
    assert.lengthOf((await taken(file)).areas, 1)
  })

  test('what stands behind the collection refuses the file, blanks aside', async ({ assert }) => {
    const file = JSON.stringify(collection([named('A')]))
    assert.equal(await read(`${file}\r\n `), 'taken')
    for (const more of [file, ' x', '}']) assert.equal(await read(file + more), 'E_GIS_BROKEN')
  })

  test('a TopoJSON whose parts are none is refused or passed over, never a fault of the server', async ({ assert }) => {
    const objects = (value: object | string) => read({ type: 'Topology', arcs: [], objects: value })
    assert.equal(await objects({ a: null }), 'E_GIS_NOTHING')
    assert.equal(await objects('abc'), 'E_GIS_NOTHING')
    assert.equal(await objects({ a: { type: 'GeometryCollection' } }), 'E_GIS_BROKEN')
    assert.equal(await objects({ a: { type: 'GeometryCollection', geometries: [null, 1, 'x'] } }), 'E_GIS_NOTHING')
  })

  test('collections within collections without end are no area', async ({ assert }) => {
    const file = collection([named('A')])
    const inner = JSON.stringify(file.features[0]!.geometry)
    const nested = (depth: number) =>
      JSON.stringify(file).replace(
        inner,
        `${'{"type":"GeometryCollection","geometries":['.repeat(depth)}${inner}${']}'.repeat(depth)}`,
      )
    assert.equal(await read(nested(3)), 'taken')
    assert.include(['E_GIS_NO_AREAS', 'E_GIS_BROKEN'], String(await read(nested(20_000))))
  })

  test('a file that a person says is swapped is read', async ({ assert }) => {
    const { areas } = await taken(
      moved(([x, y]) => [y!, x!]),
      true,
    )
    assert.deepEqual(areas[0]!.shape?.coordinates, square(0, 0))
    await assert.rejects(() => taken(collection([named('A')]), true), /^Sumbu berkas ini tidak terbalik/)
  })

  test('JSON of ArcGIS is told from GeoJSON', async ({ assert }) => {
    const [attributes, rings] = [{ desa: 'A' }, square(0, 0)]
    const file = { geometryType: 'esriGeometryPolygon', features: [{ attributes, geometry: { rings } }] }
    await assert.rejects(() => taken(file), /^Berkas ini JSON ArcGIS/)
  })

  test('the reason of a file in metres names its projection', async ({ assert }) => {
    const file = {
      ...moved(([x, y]) => [x! * 3000, y! * 100_000]),
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::32749' } },
    }
    const told = await withFile('a.json', file, (path) => readAreas(path, { level: 'village' })).catch(
      (error: Error) => error.message,
    )
    assert.include(told, 'dalam meter, bukan derajat (sistem urn:ogc:def:crs:EPSG::32749)')
    const name = 'urn:ogc:def:crs:OGC:1.3:CRS84'
    const contradicting = await withFile('b.json', { ...file, crs: { type: 'name', properties: { name } } }, (path) =>
      readAreas(path, { level: 'village' }),
    ).catch((error: Error) => error.message)
    assert.include(contradicting, `dalam meter, bukan derajat, walaupun berkas menyebut ${name}.`)
    const english = await taken(file).catch((error: Error) => sentenceOf(error, { locale: 'en' }))
    assert.include(english, 'in metres, not in degrees (system urn:ogc:def:crs:EPSG::32749). Convert it')
  })

  test('one bad area of many is told and the others stand', async ({ assert }) => {
    const file = collection([named('A'), named('B', 1), named('C', 2)])
    const [first] = file.features
    if (first?.geometry.type === 'Polygon')
      first.geometry.coordinates = [
        [
          [400, -7],
          [401, -7],
          [401, -6],
          [400, -7],
        ],
      ]
    const found = await taken(file)
    assert.deepEqual(
      found.areas.map(({ fault }) => fault),
      ['projected', null, null],
    )
  })

  test('one feature alone, and features one behind the other, are read as a collection is', async ({ assert }) => {
    const { features } = collection([named('A'), named('B', 1)])
    const namesIn = async (content: unknown) => (await taken(content)).areas.map(({ name }) => name)
    assert.deepEqual(await namesIn(features[0]), ['A'])
    assert.deepEqual(await namesIn(`\ufeff${JSON.stringify(features[0], null, 2)}\n`), ['A'])
    const lines = features.map((one) => JSON.stringify(one))
    assert.deepEqual(await namesIn(lines.join('\n')), ['A', 'B'])
    assert.deepEqual(await namesIn(lines.map((line) => `\u001e${line}\n`).join('')), ['A', 'B'])
    assert.equal(await read(lines.join(',')), 'E_GIS_BROKEN')
    assert.equal(await read(lines.join('\n').slice(0, -3)), 'E_GIS_BROKEN')
  })

  test('a geometry alone names no region, and the refusal says what to export', async ({ assert }) => {
    const geometry = collection([named('A')]).features[0]?.geometry
    const told = await taken(geometry).catch((error: Error) => error.message)
    assert.equal(await read(geometry), 'E_GIS_FORMAT')
    assert.include(told, 'Ekspor ulang sebagai FeatureCollection')
  })
})
