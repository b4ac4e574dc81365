import { boundsOf } from '#services/map/tiles'
import { query, type Tx } from '#services/scope'
import type { Shape } from '../shapes.js'
import { provinceExtent, type Extent } from './province_extents.js'

/**
 * Where a region must lie: within the region above it that a file has drawn, else about where other parts of its regency are, else within
 * its province.
 */
export interface Ground {
  name: string
  extent: Extent
  /** Whether it is known, or only likely since other parts lie there. */
  sure: boolean
}

export interface Strayed {
  code: string
  /** Middle of the area as the file has it, in degrees. */
  latitude: number
  longitude: number
  ground: Ground
  kilometres: number
}

const PROVINCE_MARGIN = 0.25
/** Borders of different sources differ; so much of a region's width may a part of it lie outside. */
const SHAPE_MARGIN = 0.25
const LEAST_MARGIN = 0.05
/** Some parts of a regency tell roughly where the rest is: within three of their widths, but for far islands. */
const KIN_MARGIN = 3
const LEAST_KIN_MARGIN = 0.5
const KILOMETRES_A_DEGREE = 111.2

/** Of the areas that have their region, those whose middle lies outside what is known of where that region is. */
export async function strayedAreas(tx: Tx, areas: readonly { code: string; shape: Shape }[]): Promise<Map<string, Strayed>> {
  const grounds = await groundsOf(
    tx,
    areas.map(({ code }) => code),
  )
  const strayed = new Map<string, Strayed>()
  for (const { code, shape } of areas) {
    const [ground, bounds] = [grounds.get(code), boundsOf([shape])]
    if (!ground || !bounds) continue
    const [longitude, latitude] = [(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2]
    const { west, south, east, north } = ground.extent
    if (longitude >= west && longitude <= east && latitude >= south && latitude <= north) continue
    const width = (longitude - (west + east) / 2) * Math.cos((latitude * Math.PI) / 180)
    const kilometres = Math.round(Math.hypot(width, latitude - (south + north) / 2) * KILOMETRES_A_DEGREE)
    strayed.set(code, { code, latitude, longitude, ground, kilometres })
  }
  return strayed
}

/** How many regions had a shape of a file before that lies well away from the new one; one of the two is in the wrong place. */
export async function movedAway(tx: Tx, areas: readonly { code: string; shape: Shape }[]): Promise<number> {
  const known = await drawnExtents(
    tx,
    areas.map(({ code }) => code),
    1,
  )
  return areas.filter(({ code, shape }) => {
    const [extent, bounds] = [known.get(code), boundsOf([shape])]
    if (!extent || !bounds) return false
    return bounds.west > extent.east || bounds.east < extent.west || bounds.south > extent.north || bounds.north < extent.south
  }).length
}

async function groundsOf(tx: Tx, codes: readonly string[]): Promise<Map<string, Ground>> {
  const rows = await query<{ code: string; above: string; name: string; level: number }>(
    tx,
    `with recursive up as (
       select r.code, r.code as above, r.level, r.parent, 0 as distance from regions r where r.code = any (?)
       union all select up.code, r.code, r.level, r.parent, up.distance + 1 from regions r join up on r.code = up.parent),
     drawn as (
       select distinct on (up.code) up.code, up.above from up join region_shapes s on s.region_code = up.above and s.matched_by <> 'derived'
       where up.distance > 0 order by up.code, up.distance),
     chosen as (
       select up.code, coalesce(drawn.above, up.above) as above from up left join drawn on drawn.code = up.code where up.level = 1)
     select c.code, c.above, r.name, r.level from chosen c join regions r on r.code = c.above order by c.code`,
    [[...codes]],
  )
  const drawnAbove = new Set(rows.filter((row) => row.code !== row.above).map((row) => row.above))
  const shapes = await drawnExtents(tx, [...drawnAbove], SHAPE_MARGIN)
  const kin = await kinOf(tx, codes)
  return new Map(
    rows.flatMap(({ code, above, name, level }): [string, Ground][] => {
      const province = level === 1 ? provinceExtent(above) : null
      const beside = shapes.has(above) && level > 1 ? undefined : kin.get(code)
      if (beside) return [[code, beside]]
      const extent = shapes.get(above) ?? (province && widened(province, PROVINCE_MARGIN))
      return extent ? [[code, { name, extent, sure: true }]] : []
    }),
  )
}

/** Where the shapes lie that files have drawn of these regions, each with so much of its width around it. */
async function drawnExtents(tx: Tx, codes: readonly string[], share: number): Promise<Map<string, Extent>> {
  const rows = await query<{ code: string; geometry: Shape }>(
    tx,
    `select region_code as code, geometry from region_shapes where region_code = any (?) and matched_by <> 'derived'`,
    [codes],
  )
  return new Map(rows.map(({ code, geometry }) => [code, grown(boundsOf([geometry])!, share)]))
}

/** By village or district, the surroundings of what else of its regency a file has drawn. */
async function kinOf(tx: Tx, codes: readonly string[]): Promise<Map<string, Ground>> {
  const rows = await query<{ regency: string; name: string; own: string[]; shapes: Shape[] | null }>(
    tx,
    `with placed as (
       select r.code, case r.level when 3 then r.parent else d.parent end as regency
       from regions r left join regions d on d.code = r.parent where r.level > 2),
     own as (select regency, array_agg(code) as codes from placed where code = any (:codes) group by regency)
     select o.regency, g.name, o.codes as own, (select json_agg(s.geometry) from placed p join region_shapes s on s.region_code = p.code
       where p.regency = o.regency and p.code <> all (o.codes) and s.matched_by <> 'derived') as shapes
     from own o join regions g on g.code = o.regency`,
    { codes: [...codes] },
  )
  return new Map(
    rows.flatMap(({ name, own, shapes }): [string, Ground][] => {
      const bounds = shapes && boundsOf(shapes)
      if (!bounds) return []
      const ground = { name, extent: grown(bounds, KIN_MARGIN, LEAST_KIN_MARGIN), sure: false }
      return own.map((code) => [code, ground])
    }),
  )
}

export function grown(extent: Extent, share: number, least = LEAST_MARGIN): Extent {
  const width = Math.max(extent.east - extent.west, extent.north - extent.south)
  return widened(extent, Math.max(least, width * share))
}

function widened({ west, south, east, north }: Extent, by: number): Extent {
  return { west: west - by, south: south - by, east: east + by, north: north + by }
}
