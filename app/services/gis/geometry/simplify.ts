import { feature } from 'topojson-client'
import { topology } from 'topojson-server'
import { presimplify, quantile, simplify } from 'topojson-simplify'
import type { GeometryObject, Objects, Topology } from 'topojson-specification'
import { makeValid } from './valid.js'
import { pointsIn, polygonsOf, shapeOf, type Level, type Shape } from '../shapes.js'

/**
 * Triangles of fewer square degrees than this are left out of borders (Visvalingam's rule): about 12 m² for villages, 0.01 km² for
 * provinces, which no screen shows.
 */
const LEAST: Record<Level, number> = { village: 1e-9, district: 1e-8, regency: 1e-7, province: 1e-6 }
/** Points of one import that are kept at most. */
export const MAX_POINTS = 400_000

export type ShapeTopology = Topology<Objects<Record<string, unknown>>>

/** Shapes as one topology, so that a border that two share is one line. */
export function topologyOf(shapes: ReadonlyMap<string, Shape>): ShapeTopology {
  const geometries = Object.fromEntries([...shapes].map(([key, shape]) => [key, shape]))
  return topology(geometries) as ShapeTopology
}

/** Leaves points out of a topology until at most `most` are left, the least telling ones first. */
export function thinned(whole: ShapeTopology, most: number, least = 0): ShapeTopology {
  const weighed = presimplify(whole)
  const points = whole.arcs.reduce((sum, arc) => sum + arc.length, 0)
  const limit = points > most ? Math.max(least, quantile(weighed, most / points)) : least
  return limit > 0 ? simplify(weighed, limit) : whole
}

/** The shapes with fewer points; borders that two of them share stay shared. One that would vanish keeps all its points. */
export function simplifyShapes(shapes: ReadonlyMap<string, Shape>, level: Level): Map<string, Shape> {
  const thin = thinned(topologyOf(shapes), MAX_POINTS, LEAST[level])
  return new Map([...shapes].map(([key, shape]) => [key, drawn(thin, thin.objects[key]) ?? shape]))
}

/** A shape of a topology; null when nothing of it is left. */
export function drawn(from: ShapeTopology, object: GeometryObject | undefined): Shape | null {
  if (!object) return null
  const found = feature(from, object)
  const geometry = found.type === 'Feature' ? found.geometry : null
  if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon') return null
  const whole = polygonsOf(geometry).map((rings) => rings.filter((ring) => ring.length >= 4))
  const { polygons } = makeValid(whole.filter((rings) => rings.length > 0))
  const shape = polygons.length > 0 ? shapeOf(polygons) : null
  return shape && pointsIn(shape) > 0 ? shape : null
}
