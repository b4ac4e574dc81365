import { query, type Tx } from '#services/scope'
import type { Area } from '../read/read_areas.js'

/** What a person said of an area, and whether it was that it lies rightly where it is. */
export interface Remembered {
  code: string
  place: boolean
}

/**
 * What a person said before of areas with the same name, parent and code, by position: a newer file of the same source does not ask again.
 */
export async function rememberedMatches(tx: Tx, areas: readonly Area[]): Promise<Map<number, Remembered>> {
  const asked = areas.map(({ position, name, parent, code }) => ({ position, name, parent, code }))
  const rows = await query<Remembered & { position: number }>(
    tx,
    `select distinct on (a.position) a.position, c.region_code as code, c.reason = 'far' as place
     from json_to_recordset(?) as a(position int, name text, parent text, code text)
       join shape_candidates c on c.name = a.name and c.parent_name = a.parent and coalesce(c.source_code, '') = a.code
     where c.state = 'confirmed' order by a.position, c.decided_at desc`,
    [JSON.stringify(asked)],
  )
  return new Map(rows.map(({ position, code, place }) => [position, { code, place }]))
}
