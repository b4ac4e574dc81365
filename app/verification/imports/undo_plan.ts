import { query, type Tx } from '#services/scope'
import { keyIn, tableNames, type Place, type Snapshot } from '../store/index.js'
import { shownToken } from '../shown_token.js'
import { versionsOf } from './facts.js'
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

export interface Change {
  key: string
  version: number
}

interface OwnChanges {
  /** Changes that nothing came after, in the order of their keys. */
  standing: Change[]
  /** Of those, the ones that made the working copy. */
  fresh: number
  /** Records somebody worked on since, with the version that stands now; clashes decided by hand among them. */
  overtaken: Change[]
}

/** What a file changed in one module. Keys and versions only, so that a large file fits. */
export async function changesOf(tx: Tx, file: ImportFile, place: Place): Promise<OwnChanges> {
  const { changes } = tableNames(place.module.instrument)
  const own = await query<Change & { fresh: boolean }>(
    tx,
    `select key, version, before is null as fresh from ${changes}
     where regency_code = ? and cause_id = ? and period_id = ? and cause = 'import' order by key collate "C"`,
    [file.regency, file.id, place.periodId],
  )
  const decided = await query<{ key: string }>(
    tx,
    `select key from import_records where regency_code = ? and import_file_id = ? and module = ? and status = 'conflict' and applied order by key`,
    [file.regency, file.id, place.module.name],
  )
  const keys = [...own, ...decided].map(({ key }) => key)
  const latest = await versionsOf(tx, place, keys)
  const standing = own.filter(({ key, version }) => latest.get(key) === version)
  const since = own.filter(({ key, version }) => latest.get(key) !== version)
  return {
    standing,
    fresh: standing.filter(({ fresh }) => fresh).length,
    overtaken: [...since, ...decided].map(({ key }) => ({ key, version: latest.get(key) ?? 0 })),
  }
}

/** What the records were before these changes; those that had no working copy are absent. */
export async function snapshotsBefore(tx: Tx, place: Place, changes: readonly Change[]): Promise<Map<string, Snapshot>> {
  const versions = new Map(changes.map(({ key, version }) => [key, version]))
  const rows = await query<{ key: string; version: number; before: Snapshot }>(
    tx,
    `select key, version, before from ${tableNames(place.module.instrument).changes}
     where period_id = ? and regency_code = ? and key = any (?) and before is not null`,
    [place.periodId, place.regency, [...versions.keys()]],
  )
  return new Map(rows.filter(({ key, version }) => versions.get(key) === version).map(({ key, before }) => [key, before]))
}

/** Works out an undo without doing it. */
export async function planUndo(tx: Tx, file: ImportFile, places: readonly Place[]): Promise<UndoPlan> {
  const seen: unknown[] = []
  const plan: UndoPlan = { restored: 0, removed: 0, conflicts: 0, blocked: 0, examples: [], token: '' }
  for (const place of places) {
    const { standing, fresh, overtaken } = await changesOf(tx, file, place)
    const [{ open } = { open: 0 }] = await query<{ open: number }>(
      tx,
      `select count(*)::int as open from import_records
       where regency_code = ? and import_file_id = ? and module = ? and status = 'conflict' and decided_at is null`,
      [file.regency, file.id, place.module.name],
    )
    plan.restored += standing.length
    plan.removed += fresh
    plan.conflicts += open
    plan.blocked += overtaken.length
    plan.examples.push(...(await named(tx, place, overtaken.slice(0, EXAMPLES - plan.examples.length))))
    seen.push([place.module.name, open, standing, overtaken])
  }
  return { ...plan, token: shownToken(seen) }
}

/** The records somebody worked on since, with who did it last. */
export async function named(tx: Tx, place: Place, overtaken: readonly Change[]): Promise<Blocked[]> {
  if (overtaken.length === 0) return []
  const { changes, current } = tableNames(place.module.instrument)
  const keys = overtaken.map(({ key }) => key)
  const last = await query<{ key: string; version: number; cause: Blocked['cause']; by: string; at: Date }>(
    tx,
    `select key, version, cause, actor_name as by, at from ${changes} where period_id = ? and regency_code = ? and key = any (?) order by key, version`,
    [place.periodId, place.regency, keys],
  )
  const names = await query<{ key: string; name: string }>(
    tx,
    `select key, name from ${current} where period_id = ? and regency_code = ? and ${keyIn('?')}`,
    [place.periodId, place.regency, keys],
  )
  const nameOf = new Map(names.map(({ key, name }) => [key, name]))
  const newest = new Map(last.map((change) => [change.key, change]))
  return overtaken.flatMap(({ key }) => {
    const change = newest.get(key)
    return change ? [{ ...change, module: place.module.name, name: nameOf.get(key) ?? null }] : []
  })
}
