import { quantize } from 'topojson-client'
import { topology } from 'topojson-server'
import type { FeatureCollection } from 'geojson'
import { levelNumber, type Shape } from '#services/gis/shapes'
import { thinned, type ShapeTopology } from '#services/gis/geometry/simplify'
import { query, type Tx } from '#services/scope'
import { AREAS_SQL } from './area_list.js'
import type { MapPlace } from './place.js'
import { isSketch } from './shape_notes.js'
import { boundsOf, tilesBelow, tileSketch, type TileArea } from './tiles.js'

/** Points of one map at most: about 250 kB, 100 kB compressed. */
const MAX_POINTS = 40_000
/** Steps across the map; one is a metre in a regency, 50 in the country. */
const GRID = 1e5

interface Row {
  code: string
  parent: string | null
  geometry: Shape | null
}

/**
 * The boundaries of a place's areas as TopoJSON: one object `areas` of features `{id: code, properties: {group, tile}}`. `group` is the
 * region above, `tile` marks a drawn tile in place of an unknown boundary. Where most boundaries are unknown all are tiles.
 */
export async function boundariesOf(tx: Tx, { region, level }: MapPlace): Promise<string> {
  const rows = await query<Row>(
    tx,
    `select a.code, a.parent, s.geometry from (${AREAS_SQL}) a left join region_shapes s on s.region_code = a.code order by a.code`,
    { root: region?.code ?? null, level: levelNumber(level) },
  )
  return JSON.stringify(boundaries(rows))
}

export function boundaries(rows: readonly Row[]): ShapeTopology {
  const drawn = rows.filter(({ geometry }) => geometry !== null)
  const tileArea = ({ code, parent }: Row): TileArea => ({ code, group: parent ?? '' })
  const tiles = isSketch(rows.length, drawn.length)
    ? tileSketch(rows.map(tileArea))
    : tilesBelow(boundsOf(drawn.map(({ geometry }) => geometry!)), rows.filter(({ geometry }) => geometry === null).map(tileArea))
  const features: FeatureCollection['features'] = rows.map(({ code, parent, geometry }) => {
    const tile = tiles.get(code)
    return {
      type: 'Feature',
      id: code,
      properties: { group: parent, ...(tile ? { tile: true } : {}) },
      geometry: tile ?? geometry!,
    }
  })
  const collection: FeatureCollection = { type: 'FeatureCollection', features }
  const whole = topology({ areas: collection }) as unknown as ShapeTopology
  const thin = thinned(whole, MAX_POINTS)
  return rows.length > 0 ? (quantize(thin, GRID) as ShapeTopology) : thin
}
