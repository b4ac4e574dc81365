import { createHash } from 'node:crypto'
import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'
import type { ImportFile } from './files.js'

/** A record that an undo leaves alone, because somebody worked on it since. */
export interface Blocked {
  module: string
  key: string
  /** Name of the record as the list shows it; null when it is gone. */
  name: string | null
  cause: 'import' | 'edit' | 'decision' | 'merge' | 'move' | 'undo'
  by: string
  at: Date
}

/** What undoing a file would do now. */
export interface UndoPlan {
  /** Records put back to what they were before the file. */
  restored: number
  /** Of those, the ones that had no working copy before. */
  removed: number
  /** Open clashes of the file that disappear. */
  conflicts: number
  blocked: number
  /** The first of the blocked ones. */
  examples: Blocked[]
  /** Changes when the plan does. */
  token: string
}

const EXAMPLES = 200

/** SQL of the changes a file made (`c`), with the version that stands now. */
function changesSql({ module }: Place): string {
  const { changes } = tableNames(module.instrument)
  return `select c.key, c.version, c.before is null as fresh, (select max(n.version) from ${changes} n
      where n.period_id = c.period_id and n.regency_code = c.regency_code and n.key = c.key) as latest
    from ${changes} c where c.regency_code = :regency and c.period_id = :period and c.cause = 'import' and c.cause_id = :file`
}

/** Changes of a file that nothing came after, page by page in the order of their keys. */
export function standingSql(place: Place): string {
  const { changes } = tableNames(place.module.instrument)
  return `select m.key, m.version, b.before from (${changesSql(place)}) m
    join ${changes} b on b.period_id = :period and b.regency_code = :regency and b.key = m.key and b.version = m.version
    where m.latest = m.version and m.key > :after order by m.key limit :page`
}

/** Works out an undo without doing it. */
export async function planUndo(tx: Tx, file: ImportFile, places: readonly Place[]): Promise<UndoPlan> {
  const hash = createHash('sha256')
  const plan: UndoPlan = { restored: 0, removed: 0, conflicts: 0, blocked: 0, examples: [], token: '' }
  for (const place of places) {
    const ids = { regency: file.regency, period: place.periodId, file: file.id, module: place.module.name }
    const [sums] = await query<{ restored: number; removed: number; blocked: number; keys: string | null }>(
      tx,
      `select count(*) filter (where latest = version)::int as restored, count(*) filter (where latest = version and fresh)::int as removed,
         count(*) filter (where latest > version)::int as blocked,
         md5(string_agg(key || ':' || latest, ',' order by key collate "C")) as keys from (${changesSql(place)}) m`,
      ids,
    )
    const [clashes] = await query<{ open: number; decided: number }>(
      tx,
      `select count(*) filter (where decided_at is null)::int as open, count(*) filter (where applied)::int as decided
       from import_records where regency_code = :regency and import_file_id = :file and module = :module and status = 'conflict'`,
      ids,
    )
    plan.restored += sums!.restored
    plan.removed += sums!.removed
    plan.conflicts += clashes!.open
    plan.blocked += sums!.blocked + clashes!.decided
    if (plan.examples.length < EXAMPLES) plan.examples.push(...(await blockedOf(tx, place, ids)))
    hash.update(`${place.module.name}|${sums!.keys}|${clashes!.open}|${clashes!.decided}\n`)
  }
  return { ...plan, token: hash.digest('hex').slice(0, 32) }
}

async function blockedOf(tx: Tx, place: Place, ids: Record<string, string>): Promise<Blocked[]> {
  const { changes, current } = tableNames(place.module.instrument)
  return query<Blocked>(
    tx,
    `select cast(:module as text) as module, m.key, l.name, h.cause, h.actor_name as by, h.at from (
       select key, latest from (${changesSql(place)}) own where latest > version
       union select r.key, (select max(n.version) from ${changes} n where n.period_id = r.period_id and n.regency_code = r.regency_code and n.key = r.key)
       from import_records r where r.regency_code = :regency and r.import_file_id = :file and r.module = :module and r.status = 'conflict' and r.applied
     ) m
     join ${changes} h on h.period_id = :period and h.regency_code = :regency and h.key = m.key and h.version = m.latest
     left join ${current} l on l.period_id = :period and l.regency_code = :regency and l.key = m.key
     order by m.key limit ${EXAMPLES}`,
    ids,
  )
}
