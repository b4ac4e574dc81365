import type { Polygon } from 'geojson'
import { polygonsOf, type Point, type Shape } from '#services/gis/shapes'

/** An area without a known boundary, and the region above it, by which tiles stay together. */
export interface TileArea {
  code: string
  group: string
}

export interface Bounds {
  west: number
  south: number
  east: number
  north: number
}

/** Width of a tile of a sketch in degrees; its place on the globe means nothing, so it lies where a degree is equally wide and high. */
const SKETCH_WIDTH = 0.1
/** So many tiles fill the width of the map that they stand below. */
const ACROSS = 22
/** Wider than high, as screens are. */
const ASPECT = 1.5

/** So many of the areas must have a boundary; else tiles for all say more than a few islands. */
const ENOUGH = 0.5

/** Whether a place of so many areas, so many of them with a boundary, is shown as a sketch. */
export function isSketch(areas: number, drawn: number): boolean {
  return drawn < areas * ENOUGH
}

/**
 * Six-cornered tiles for areas whose boundaries nobody has given, all of one size, laid row by row to and fro in the order of their groups,
 * so that those of one region lie together.
 */
export function tileSketch(areas: readonly TileArea[]): Map<string, Polygon> {
  const columns = Math.max(1, Math.ceil(Math.sqrt(areas.length * ASPECT)))
  const rows = Math.ceil(areas.length / columns)
  return laid(areas, columns, SKETCH_WIDTH, [-(columns * SKETCH_WIDTH) / 2, (rows * rowHeight(SKETCH_WIDTH)) / 2])
}

/** The same for the few areas that lack a boundary on a map of real ones: they stand in rows below it. */
export function tilesBelow(bounds: Bounds | null, areas: readonly TileArea[]): Map<string, Polygon> {
  if (!bounds || areas.length === 0) return new Map()
  const width = Math.max(bounds.east - bounds.west, bounds.north - bounds.south) / ACROSS
  return laid(areas, ACROSS, width, [bounds.west, bounds.south - width * 1.2])
}

/** @returns null where there is nothing to bound */
export function boundsOf(shapes: readonly Shape[]): Bounds | null {
  let bounds: Bounds | null = null
  for (const [x, y] of shapes.flatMap((shape) => polygonsOf(shape).flat(2))) {
    bounds = bounds
      ? {
          west: Math.min(bounds.west, x),
          south: Math.min(bounds.south, y),
          east: Math.max(bounds.east, x),
          north: Math.max(bounds.north, y),
        }
      : { west: x, south: y, east: x, north: y }
  }
  return bounds
}

function laid(areas: readonly TileArea[], columns: number, width: number, [left, top]: Point): Map<string, Polygon> {
  const sorted = [...areas].sort((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : a.code < b.code ? -1 : 1))
  return new Map(
    sorted.map(({ code }, index) => {
      const row = Math.floor(index / columns)
      const along = index % columns
      const column = row % 2 === 0 ? along : columns - 1 - along
      return [code, tile(left, top, width, row, column)]
    }),
  )
}

function rowHeight(width: number): number {
  return (width * Math.sqrt(3)) / 2
}

/** Corners lie on a grid of half widths and thirds of rows, so that neighbours share theirs to the last digit. */
function tile(left: number, top: number, width: number, row: number, column: number): Polygon {
  const halves = 2 * column + (row % 2)
  const at = (half: number, third: number): Point => [
    left + ((halves + half) * width) / 2,
    top - ((3 * row + third) * rowHeight(width)) / 3,
  ]
  const corners = [at(1, -1), at(2, 0), at(2, 2), at(1, 3), at(0, 2), at(0, 0)]
  return { type: 'Polygon', coordinates: [[...corners, corners[0]!]] }
}
