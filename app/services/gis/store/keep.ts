import { v7 as uuid } from 'uuid'
import { query, type Tx } from '#services/scope'
import type { Shape } from '../shapes.js'
import type { OpenArea } from './import_shapes.js'

export interface KeptShape {
  code: string
  by: 'code' | 'name' | 'hand'
  geometry: Shape
  sourceName: string
  sourceCode: string
}

/** Rows of one statement at most, so that no parameter grows past what a connection should carry. */
const AT_ONCE = 200

/** Puts shapes in force; a region has one, and the newer file's replaces the older's. */
export async function keepShapes(tx: Tx, importId: string, shapes: readonly KeptShape[]): Promise<void> {
  for (let from = 0; from < shapes.length; from += AT_ONCE) {
    await query(
      tx,
      `insert into region_shapes (region_code, geometry, matched_by, import_id, source_name, source_code, updated_at)
       select s.code, s.geometry, s.by, cast(? as uuid), nullif(s."sourceName", ''), nullif(s."sourceCode", ''), ?
       from json_to_recordset(?) as s(code text, geometry json, by text, "sourceName" text, "sourceCode" text)
       on conflict (region_code) do update set geometry = excluded.geometry, matched_by = excluded.matched_by,
         import_id = excluded.import_id, source_name = excluded.source_name, source_code = excluded.source_code,
         confirmed_by_name = null, updated_at = excluded.updated_at`,
      [importId, tx.now, JSON.stringify(shapes.slice(from, from + AT_ONCE))],
    )
  }
}

/** Keeps what waits for a person, with its id; what waited of an older file for the same regions is over. */
export async function keepCandidates(
  tx: Tx,
  of: { id: string; level: number; within: string | null },
  open: OpenArea[],
  shapes: ReadonlyMap<string, Shape>,
): Promise<void> {
  await query(
    tx,
    `update shape_candidates c set state = 'replaced', decided_at = ?, decided_by_name = ? from shape_imports i
     where i.id = c.import_id and c.state = 'waiting' and i.level = ? and i.within_code is not distinct from ?`,
    [tx.now, tx.actor.name, of.level, of.within],
  )
  for (const area of open) area.id = uuid()
  for (let from = 0; from < open.length; from += AT_ONCE) {
    const rows = open
      .slice(from, from + AT_ONCE)
      .map((area) => ({ ...area, geometry: shapes.get(String(area.position)) ?? null }))
    await query(
      tx,
      `insert into shape_candidates (id, import_id, position, name, parent_name, source_code, reason, candidates, geometry)
       select c.id, cast(? as uuid), c.position, c.name, c.parent, nullif(c.source_code, ''), c.reason, c.candidates, c.geometry
       from json_to_recordset(?) as c(id uuid, position int, name text, parent text, source_code text, reason text, candidates jsonb, geometry json)`,
      [of.id, JSON.stringify(rows)],
    )
  }
}
