import { setImmediate } from 'node:timers/promises'
import { liesIn } from '#services/gis/geometry/valid'
import { polygonsOf, type Point, type Shape } from '#services/gis/shapes'
import { query, type Tx } from '#services/scope'
import { NAMED, type PlacedRecord } from '#verification/lists/points'

/** Households whose place lies outside the boundary of their village: one of the two is wrong. */
export interface Away {
  /** Households of villages whose boundary is known. */
  held: number
  awayTotal: number
  away: Pick<PlacedRecord, 'key' | 'registerId' | 'latitude' | 'longitude'>[]
}

/** So far from a boundary a place counts as on it, about 220 m: sources draw a boundary differently, and devices measure badly. */
const NEAR = 0.002

/** Holds places against the boundaries that files have drawn; village by village, so that other requests go on meanwhile. */
export async function awayFromVillage(tx: Tx, placed: readonly PlacedRecord[]): Promise<Away> {
  const villages = Map.groupBy(placed, ({ village }) => village ?? '')
  const shapes = await query<{ code: string; geometry: Shape }>(
    tx,
    `select region_code as code, geometry from region_shapes where region_code = any (?) and matched_by <> 'derived'`,
    [[...villages.keys()]],
  )
  const found: Away = { held: 0, awayTotal: 0, away: [] }
  for (const { code, geometry } of shapes) {
    const records = villages.get(code)!
    const outside = records.filter(({ latitude, longitude }) => !liesNear(geometry, [longitude, latitude]))
    found.held += records.length
    found.awayTotal += outside.length
    const named = outside.slice(0, NAMED - found.away.length)
    found.away.push(...named.map(({ key, registerId, latitude, longitude }) => ({ ...{ key, registerId }, latitude, longitude })))
    await setImmediate()
  }
  return found
}

function liesNear(shape: Shape, [x, y]: Point): boolean {
  const around: Point[] = [
    [x, y],
    ...[-NEAR, NEAR].flatMap((by): Point[] => [
      [x + by, y],
      [x, y + by],
    ]),
  ]
  return around.some((point) => liesIn(point, polygonsOf(shape)))
}
