import type { Region } from '#services/regions'
import { query, type Tx } from '#services/scope'
import { levelNumber } from '#services/gis/shapes'
import type { Listed } from './areas.js'
import type { MapPlace } from './place.js'

export interface AreaList {
  areas: Listed[]
  /** Of a province: its regencies. */
  regencies: Region[]
}

interface Row extends Region {
  parentName: string | null
}

/** The areas that a place is divided into, by code; the address of an area that can be looked into stands beside it. */
export async function areasOf(tx: Tx, place: MapPlace): Promise<AreaList> {
  const rows = await query<Row>(tx, AREAS_SQL, { root: place.region?.code ?? null, level: levelNumber(place.level) })
  const above = new Set(rows.map(({ parent }) => parent))
  const deeper = (row: Row) => row.level < 4 && maySee(tx, row)
  return {
    areas: rows.map((row) => ({
      ...{ code: row.code, name: row.name, parent: above.size > 1 ? row.parentName : null },
      href: deeper(row) ? row.code : null,
    })),
    regencies: rows.filter(({ level }) => level === 2),
  }
}

/** Regions of a level below another, null for the country, with the name of what lies between. */
export const AREAS_SQL = `
  with recursive below as (
    select code, level from regions where code = :root or (cast(:root as text) is null and parent is null)
    union all select r.code, r.level from regions r join below b on r.parent = b.code and r.level <= :level)
  select r.code, r.level, r.parent, r.name, r.kind, p.name as "parentName"
  from below b join regions r on r.code = b.code left join regions p on p.code = r.parent
  where b.level = :level and r.code is distinct from :root order by r.code`

/** Provinces and regencies of the scope, and the kecamatan of a regency in it. */
function maySee(tx: Tx, { code, level, parent }: Region): boolean {
  return tx.scope.regions.includes(level === 3 ? (parent ?? '') : code)
}
