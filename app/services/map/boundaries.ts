import { quantize } from 'topojson-client'
import { topology } from 'topojson-server'
import type { FeatureCollection } from 'geojson'
import type { Shape } from '#services/gis/shapes'
import { thinned, type ShapeTopology } from '#services/gis/geometry/simplify'
import { boundsOf, isSketch, tilesBelow, tileSketch, type TileArea } from './tiles.js'

/** Points of one map at most: about 250 kB, 100 kB compressed. */
const MAX_POINTS = 40_000
/** Steps across the map; one is a metre in a regency, 50 in the country. */
const GRID = 1e5

export interface BoundaryRow {
  code: string
  parent: string | null
  geometry: Shape | null
}

/**
 * The boundaries of a place's areas as TopoJSON: one object `areas` of features `{id: code, properties: {group, tile}}`. `group` is the
 * region above, `tile` marks a drawn tile in place of an unknown boundary. Where most boundaries are unknown all are tiles.
 */
export function boundaries(rows: readonly BoundaryRow[]): ShapeTopology {
  const drawn = rows.filter(({ geometry }) => geometry !== null)
  const tileArea = ({ code, parent }: BoundaryRow): TileArea => ({ code, group: parent ?? '' })
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
