import { merge } from 'topojson-client'
import type { MultiPolygon, Polygon } from 'topojson-specification'
import { query, type Tx } from '#services/scope'
import { topologyOf } from '../geometry/simplify.js'
import { polygonsOf, shapeOf, type Rings, type Shape } from '../shapes.js'

/** So much of the regions below must have a shape before their outline may stand for the region above. */
const ENOUGH = 0.8

/**
 * Draws the regions above some that have shapes now, as the outline of what lies in them, level by level. One that has a shape of its own
 * from a file keeps it.
 *
 * @param codes regions whose shapes are new
 */
export async function deriveAbove(tx: Tx, codes: readonly string[]): Promise<void> {
  let changed = codes
  while (changed.length > 0) {
    const parents = await query<{ code: string }>(
      tx,
      `select p.code from regions p left join region_shapes own on own.region_code = p.code
         join regions c on c.parent = p.code left join region_shapes s on s.region_code = c.code
       where p.code in (select parent from regions where code = any (?)) and (own.region_code is null or own.matched_by = 'derived')
       group by p.code having count(s.region_code) >= cast(? as numeric) * count(*) order by p.code`,
      [changed, ENOUGH],
    )
    for (const { code } of parents) await deriveOne(tx, code)
    changed = parents.map(({ code }) => code)
  }
}

async function deriveOne(tx: Tx, code: string): Promise<void> {
  const parts = await query<{ code: string; geometry: Shape; importId: string }>(
    tx,
    `select r.code, s.geometry, s.import_id as "importId" from regions r join region_shapes s on s.region_code = r.code
     where r.parent = ? order by s.updated_at desc, r.code`,
    [code],
  )
  const outline = outlineOf(new Map(parts.map((part) => [part.code, part.geometry])))
  await tx.trx.rawQuery(
    `insert into region_shapes (region_code, geometry, matched_by, import_id, updated_at) values (?, ?, 'derived', ?, ?)
     on conflict (region_code) do update set geometry = excluded.geometry, import_id = excluded.import_id, updated_at = excluded.updated_at
     where region_shapes.matched_by = 'derived'`,
    [code, JSON.stringify(outline), parts[0]!.importId, tx.now],
  )
}

/** What several shapes cover together, their common borders gone. */
export function outlineOf(shapes: ReadonlyMap<string, Shape>): Shape {
  const whole = topologyOf(shapes)
  const objects = Object.values(whole.objects) as (Polygon | MultiPolygon)[]
  const merged = merge(whole, objects)
  return shapeOf(polygonsOf(merged).filter((rings): rings is Rings => rings.length > 0))
}
