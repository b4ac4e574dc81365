import { query, type Tx } from '#services/scope'
import type { Candidate } from '../match/match.js'

/** An import as the desk lists it. */
export interface ImportRow {
  id: string
  level: 1 | 2 | 3 | 4
  within: string | null
  withinName: string | null
  fileName: string
  source: string
  licence: string
  features: number
  /** Areas that got their region, by the file itself or by a person since. */
  matched: number
  waiting: number
  repaired: number
  /** Shapes that lie well away from the ones they took the place of. */
  moved: number
  pointsRead: number
  pointsKept: number
  by: string
  at: Date
}

export interface WaitingArea {
  id: string
  name: string
  parent: string
  sourceCode: string | null
  reason: string
  candidates: Candidate[]
  /** Whether there is something to draw. */
  drawable: boolean
  level: 1 | 2 | 3 | 4
  within: string | null
  withinName: string | null
}

const SHOWN_IMPORTS = 50
const SHOWN_WAITING = 200

/** Files of boundaries, newest first. */
export function shapeImports(tx: Tx): Promise<ImportRow[]> {
  return query<ImportRow>(
    tx,
    `select i.id, i.level, i.within_code as within, r.name as "withinName", i.file_name as "fileName", i.source, i.licence, i.features,
       i.matched + (select count(*)::int from shape_candidates c where c.import_id = i.id and c.state = 'confirmed') as matched, i.repaired, i.moved, i.points_read as "pointsRead", i.points_kept as "pointsKept", i.created_by_name as by, i.created_at as at,
       (select count(*)::int from shape_candidates c where c.import_id = i.id and c.state = 'waiting') as waiting
     from shape_imports i left join regions r on r.code = i.within_code order by i.created_at desc, i.id desc limit ${SHOWN_IMPORTS}`,
  )
}

/** Areas that wait for a person, those with a suggestion first. */
export function waitingAreas(tx: Tx): Promise<WaitingArea[]> {
  return query<WaitingArea>(
    tx,
    `select c.id, c.name, c.parent_name as parent, c.source_code as "sourceCode", c.reason, c.candidates, c.geometry is not null as drawable,
       i.level, i.within_code as within, r.name as "withinName"
     from shape_candidates c join shape_imports i on i.id = c.import_id left join regions r on r.code = i.within_code
     where c.state = 'waiting' order by c.candidates = '[]'::jsonb, i.created_at desc, c.position limit ${SHOWN_WAITING}`,
  )
}

/** Files of which several areas wait only because of where they lie. */
export function strayedFiles(tx: Tx): Promise<{ id: string; fileName: string; withinName: string | null; count: number }[]> {
  return query(
    tx,
    `select i.id, i.file_name as "fileName", r.name as "withinName", count(*)::int as count
     from shape_candidates c join shape_imports i on i.id = c.import_id left join regions r on r.code = i.within_code
     where c.state = 'waiting' and c.reason = 'far' group by i.id, r.name having count(*) > 1 order by i.created_at desc`,
  )
}

/** How many regions of each level have a shape, and from where. */
export function shapeCoverage(tx: Tx): Promise<{ level: 1 | 2 | 3 | 4; regions: number; shapes: number; derived: number }[]> {
  return query(
    tx,
    `select r.level, count(*)::int as regions, count(s.region_code)::int as shapes,
       count(*) filter (where s.matched_by = 'derived')::int as derived
     from regions r left join region_shapes s on s.region_code = r.code group by r.level order by r.level`,
  )
}

/** How many areas wait, for the desk's task. */
export async function countWaiting(tx: Tx): Promise<number> {
  const [row] = await query<{ count: number }>(tx, `select count(*)::int as count from shape_candidates where state = 'waiting'`)
  return row!.count
}
