import { union } from 'polyclip-ts'
import type { Point, Ring, Rings } from '../shapes.js'

/**
 * Polygons without crossings: one whose rings cross themselves or each other is rebuilt, so that a bow tie becomes its two triangles
 * and a hole takes away only what it covers. The others stay point for point.
 */
export function makeValid(polygons: readonly Rings[]): { polygons: Rings[]; repaired: boolean } {
  let repaired = false
  const valid = polygons.flatMap((rings): Rings[] => {
    if (!crosses(rings) && holesInside(rings)) return [rings]
    repaired = true
    return (union([rings]) as Rings[]).filter(([outline]) => outline && Math.abs(ringArea(outline)) > 0)
  })
  return { polygons: valid.filter(([outline]) => outline && Math.abs(ringArea(outline)) > 0), repaired }
}

/** Signed area of a ring in square degrees; counter-clockwise is positive. */
export function ringArea(ring: Ring): number {
  let sum = 0
  for (let at = 0; at + 1 < ring.length; at++) {
    const [[x1, y1], [x2, y2]] = [ring[at]!, ring[at + 1]!]
    sum += x1 * y2 - x2 * y1
  }
  return sum / 2
}

/** Whether a place lies in a ring, by the even-odd rule. */
export function inRing([x, y]: Point, ring: Ring): boolean {
  let inside = false
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [[xa, ya], [xb, yb]] = [ring[at]!, ring[before]!]
    if (ya > y !== yb > y && x < ((xb - xa) * (y - ya)) / (yb - ya) + xa) inside = !inside
  }
  return inside
}

/** Whether a place lies in one of the polygons and in none of its holes. */
export function liesIn(point: Point, polygons: readonly Rings[]): boolean {
  return polygons.some((rings) => rings.filter((ring) => inRing(point, ring)).length % 2 === 1)
}

/** A hole touches the outline at most, so the middle of one of its sides tells where it lies. */
function holesInside([outline, ...holes]: Rings): boolean {
  return holes.every((hole) => {
    const [[x1, y1], [x2, y2]] = [hole[0]!, hole[1]!]
    return inRing([(x1 + x2) / 2, (y1 + y2) / 2], outline!)
  })
}

interface Side {
  ring: number
  at: number
  last: number
  a: Point
  b: Point
  west: number
  east: number
}

/** Whether sides of the rings cross, found by sweeping from west to east. Sides that only meet at their ends do not cross. */
export function crosses(rings: Rings): boolean {
  const sides = rings.flatMap((ring, index) => sidesOf(ring, index)).sort((one, other) => one.west - other.west)
  let open: Side[] = []
  for (const side of sides) {
    open = open.filter(({ east }) => east >= side.west)
    if (open.some((other) => !areNeighbours(side, other) && cross(side, other))) return true
    open.push(side)
  }
  return false
}

function sidesOf(ring: Ring, index: number): Side[] {
  const last = ring.length - 2
  return ring.slice(0, -1).map((a, at) => {
    const b = ring[at + 1]!
    return { ring: index, at, last, a, b, west: Math.min(a[0], b[0]), east: Math.max(a[0], b[0]) }
  })
}

function areNeighbours(one: Side, other: Side): boolean {
  if (one.ring !== other.ring) return false
  const apart = Math.abs(one.at - other.at)
  return apart === 1 || apart === one.last
}

function cross({ a, b }: Side, { a: c, b: d }: Side): boolean {
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false
  const [c1, d1] = [turn(a, b, c), turn(a, b, d)]
  const [a1, b1] = [turn(c, d, a), turn(c, d, b)]
  return ((c1 > 0 && d1 < 0) || (c1 < 0 && d1 > 0)) && ((a1 > 0 && b1 < 0) || (a1 < 0 && b1 > 0))
}

/** On which side of the line from `a` to `b` a point lies: the sign tells, 0 is on it. */
function turn(a: Point, b: Point, p: Point): number {
  return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
}
