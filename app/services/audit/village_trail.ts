import { query, type Tx } from '#services/scope'
import { tableNames } from '#verification/store/index'
import type { TrailLetter } from './trail.js'

/** Records of one village by where their values came from. */
export interface VillageSource {
  /** Id of the operator's file; null for what stayed as in the register or was typed in at the office. */
  file: string | null
  kind: string
  outcome: string
  state: string
  records: number
  persons: number
}

/** A file of an operator without his name and without the name he gave it. */
export interface TrailFile {
  id: string
  batch: string
  sha256: string
  size: number
  device: string | null
  sequence: number | null
  issue: string | null
  state: string
  records: number
  appliedAt: Date | null
  appliedBy: string | null
}

/** Changes of the village's records, summed by cause and person. */
export interface TrailChange {
  cause: string
  user: string | null
  records: number
  changes: number
  first: Date
  last: Date
}

export interface VillageTrail {
  sources: VillageSource[]
  files: TrailFile[]
  /** Computers of operators with the files that came from each. */
  devices: { device: string; files: number; records: number }[]
  changes: TrailChange[]
}

/** Figure → files → devices → changes of one village in the letter's period. No record is named and no person is read. */
export async function villageTrail(tx: Tx, letter: TrailLetter, village: string): Promise<VillageTrail> {
  const names = tableNames(letter.module.instrument)
  const place = { period: letter.periodId, regency: letter.regency, village }
  const sources = await query<VillageSource>(
    tx,
    `select source_file_id as file, kind, outcome, state, count(*) as records, coalesce(sum(persons), 0) as persons from ${names.current}
     where period_id = :period and regency_code = :regency and village_code = :village group by 1, 2, 3, 4 order by 1 nulls first, 2, 3, 4`,
    place,
  )
  const files = await filesOf(tx, letter, [...new Set(sources.flatMap(({ file }) => file ?? []))], sources)
  const changes = await query<TrailChange>(
    tx,
    `select c.cause, c.actor_id as "user", count(distinct c.key) as records, count(*) as changes, min(c.at) as first, max(c.at) as last
     from ${names.changes} c join ${names.current} r on r.period_id = c.period_id and r.regency_code = c.regency_code and r.key = c.key
     where c.period_id = :period and c.regency_code = :regency and r.village_code = :village group by 1, 2 order by 5, 1`,
    place,
  )
  return { sources, files, devices: devicesOf(files), changes }
}

async function filesOf(
  tx: Tx,
  letter: TrailLetter,
  ids: readonly string[],
  sources: readonly VillageSource[],
): Promise<TrailFile[]> {
  if (ids.length === 0) return []
  const rows = await query<TrailFile>(
    tx,
    `select id, import_id as batch, sha256, size, device, sequence, issue_id as issue, state, applied_at as "appliedAt", applied_by as "appliedBy"
     from import_files where regency_code = ? and id = any (cast(? as uuid[])) order by applied_at, id`,
    [letter.regency, ids],
  )
  return rows.map((row) => ({
    ...row,
    records: sources.filter(({ file }) => file === row.id).reduce((sum, { records }) => sum + records, 0),
  }))
}

function devicesOf(files: readonly TrailFile[]): VillageTrail['devices'] {
  return [...Map.groupBy(files, ({ device }) => device ?? '–').entries()].map(([device, own]) => ({
    ...{ device, files: own.length },
    records: own.reduce((sum, { records }) => sum + records, 0),
  }))
}

/** A step of the cycle or an act on the letter or its files, with the ids of who did it and on what. */
export interface TrailAct {
  at: Date
  act: string
  user: string | null
  object: string | null
  step: boolean
  /** Figures and codes of an act; empty for a step. */
  data: Record<string, unknown>
}

/** What was done to bring the letter about and after, oldest first. That somebody followed its trail stands in the log alone. */
export function actsOfLetter(tx: Tx, letter: TrailLetter, files: readonly TrailFile[]): Promise<TrailAct[]> {
  const objects = [...new Set([letter.id, ...files.flatMap(({ id, batch, issue }) => [id, batch, ...(issue ? [issue] : [])])])]
  return query<TrailAct>(
    tx,
    `select at, step as act, actor_id as "user", cast(period_id as text) as object, true as step, cast('{}' as jsonb) as data
       from finalisation_steps where regency_code = :regency and period_id = :period
     union all
     select at, action as act, user_id as "user", object_id as object, false as step, data
       from activities where regency_code = :regency and object_id = any (:objects) and action <> 'letter.trailed'
     order by 1, 2 limit 500`,
    { regency: letter.regency, period: letter.periodId, objects },
  )
}
