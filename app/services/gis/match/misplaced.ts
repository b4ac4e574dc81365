import { RegionCode } from '#domain/region_code'
import { boundsOf } from '#services/map/tiles'
import { query, scope, type Tx } from '#services/scope'
import { surveyedExtent } from '#verification/lists/surveyed'
import { liesIn } from '../geometry/valid.js'
import { polygonsOf, type Rings, type Shape } from '../shapes.js'
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
  const outlines = await outlinesBeside(tx, [...regencies.keys()])
  const misplaced = new Set<string>()
  for (const [regency, own] of regencies) {
    const surveyed = await scope.aside(scope.of(regency, tx.actor), (of) => surveyedExtent(of, regency))
    const apart =
      surveyed && areApart(boundsOf(own.map(({ shape }) => shape))!, grown(surveyed, SURVEY_MARGIN, LEAST_SURVEY_MARGIN))
    if (apart || liesMostlyIn(outlines.get(regency) ?? [], own)) misplaced.add(regency)
  }
  return misplaced
}

function areApart(one: Extent, other: Extent): boolean {
  return one.west > other.east || one.east < other.west || one.south > other.north || one.north < other.south
}

/** Outlines of the other regencies of each one's province. Those of the same file are not asked: they would have strayed together. */
async function outlinesBeside(tx: Tx, regencies: readonly string[]): Promise<Map<string, Rings[]>> {
  const rows = await query<{ beside: string[]; geometry: Shape }>(
    tx,
    `select array(select r.code from regions r where r.parent = o.parent and r.code = any (:regencies)) as beside, s.geometry
     from regions o join region_shapes s on s.region_code = o.code
     where o.level = 2 and o.parent in (select parent from regions where code = any (:regencies)) and o.code <> all (:regencies)`,
    { regencies },
  )
  const outlines = new Map<string, Rings[]>(regencies.map((regency) => [regency, []]))
  for (const { beside, geometry } of rows) for (const regency of beside) outlines.get(regency)!.push(...polygonsOf(geometry))
  return outlines
}

function liesMostlyIn(polygons: readonly Rings[], own: readonly Placed[]): boolean {
  const inside = own.filter(({ shape }) => {
    const { west, east, south, north } = boundsOf([shape])!
    return liesIn([(west + east) / 2, (south + north) / 2], polygons)
  })
  return inside.length > own.length * MOSTLY
}
