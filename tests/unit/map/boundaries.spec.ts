import { test } from '@japa/runner'
import { feature } from 'topojson-client'
import type { Feature, FeatureCollection } from 'geojson'
import type { Shape } from '#services/gis/shapes'
import { boundaries } from '#services/map/boundaries'
import { boundsOf, tilesBelow, tileSketch } from '#services/map/tiles'
import { tileServer } from '#services/map/tile_server'
import { square } from '#tests/support/shapes'

const shape = (east: number, north: number): Shape => ({ type: 'Polygon', coordinates: square(east, north) })
const drawn = (of: ReturnType<typeof boundaries>) =>
  (feature(of, of.objects.areas!) as unknown as FeatureCollection).features as Feature[]

test.group('Boundaries of a map', () => {
  test('areas without a boundary stand as tiles below the map of the others', ({ assert }) => {
    const rows = [
      { code: '33.71.01', parent: '33.71', geometry: shape(0, 0) },
      { code: '33.71.02', parent: '33.71', geometry: shape(1, 0) },
      { code: '33.71.03', parent: '33.71', geometry: null },
    ]
    const areas = drawn(boundaries(rows))
    assert.deepEqual(
      areas.map(({ id, properties }) => [id, properties?.tile ?? false]),
      [
        ['33.71.01', false],
        ['33.71.02', false],
        ['33.71.03', true],
      ],
    )
    const [, south] = [0, boundsOf([areas[0]!.geometry as Shape])!.south]
    assert.isBelow(boundsOf([areas[2]!.geometry as Shape])!.north, south)
  })

  test('where most have none, all are tiles of one size that touch', ({ assert }) => {
    const rows = Array.from({ length: 9 }, (_, at) => ({
      code: `33.71.0${at}`,
      parent: '33.71',
      geometry: at ? null : shape(0, 0),
    }))
    const areas = drawn(boundaries(rows))
    assert.isTrue(areas.every(({ properties }) => properties?.tile === true))
    const corners = areas.flatMap(({ geometry }) =>
      (geometry as Shape & { type: 'Polygon' }).coordinates[0]!.slice(1).map(String),
    )
    assert.isBelow(new Set(corners).size, corners.length)
  })

  test('a sketch lays groups together and gives each area its own tile', ({ assert }) => {
    const areas = Array.from({ length: 30 }, (_, at) => ({ code: String(at + 10), group: at % 2 ? 'b' : 'a' }))
    const tiles = [...tileSketch(areas)]
    assert.lengthOf(tiles, 30)
    assert.equal(new Set(tiles.map(([, { coordinates }]) => String(coordinates[0]![0]))).size, 30)
    assert.deepEqual(
      tiles.map(([code]) => areas.find((area) => area.code === code)!.group),
      [...Array.from({ length: 15 }, () => 'a'), ...Array.from({ length: 15 }, () => 'b')],
    )
    assert.equal(tilesBelow(null, areas).size, 0)
  })

  test('a place of many points is thinned to what a screen shows', ({ assert }) => {
    const circle = (east: number): Shape => ({
      type: 'Polygon',
      coordinates: [
        Array.from({ length: 20_001 }, (_, at) => {
          const angle = ((at % 20_000) / 20_000) * 2 * Math.PI
          return [110 + east + Math.cos(angle) / 4, -7 + Math.sin(angle) / 4]
        }),
      ],
    })
    const rows = [0, 1, 2].map((at) => ({ code: `33.0${at + 1}`, parent: '33', geometry: circle(at) }))
    const text = JSON.stringify(boundaries(rows))
    assert.isBelow(text.length, 400_000)
    assert.lengthOf(drawn(JSON.parse(text)), 3)
  })

  test('a server of tiles is an address with its three places, or none', ({ assert }) => {
    assert.isNull(tileServer({}))
    assert.deepEqual(tileServer({ MAP_TILES_URL: 'https://tile.example.go.id/{z}/{x}/{y}.png', MAP_TILES_ATTRIBUTION: 'BIG' }), {
      ...{ url: 'https://tile.example.go.id/{z}/{x}/{y}.png', origin: 'https://tile.example.go.id', attribution: 'BIG' },
    })
    assert.throws(() => tileServer({ MAP_TILES_URL: 'https://tile.example.go.id' }), /must be an address with/)
  })
})
