import type { MultiPolygon, Polygon } from 'geojson'

/** Longitude and latitude in degrees, WGS 84. */
export type Point = [number, number]
export type Ring = Point[]
/** The outline first, then its holes; every ring ends where it begins. */
export type Rings = Ring[]
export type Shape = Polygon | MultiPolygon

export const LEVELS = ['province', 'regency', 'district', 'village'] as const
export type Level = (typeof LEVELS)[number]
/** As in `regions.level`. */
export const levelNumber = (level: Level) => LEVELS.indexOf(level) + 1

/** One area of a file, before anything is known of it. */
export interface RawFeature {
  properties: Readonly<Record<string, unknown>>
  geometry: unknown
}

/** What is wrong with the coordinates of one area. */
export type ShapeFault = 'no_area' | 'numbers' | 'projected' | 'swapped' | 'outside'

export function polygonsOf(shape: Shape): Rings[] {
  return (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates) as Rings[]
}

export function shapeOf(polygons: readonly Rings[]): Shape {
  const [first, ...more] = polygons
  return first && more.length === 0
    ? { type: 'Polygon', coordinates: first }
    : { type: 'MultiPolygon', coordinates: [...polygons] }
}

export function pointsIn(shape: Shape): number {
  return polygonsOf(shape).reduce((sum, rings) => sum + rings.reduce((points, ring) => points + ring.length, 0), 0)
}
