import { levelNumber } from '#services/gis/shapes'
import { NATIONAL, query, type Tx } from '#services/scope'
import { AREAS_SQL } from './area_list.js'
import type { MapPlace } from './place.js'
import { isSketch } from './tiles.js'

/** What a page must know of the boundaries before it has them. */
export interface ShapeNotes {
  /** Changes with every shape of the place; part of the address of the boundaries, so that browsers keep them until then. */
  version: string
  /** Areas, and how many of them have a boundary. */
  areas: number
  drawn: number
  /** Whether the whole place is shown as a sketch of tiles, for want of boundaries. */
  sketch: boolean
  sources: { source: string; licence: string }[]
  address: string
}

export async function shapeNotes(tx: Tx, { region, level }: MapPlace): Promise<ShapeNotes> {
  const [row] = await query<{ areas: number; drawn: number; version: string | null; sources: ShapeNotes['sources'] | null }>(
    tx,
    `with area as (${AREAS_SQL})
     select count(*) as areas, count(s.region_code) as drawn,
       md5(count(s.region_code) || '-' || count(*) || '-' || coalesce(cast(max(s.updated_at) as text), '')) as version,
       json_agg(distinct jsonb_build_object('source', i.source, 'licence', i.licence)) filter (where i.id is not null) as sources
     from area a left join region_shapes s on s.region_code = a.code left join shape_imports i on i.id = s.import_id`,
    { root: region?.code ?? null, level: levelNumber(level) },
  )
  const { areas, drawn, sources } = row!
  const version = `${FORM}${(row!.version ?? '').slice(0, 16)}`
  return {
    ...{ version, areas, drawn, sketch: isSketch(areas, drawn), sources: isSketch(areas, drawn) ? [] : (sources ?? []) },
    address: `/peta/bentuk/${region?.code ?? NATIONAL}/${level}.json?v=${version}`,
  }
}

/** Version of the way boundaries are made ready; raised when that changes. */
const FORM = '1-'
