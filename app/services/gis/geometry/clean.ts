import { polygonsOf, shapeOf, type Level, type Point, type Ring, type Rings, type Shape, type ShapeFault } from '../shapes.js'
import { makeValid } from './valid.js'

/** Indonesia with its sea, in degrees. */
const HOME = { west: 94, east: 142, south: -12, north: 7 }
/** Maps that can be scrolled round the world write the same meridian some whole turns further. */
const TURN = 360
const MOST_TURNS = 3
/** Decimals of a degree that are kept while an area is read: 0.1 m for villages, 1 m above. */
const DECIMALS: Record<Level, number> = { province: 5, regency: 5, district: 6, village: 6 }

/** Collections within collections that are looked through. */
const DEEPEST = 16

export interface CleanShape {
  shape: Shape
  /** Whether rings crossed themselves or a hole lay outside, and were put right. */
  repaired: boolean
}

/**
 * An area as it can be drawn: in degrees inside Indonesia, rings closed and without repeated points, crossings resolved.
 * Equal points of two areas stay equal, so that their common border does.
 */
export function cleanShape(geometry: unknown, level: Level, swapAxes = false): CleanShape | ShapeFault {
  const found = ringsOf(geometry)
  if (found === 'numbers' || found === 'no_area') return found
  const pointed = found.map((rings) =>
    rings.map((ring) => ring.map(([x, y]): Point => (swapAxes ? [homeward(y), x] : [homeward(x), y]))),
  )
  const fault = placeFault(pointed)
  if (fault) return fault
  const scale = 10 ** DECIMALS[level]
  const tidy = pointed.map((rings) => rings.map((ring) => tidyRing(ring, scale)).filter((ring) => ring.length >= 4))
  const areas = tidy.filter((rings, index) => rings.length > 0 && tidyRing(pointed[index]![0] ?? [], scale).length >= 4)
  if (areas.length === 0) return 'no_area'
  const { polygons, repaired } = makeValid(areas)
  return polygons.length > 0 ? { shape: shapeOf(polygons), repaired } : 'no_area'
}

/** The polygons of a geometry that a file gave; collections are looked through, points and lines in them are passed over. */
function ringsOf(geometry: unknown, depth = 0): Rings[] | 'numbers' | 'no_area' {
  if (typeof geometry !== 'object' || geometry === null || !('type' in geometry) || depth > DEEPEST) return 'no_area'
  if (geometry.type === 'GeometryCollection' && 'geometries' in geometry && Array.isArray(geometry.geometries)) {
    const parts = geometry.geometries.map((part) => ringsOf(part, depth + 1))
    if (parts.includes('numbers')) return 'numbers'
    const polygons = parts.flatMap((part) => (typeof part === 'string' ? [] : part))
    return polygons.length > 0 ? polygons : 'no_area'
  }
  if (!('coordinates' in geometry) || !Array.isArray(geometry.coordinates)) return 'no_area'
  const polygons: unknown[] =
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []
  if (polygons.length === 0) return 'no_area'
  return polygons.every(isRings) ? polygons : 'numbers'
}

function isRings(rings: unknown): rings is Rings {
  return Array.isArray(rings) && rings.every((ring) => Array.isArray(ring) && ring.every(isPoint))
}

function isPoint(point: unknown): point is Point {
  return Array.isArray(point) && Number.isFinite(point[0]) && Number.isFinite(point[1])
}

/** A longitude without whole turns round the world, where that brings it home. */
function homeward(x: number): number {
  if (Math.abs(x) <= TURN / 2 || Math.abs(x) > MOST_TURNS * TURN) return x
  const turned = x - TURN * Math.round((x - (HOME.west + HOME.east) / 2) / TURN)
  return turned >= HOME.west && turned <= HOME.east ? turned : x
}

/** Metres, or latitude before longitude, or another part of the world: told from where the points lie. */
function placeFault(polygons: readonly Rings[]): ShapeFault | null {
  let [all, degrees, home, turned] = [0, 0, 0, 0]
  for (const [x, given] of polygons.flat(2)) {
    const y = homeward(given)
    all += 1
    if (Math.abs(x) <= 180 && Math.abs(y) <= 180) degrees += 1
    if (x >= HOME.west && x <= HOME.east && y >= HOME.south && y <= HOME.north) home += 1
    if (y >= HOME.west && y <= HOME.east && x >= HOME.south && x <= HOME.north) turned += 1
  }
  if (home === all) return null
  if (degrees < all) return 'projected'
  return turned === all ? 'swapped' : 'outside'
}

/** Rounded, closed, and without points that repeat the one before. */
function tidyRing(ring: Ring, scale: number): Ring {
  const kept: Ring = []
  for (const [x, y] of ring) {
    const point: Point = [Math.round(x * scale) / scale, Math.round(y * scale) / scale]
    const last = kept.at(-1)
    if (!last || last[0] !== point[0] || last[1] !== point[1]) kept.push(point)
  }
  const [first, last] = [kept[0], kept.at(-1)]
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) kept.push([first[0], first[1]])
  return kept
}

/** Areas of one region that a file gives in several parts, as one. A part that a file gives twice stands once, for drawn twice it would be a hole. */
export function joinShapes(shapes: readonly Shape[]): Shape {
  return shapeOf([...new Map(shapes.flatMap(polygonsOf).map((rings) => [JSON.stringify(rings), rings])).values()])
}
