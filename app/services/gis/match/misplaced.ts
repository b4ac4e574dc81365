import { RegionCode } from '#domain/region_code'
import { boundsOf } from '#services/map/tiles'
import { query, scope, type Tx } from '#services/scope'
import { surveyedExtent } from '#verification/lists/surveyed'
import { inRing } from '../geometry/valid.js'
import { polygonsOf, type Point, type Shape } from '../shapes.js'
import type { Extent } from './province_extents.js'
import { grown } from './whereabouts.js'

interface Placed {
  code: string
  shape: Shape
}

const MOSTLY = 0.5
/** Surveys leave the edges of a regency out: as far as they reach, and 11 km at least, may its areas lie from them. */
const SURVEY_MARGIN = 1
const LEAST_SURVEY_MARGIN = 0.1

/** Code of the regency in which a region of level 2 or below lies; a province's is its own. */
export const regencyOf = (code: string): string => RegionCode.parse(code).at('regency') ?? code

/**
 * Regencies that a file seems to have put elsewhere in their province: all of its areas lie away from where records of the regency were
 * surveyed, or most of them within the outlines of other regencies.
 */
export async function misplacedRegencies(tx: Tx, areas: readonly Placed[]): Promise<Set<string>> {
  const regencies = Map.groupBy(
    areas.filter(({ code }) => code.includes('.')),
    ({ code }) => regencyOf(code),
  )
  const misplaced = new Set<string>()
  for (const [regency, own] of regencies) {
    const surveyed = await scope.aside(scope.of(regency, tx.actor), (of) => surveyedExtent(of, regency))
    const apart =
      surveyed && areApart(boundsOf(own.map(({ shape }) => shape))!, grown(surveyed, SURVEY_MARGIN, LEAST_SURVEY_MARGIN))
    if (apart || (await liesInOthers(tx, regency, own, [...regencies.keys()]))) misplaced.add(regency)
  }
  return misplaced
}

function areApart(one: Extent, other: Extent): boolean {
  return one.west > other.east || one.east < other.west || one.south > other.north || one.north < other.south
}

/** Outlines of the same file are not asked: they would have strayed together. */
async function liesInOthers(tx: Tx, regency: string, own: readonly Placed[], filed: readonly string[]): Promise<boolean> {
  const outlines = await query<{ geometry: Shape }>(
    tx,
    `select s.geometry from regions r join regions o on o.parent = r.parent and o.level = 2 join region_shapes s on s.region_code = o.code
     where r.code = ? and o.code <> all (?)`,
    [regency, [...filed]],
  )
  const rings = outlines.flatMap(({ geometry }) => polygonsOf(geometry))
  const inside = own.filter(({ shape }) => {
    const { west, east, south, north } = boundsOf([shape])!
    const middle: Point = [(west + east) / 2, (south + north) / 2]
    return rings.some((polygon) => polygon.filter((ring) => inRing(middle, ring)).length % 2 === 1)
  })
  return inside.length > own.length * MOSTLY
}
